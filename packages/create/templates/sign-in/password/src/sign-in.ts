import { LoginError } from "@oauth1/client";
import { html, page } from "./html.ts";
import { logIn, NAME } from "./provider.ts";
import { signIn } from "./session.ts";

/** Where the form is sent. */
export const signInRoutes = { "POST /login": complete };

/** What a visitor sees who is not signed in. */
export const signInForm = html`<form method="post" action="/login">
  <label for="username">Your name at ${NAME}</label>
  <input id="username" name="username" autocomplete="username" required />
  <label for="password">Your password there</label>
  <input id="password" name="password" type="password" autocomplete="current-password" />
  <button class="go">Sign in</button>
</form>`;

// The password is exchanged for a token, and forgotten.
async function complete(request: Request): Promise<Response> {
  const form = await request.formData();
  try {
    // Here you would look up the user, or make one.
    return await signIn(await logIn(String(form.get("username")), String(form.get("password"))));
  } catch (error) {
    if (!(error instanceof LoginError)) throw error;
    // Why is for whoever runs the app, and not for whoever visits it. It holds no secret.
    console.error(JSON.stringify(error));
    return page(
      html`<h1>You are not signed in</h1>
        <p>Signing in with ${NAME} did not work out.</p>
        ${signInForm}`,
      400,
    );
  }
}
