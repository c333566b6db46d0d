import type { ProviderModel } from "@oauth1/descriptor";
import type { Grant, PendingAuthorization, RegisteredConsumer } from "@oauth1/server";
import { html, page, type Html } from "./html.js";

/** The emulator's own pages live under this path, which no provider uses. */
export const PAGES = {
  home: "/-/",
  login: "/-/login",
  apps: "/-/apps",
  connected: "/-/connected",
} as const;

/** The name that the pages go by. */
export type PageModel = Pick<ProviderModel, "name" | "oauth">;

/** Where the emulator begins: what it is, and where to go. */
export function homePage({ name }: PageModel, origin: string): Response {
  return page({
    title: `${name}, emulated`,
    body: html`<h1>${name}, emulated</h1>
      <p class="dim">
        A provider on your own machine, made from its descriptor. Nothing here reaches ${name}.
      </p>
      <ul>
        <li><a href="${PAGES.apps}">Register an app</a></li>
        <li><a href="${PAGES.connected}">Your connected apps</a></li>
      </ul>
      <p><small>${origin}</small></p>`,
  });
}

/** Asks who the user is; afterwards the browser goes on to a local path. */
export function loginPage({ name }: PageModel, continueTo: string): Response {
  return page({
    title: `Log in to ${name}`,
    body: html`<h1>Log in to ${name}</h1>
      <p class="dim">Emulated: any name will do, and there is no password.</p>
      <form method="post" action="${PAGES.login}">
        <input type="hidden" name="continue" value="${continueTo}" />
        <label for="user">Name</label>
        <input
          id="user"
          name="user"
          value="alice"
          required
          maxlength="50"
          pattern="[A-Za-z0-9_]+"
          autocomplete="username"
          autofocus
        />
        <button class="go">Log in</button>
      </form>`,
  });
}

/** What a consent form has to send back. */
export interface ConsentForm {
  readonly action: string;
  readonly token: string;
  readonly formToken: string;
  readonly user: string;
}

/** Names the consumer, says what it asks for, and lets the user allow or deny (RFC 5849 section 2.2). */
export function consentPage(
  { name, oauth }: PageModel,
  { consumer, callback }: PendingAuthorization,
  form: ConsentForm,
): Response {
  const asked = oauth.access.map(({ description }) => html`<li>${description}</li>`);
  return page({
    title: `Allow ${consumer.name}?`,
    body: html`<h1>Allow ${consumer.name} to use your account?</h1>
      <p class="dim">You are logged in to ${name} as <strong>${form.user}</strong>.</p>
      <h2>${consumer.name} asks to</h2>
      <ul>
        ${asked.length === 0 ? html`<li>Act for you with the ${name} API</li>` : asked}
      </ul>
      <p class="dim">
        ${
          callback === "oob"
            ? "You will be shown a PIN to enter in the app."
            : `You will be sent back to ${new URL(callback).host || callback}.`
        }
        The app never learns your password, and you can take this back at any time.
      </p>
      <form method="post" action="${form.action}">
        <input type="hidden" name="oauth_token" value="${form.token}" />
        <input type="hidden" name="form_token" value="${form.formToken}" />
        <button class="go" name="decision" value="approve">Allow</button>
        <button name="decision" value="deny">Deny</button>
      </form>`,
  });
}

/** Shows the verifier of a login without a callback, for the user to carry. */
export function pinPage({ name }: PageModel, verifier: string): Response {
  return page({
    title: "Your PIN",
    body: html`<h1>Enter this PIN in the app</h1>
      <p class="pin">${verifier}</p>
      <p class="dim">
        ${name} shows it once. Give it to no one but the app that you have just allowed.
      </p>`,
  });
}

/** Ends a login without a callback that the user has denied. */
export function deniedPage({ name }: PageModel): Response {
  return page({
    title: "Denied",
    body: html`<h1>You said no</h1>
      <p class="dim">The app gets nothing from ${name}. You can close this page.</p>`,
  });
}

/** Says what is wrong and what to do about it. */
export function problemPage(title: string, explanation: string, status: number): Response {
  return page({
    title,
    status,
    body: html`<h1>${title}</h1>
      <p class="dim">${explanation}</p>`,
  });
}

/** Where a developer registers an app, and reads its credentials once. */
export function appsPage({ name }: PageModel, registered?: RegisteredConsumer): Response {
  return page({
    title: `Apps on ${name}`,
    status: registered === undefined ? 200 : 201,
    body: html`<h1>Register an app with ${name}</h1>
      ${registered === undefined ? undefined : registration(registered)}
      <form method="post" action="${PAGES.apps}">
        <label for="name">Name, as users will read it</label>
        <input id="name" name="name" required maxlength="100" value="My app" />
        <label for="callback">Callback URL, or oob for a PIN</label>
        <input id="callback" name="callback" required value="http://127.0.0.1:3000/callback" />
        <button class="go">Register</button>
      </form>`,
  });
}

function registration({ name, key, secret, callbacks, endpoints }: RegisteredConsumer): Html {
  const rows: readonly (readonly [string, string])[] = [
    ["Consumer key", key],
    ["Consumer secret, shown once", secret],
    ["Callback", callbacks.join(", ")],
    ["Temporary credentials URL", endpoints.temporaryCredentials],
    ["Authorization URL", endpoints.authorization],
    ["Token credentials URL", endpoints.tokenCredentials],
  ];
  return html`<h2>${name} is registered</h2>
    <dl>
      ${rows.map(
        ([term, text]) =>
          html`<dt>${term}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>`;
}

/** What the user has allowed, each with a button to take it back. */
export function connectedPage(
  { name }: PageModel,
  {
    user,
    grants,
    formToken,
  }: { readonly user: string; readonly grants: readonly Grant[]; readonly formToken: string },
): Response {
  const items = grants.map(
    ({ id, consumer, createdAt }) =>
      html`<li>
        <strong>${consumer.name}</strong>
        <small
          >allowed on ${new Date(createdAt * 1000).toISOString().slice(0, 16).replace("T", " at ")}
          UTC</small
        >
        <form method="post" action="${PAGES.connected}">
          <input type="hidden" name="form_token" value="${formToken}" />
          <button name="revoke" value="${id}">Revoke</button>
        </form>
      </li>`,
  );
  return page({
    title: "Connected apps",
    body: html`<h1>Apps that can use your ${name} account</h1>
      <p class="dim">You are logged in as <strong>${user}</strong>.</p>
      ${
        items.length === 0
          ? html`<p>No app is connected.</p>`
          : html`<ul>
              ${items}
            </ul>`
      }`,
  });
}
