import { loginHandler } from "@oauth1/client/login-handler";
import { html, page } from "./html.ts";
import { connect, NAME } from "./provider.ts";
import { signIn } from "./session.ts";
import { setting } from "./settings.ts";

/** Where a login begins, and where the provider sends the user back to. */
export const signInRoutes = { "GET /login": logIn, "GET /callback": logIn };

/** What a visitor sees who is not signed in. */
export const signInForm = html`<p><a class="button go" href="/login">Sign in with ${NAME}</a></p>`;

// Between the two, the temporary credentials wait in an encrypted cookie.
function logIn(request: Request): Promise<Response> {
  const handler = loginHandler({
    client: connect(),
    callbackUrl: `${setting("APP_URL")}/callback`,
    key: setting("SESSION_SECRET"),
    // Here you would look up the user, or make one.
    onLogin: (account, _request, returnTo) => signIn(account, returnTo),
    onError(error) {
      // Why is for whoever runs the app, and not for whoever visits it. It holds no secret.
      console.error(JSON.stringify(error));
      return page(
        html`<h1>You are not signed in</h1>
          <p>Signing in with ${NAME} did not work out.</p>
          ${signInForm}`,
        400,
      );
    },
  });
  return handler(request);
}
