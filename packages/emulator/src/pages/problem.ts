import { html, page } from "../html.js";

/** Says what is wrong and what to do about it. */
export function problemPage(title: string, explanation: string, status: number): Response {
  return page({
    title,
    status,
    body: html`<h1>${title}</h1>
      <p class="dim">${explanation}</p>`,
  });
}

/** Refuses a form that another session was given. */
export function foreignForm(): Response {
  return problemPage(
    "This form is not yours",
    "It belongs to another session. Load the page again.",
    403,
  );
}
