import { CallError } from "@oauth1/client";
import { answer, html, page } from "./html.ts";
import { callApi, NAME } from "./provider.ts";

/** What the app answers, by method and path. */
export const routes: Record<string, (request: Request) => Response | Promise<Response>> = {
  "GET /": home,
  "POST /call": call,
};

// Nobody signs in here: the app calls with the credentials in .env.
function home(): Response {
  return page(
    html`<h1>Call ${NAME}</h1>
      ${form}`,
  );
}

async function call(): Promise<Response> {
  try {
    return page(
      html`<h1>${NAME} says</h1>
        ${answer(await callApi())} ${form}`,
    );
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    // Why is for whoever runs the app, and not for whoever visits it. It holds no secret.
    console.error(JSON.stringify(error));
    return page(
      html`<h1>${NAME} refused the call</h1>
        ${form}`,
      502,
    );
  }
}

const form = html`<form method="post" action="/call">
  <button class="go">Call the API</button>
</form>`;
