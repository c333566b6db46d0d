import type { ProviderModel } from "@oauth1/descriptor";
import type { RegisteredApp } from "../apps.js";
import { FAULTS, type Fault } from "../faults.js";
import { pushesVerifiers } from "../flows/pushed-login.js";
import { html, page, type Html } from "../html.js";
import { asSomebodyElse, CONNECTED } from "./account.js";

type Named = Pick<ProviderModel, "name">;

/** Where developers register apps, issue and push tokens, ask for faults, and begin anew. */
export const DEVELOPER = {
  home: "/-/",
  apps: "/-/apps",
  tokens: "/-/tokens",
  push: "/-/push",
  faults: "/-/faults",
  reset: "/-/reset",
} as const;

/** Where the emulator begins: what it is, and where to go. */
export function homePage(
  { name, oauth }: Pick<ProviderModel, "name" | "oauth">,
  origin: string,
): Response {
  const isPushed = pushesVerifiers({ oauth });
  return page({
    title: `${name}, emulated`,
    body: html`<h1>${name}, emulated</h1>
      <p class="dim">
        A provider on your own machine, made from its descriptor. Nothing here reaches ${name}.
      </p>
      <ul>
        <li><a href="${DEVELOPER.apps}">Register an app</a></li>
        <li><a href="${DEVELOPER.tokens}">Issue a token</a></li>
        ${isPushed ? html`<li><a href="${DEVELOPER.push}">Push a verifier to an app</a></li>` : undefined}
        <li><a href="${DEVELOPER.faults}">Make something go wrong</a></li>
        <li><a href="${CONNECTED}">Your connected apps</a></li>
      </ul>
      <p><small>${origin}</small></p>`,
  });
}

/** Where a developer registers an app, and reads its credentials once. */
export function appsPage(
  { name, oauth }: Pick<ProviderModel, "name" | "oauth">,
  registered?: RegisteredApp,
): Response {
  const { keys } = oauth.consumer;
  return page({
    title: `Apps on ${name}`,
    status: registered === undefined ? 200 : 201,
    body: html`<h1>Register an app with ${name}</h1>
      ${registered === undefined ? undefined : registration(registered)}
      <form method="post" action="${DEVELOPER.apps}">
        <label for="name">Name, as users will read it</label>
        <input id="name" name="name" required maxlength="100" value="My app" />
        <label for="callback">Callback URL, or oob for a PIN</label>
        <input id="callback" name="callback" required value="http://127.0.0.1:3000/callback" />
        ${keys.includes("privateKey") || isKeyed(oauth) ? PUBLIC_KEY : undefined}
        ${keys.includes("liveSession") ? AGREEMENT : undefined}
        <button class="go">Register</button>
      </form>`,
  });
}

const PUBLIC_KEY = html`<label for="publicKey">Public key (PEM)</label>
  <textarea id="publicKey" name="publicKey" required rows="6"></textarea>`;

const AGREEMENT = html`<label for="encryptionKey">Public encryption key (PEM)</label>
  <textarea id="encryptionKey" name="encryptionKey" required rows="6"></textarea>
  <label for="diffieHellman">Diffie-Hellman parameters (PEM, or a prime in hex)</label>
  <textarea id="diffieHellman" name="diffieHellman" required rows="6"></textarea>`;

function isKeyed({ signatureMethods }: ProviderModel["oauth"]): boolean {
  return signatureMethods.some(({ key }) => key === "privateKey");
}

function registration({ name, key, secret, callbacks, endpoints }: RegisteredApp): Html {
  return html`<h2>${name} is registered</h2>
    ${definitions([
      ["Consumer key", key],
      ["Consumer secret, shown once", secret],
      ["Callback", callbacks.join(", ")],
      ...Object.entries(endpoints),
    ])}`;
}

/** Names with their values, on pages that show credentials. */
export function definitions(rows: readonly (readonly [string, string])[]): Html {
  return html`<dl>
    ${rows.map(
      ([term, text]) =>
        html`<dt>${term}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;
}

/** Where a token is issued without a login. */
export function tokensPage(
  { name }: Named,
  {
    user,
    consumers,
    formToken,
    issued,
  }: {
    readonly user: string;
    readonly consumers: readonly { readonly key: string; readonly name: string }[];
    readonly formToken: string;
    readonly issued?: readonly (readonly [string, string])[];
  },
): Response {
  return page({
    title: `Tokens of ${name}`,
    body: html`<h1>Issue a token</h1>
      <p class="dim">
        For <strong>${user}</strong>, without a login. ${asSomebodyElse(DEVELOPER.tokens)}
      </p>
      ${issued === undefined ? undefined : definitions(issued)}
      <form method="post" action="${DEVELOPER.tokens}">
        <input type="hidden" name="form_token" value="${formToken}" />
        ${consumers.map(({ key, name: app }) => html`<button class="go" name="consumer" value="${key}">For ${app}</button>`)}
        ${consumers.length === 0 ? html`<p><a href="${DEVELOPER.apps}">Register an app</a> first.</p>` : undefined}
      </form>`,
  });
}

/** Where a verifier is pushed to an app, which the link to the page may name. */
export function pushPage(
  { name }: Named,
  {
    told,
    consumer = "",
    url = "",
  }: { readonly told?: string; readonly consumer?: string; readonly url?: string },
): Response {
  return page({
    title: `Push from ${name}`,
    body: html`<h1>Push a verifier to an app</h1>
      ${told === undefined ? undefined : html`<p>${told}</p>`}
      <form method="post" action="${DEVELOPER.push}">
        <label for="consumer">Consumer key</label>
        <input id="consumer" name="consumer" required value="${consumer}" />
        <label for="url">The app's URL, which gets key, secret and verifier by POST</label>
        <input id="url" name="url" required value="${url || "http://127.0.0.1:3000/callback"}" />
        <label for="user">The user's name at ${name}</label>
        <input id="user" name="user" required value="alice" />
        <button class="go">Push</button>
      </form>`,
  });
}

/** Which faults there are, and which wait. */
export function faultsPage({ name }: Named, waiting: readonly Fault[]): Response {
  return page({
    title: `Faults of ${name}`,
    body: html`<h1>Make something go wrong</h1>
      <p class="dim">Once, with the next request that it can strike.</p>
      <form method="post" action="${DEVELOPER.faults}">
        ${Object.entries(FAULTS).map(
          ([fault, meaning]) =>
            html`<p><button name="name" value="${fault}">${fault}</button> ${meaning}</p>`,
        )}
      </form>
      <h2>Waiting</h2>
      ${waiting.length === 0 ? html`<p>None.</p>` : undefined}
      <ul>
        ${waiting.map((fault) => html`<li>${waitingText(fault)}</li>`)}
      </ul>`,
  });
}

function waitingText({ name, times, operation }: Fault): string {
  const often = times === 1 ? "once" : `${times} times`;
  return operation === undefined ? `${name}, ${often}` : `${name}, ${often}, for ${operation}`;
}
