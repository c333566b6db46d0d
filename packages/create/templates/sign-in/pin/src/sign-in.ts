import { LoginError, openTemporary, sealTemporary } from "@oauth1/client";
import { html, page } from "./html.ts";
import { connect, NAME } from "./provider.ts";
import { signIn } from "./session.ts";
import { setting } from "./settings.ts";

/** Where a login begins, and where the user types what the provider's page shows. */
export const signInRoutes = { "POST /login": begin, "POST /verifier": complete };

/** What a visitor sees who is not signed in. */
export const signInForm = html`<form method="post" action="/login">
  <button class="go">Sign in with ${NAME}</button>
</form>`;

async function begin(): Promise<Response> {
  const { authorizationUrl, temporary } = await connect().begin();
  const sealed = await sealTemporary(temporary, setting("SESSION_SECRET"));
  const response = page(
    html`<h1>Sign in with ${NAME}</h1>
      <p>
        <a href="${authorizationUrl}" target="_blank">Open ${NAME}</a>, say yes, and come back with
        what it shows you.
      </p>
      <form method="post" action="/verifier">
        <input type="hidden" name="temporary" value="${sealed}" />
        <label for="verifier">Verifier</label>
        <input id="verifier" name="verifier" autocomplete="off" required />
        <button class="go">Sign in</button>
      </form>`,
  );
  return response;
}

async function complete(request: Request): Promise<Response> {
  const form = await request.formData();
  const temporary = await openTemporary(String(form.get("temporary")), setting("SESSION_SECRET"));
  if (temporary === undefined) return failed("It has taken too long.");
  try {
    // Here you would look up the user, or make one.
    const verifier = String(form.get("verifier"));
    return await signIn(await connect().complete({ temporary, verifier }));
  } catch (error) {
    if (!(error instanceof LoginError)) throw error;
    // Why is for whoever runs the app, and not for whoever visits it. It holds no secret.
    console.error(JSON.stringify(error));
    return failed(`Signing in with ${NAME} did not work out.`);
  }
}

function failed(reason: string): Response {
  return page(
    html`<h1>You are not signed in</h1>
      <p>${reason}</p>
      ${signInForm}`,
    400,
  );
}
