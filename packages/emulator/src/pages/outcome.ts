import type { ProviderModel } from "@oauth1/descriptor";
import { html, page } from "../html.js";

type Named = Pick<ProviderModel, "name">;

/** Shows the verifier of a login without a callback, for the user to carry. */
export function pinPage({ name }: Named, verifier: string): Response {
  return page({
    title: "Your PIN",
    body: html`<h1>Enter this PIN in the app</h1>
      <p class="pin">${verifier}</p>
      <p class="dim">
        ${name} shows it once. Give it to no one but the app that you have just allowed.
      </p>`,
  });
}

/** Ends a login that has neither callback nor verifier. */
export function allowedPage({ name }: Named): Response {
  return page({
    title: "Allowed",
    body: html`<h1>You said yes</h1>
      <p class="dim">Go back to the app: it can use your ${name} account now.</p>`,
  });
}

/** Ends a login without a callback that the user has denied. */
export function deniedPage({ name }: Named): Response {
  return page({
    title: "Denied",
    body: html`<h1>You said no</h1>
      <p class="dim">The app gets nothing from ${name}. You can close this page.</p>`,
  });
}
