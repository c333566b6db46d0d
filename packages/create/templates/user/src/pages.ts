import { CallError } from "@oauth1/client";
import { answer, html, page, type Html } from "./html.ts";
import { callApi, fieldsOf, NAME, type Account } from "./provider.ts";
import { readSession, signOut } from "./session.ts";
import { signInForm, signInRoutes } from "./sign-in.ts";

/** What the app answers, by method and path. */
export const routes: Record<string, (request: Request) => Response | Promise<Response>> = {
  "GET /": home,
  "POST /sign-out": signOut,
  ...signInRoutes,
};

async function home(request: Request): Promise<Response> {
  const account = await readSession(request);
  return account === undefined ? page(signedOut) : profile(account);
}

const signedOut = html`<h1>Who are you on ${NAME}?</h1>
  ${signInForm}`;

async function profile(account: Account): Promise<Response> {
  try {
    return page(
      html`<h1>You are signed in with ${NAME}</h1>
        ${fieldList(account)} ${answer(await callApi(account))} ${signOutForm}`,
    );
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    // Why is for whoever runs the app, and not for whoever visits it. It holds no secret.
    console.error(JSON.stringify(error));
    return page(
      html`<h1>${NAME} refused the call</h1>
        ${signOutForm}`,
      502,
    );
  }
}

// What came with the token.
function fieldList(account: Account): Html {
  const rows = Object.entries(fieldsOf(account)).map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${String(value)}</dd>`,
  );
  return html`<dl>${rows}</dl>`;
}

const signOutForm = html`<form method="post" action="/sign-out"><button>Sign out</button></form>`;
