import { html, page, type Html } from "../../html.js";
import { callOf } from "./call.js";
import type { Link } from "./memory.js";
import type { Entrance, Partner } from "./partner.js";

/** The name of the consumer's site. */
export const SITE_NAME = "Photo Printer";

/** The first page for somebody who is not signed in. */
export function signInPage(): Response {
  return page({
    title: SITE_NAME,
    body: html`<h1>${SITE_NAME}</h1>
      <p class="dim">
        A site that prints photos which people keep elsewhere. Sign in with any name: the site keeps
        accounts of its own.
      </p>
      <form method="post" action="/signin">
        <label for="user">Your name here</label>
        <input
          id="user"
          name="user"
          value="alice"
          required
          maxlength="50"
          pattern="[A-Za-z0-9_]+"
        />
        <button class="go">Sign in</button>
      </form>`,
  });
}

/** A provider, and what a user has there. */
export interface Row {
  readonly partner: Partner;
  readonly link: Link;
  readonly isPushed: boolean;
}

/** The first page for somebody who is signed in. */
export function homePage(user: string, rows: readonly Row[]): Response {
  const linked = rows.filter(({ link }) => link.account !== undefined);
  const logins = rows.filter(({ partner: { entrance } }) => entrance.kind === "login");
  const [first, second] = logins;
  const isFresh = linked.length === 0 && first !== undefined && second !== undefined;
  return page({
    title: SITE_NAME,
    body: html`<h1>${SITE_NAME}</h1>
      <p class="dim">You are signed in here as <strong>${user}</strong>.</p>
      ${rows.map((row) => section(row))}
      ${isFresh ? linkBoth(first.partner, second.partner) : undefined}
      ${linked.length > 1 ? html`<form method="post" action="/use"><button class="go">Print from both</button></form>` : undefined}
      <form method="post" action="/signout"><button>Sign out here</button></form>`,
  });
}

/** What the API has said. */
export function resultsPage(results: readonly Result[]): Response {
  return page({
    title: "From the API",
    body: html`<h1>From the API</h1>
      ${results.map(
        ({ name, title, text }) =>
          html`<h2>${name}</h2>
            <p>${title}</p>
            <dl>
              <dd>${text}</dd>
            </dl>`,
      )}
      ${BACK}`,
  });
}

/** What one call has brought. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** Says what has gone wrong. */
export function messagePage(title: string, text: string, status: number): Response {
  return page({
    title,
    status,
    body: html`<h1>${title}</h1>
      <p>${text}</p>
      ${BACK}`,
  });
}

const BACK = html`<p><a href="/">Back to ${SITE_NAME}</a></p>`;

function linkBoth(first: Partner, second: Partner): Html {
  return html`<form method="post" action="/link/${first.model.id}">
    <button name="next" value="${second.model.id}">
      Link ${first.model.name} and ${second.model.name}, one after the other
    </button>
  </form>`;
}

function section({ partner, link, isPushed }: Row): Html {
  const { id, name } = partner.model;
  const inner =
    link.account === undefined ? unlinked({ partner, link, isPushed }) : linked(partner);
  const refused = html`<p>${name} has refused the last call.</p>`;
  return html`<section id="${id}">
    <h2>${name}</h2>
    ${link.isRefused === true ? refused : undefined} ${inner}
  </section>`;
}

function linked(partner: Partner): Html {
  const { model, pages } = partner;
  return html`<p>Your account is linked.</p>
    ${useForm(partner, true)} ${form(`/unlink/${model.id}`, html`<button>Unlink</button>`)}
    <p><a href="${pages.connected}">Take the permission back, at ${model.name}</a></p>`;
}

function useForm(partner: Partner, hasAccount: boolean): Html {
  const { id, name } = partner.model;
  const call = callOf(partner, hasAccount);
  if (call === undefined) return html`<p class="dim">No call of ${name} is described.</p>`;
  return form(`/use/${id}`, html`<button class="go">Print from ${name}</button>`);
}

function unlinked(row: Row): Html {
  const { partner, link } = row;
  const waiting = link.pending === undefined ? undefined : whileWaiting(partner);
  return html`${waiting ?? WAYS_IN[partner.entrance.kind](row)}`;
}

// A verifier is typed, or the user's own program makes a call.
function whileWaiting({ model: { id, name, oauth }, entrance }: Partner): Html | undefined {
  if (entrance.kind !== "login") return undefined;
  if (entrance.authorization.method !== "GET")
    return form(`/program/${id}`, html`<button class="go">Let my own program say yes</button>`);
  if (entrance.callback.modes !== "pin" || oauth.revision === "1.0") return undefined;
  return form(
    `/verifier/${id}`,
    html`<label for="verifier">The PIN that ${name} shows</label>
      <input id="verifier" name="verifier" required autocomplete="off" />
      <button class="go">Finish linking</button>`,
  );
}

const WAYS_IN: Readonly<Record<Entrance["kind"], (row: Row) => Html>> = {
  login: ({ partner: { model } }) =>
    form(`/link/${model.id}`, html`<button class="go">Link ${model.name}</button>`),
  "x-auth": ({ partner: { model } }) =>
    form(
      `/password/${model.id}`,
      html`<label for="username">Your name at ${model.name}</label>
        <input id="username" name="username" value="alice" required autocomplete="username" />
        <label for="password">Your password there (any will do)</label>
        <input
          id="password"
          name="password"
          type="password"
          value="emulated"
          required
          autocomplete="current-password"
        />
        <button class="go">Link ${model.name}</button>`,
    ),
  "pre-issued": ({ partner }) => preIssued(partner),
  "pushed-login": ({ partner: { client, callback, model, pages }, isPushed }) => {
    const query = new URLSearchParams({ consumer: client.consumer.key, url: callback });
    return isPushed
      ? form(`/finish/${model.id}`, html`<button class="go">Finish linking</button>`)
      : html`<p>
          <a href="${pages.push}?${query.toString()}">Let ${model.name} send us a verifier</a>, and
          come back here.
        </p>`;
  },
  "two-legged": ({ partner }) =>
    html`<p class="dim">
        ${partner.model.name} knows apps, and no users: nothing has to be linked.
      </p>
      ${useForm(partner, false)}`,
};

function preIssued({ entrance, model: { id, name }, pages }: Partner): Html {
  const isWhole = entrance.kind === "pre-issued" && entrance.composite !== undefined;
  const fields = isWhole
    ? html`<label for="composite">All in one</label>
        <input id="composite" name="composite" required autocomplete="off" />`
    : html`<label for="token">Token</label>
        <input id="token" name="token" required autocomplete="off" />
        <label for="secret">Token secret</label>
        <input id="secret" name="secret" required autocomplete="off" />`;
  const button = html`<button class="go">Link ${name}</button>`;
  return html`<p><a href="${pages.tokens}">Issue a token at ${name}</a>, and paste it here.</p>
    ${form(`/token/${id}`, html`${fields} ${button}`)}`;
}

function form(action: string, inner: Html): Html {
  return html`<form method="post" action="${action}">${inner}</form>`;
}
