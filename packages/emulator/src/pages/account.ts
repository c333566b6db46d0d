import type { ProviderModel } from "@oauth1/descriptor";
import type { Grant } from "@oauth1/server";
import { LOGIN } from "../browser.js";
import { html, page, type Html } from "../html.js";

type Named = Pick<ProviderModel, "name">;

/** Where a user sees and revokes what was allowed. */
export const CONNECTED = "/-/connected";

/** Asks who the user is; afterwards the browser goes on to a local path. */
export function loginPage({ name }: Named, continueTo: string): Response {
  return page({
    title: `Log in to ${name}`,
    body: html`<h1>Log in to ${name}</h1>
      <p class="dim">Emulated: any name will do, and there is no password.</p>
      <form method="post" action="${LOGIN}">
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
        />
        <button class="go">Log in</button>
      </form>`,
  });
}

/** The way to another name, and back to a path of this site. */
export function asSomebodyElse(target: string): Html {
  const login = `${LOGIN}?continue=${encodeURIComponent(target)}`;
  return html`<a href="${login}">Log in as somebody else</a>`;
}

/** What the user has allowed, each with a button to take it back. */
export function connectedPage(
  { name }: Named,
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
        <form method="post" action="${CONNECTED}">
          <input type="hidden" name="form_token" value="${formToken}" />
          <button name="revoke" value="${id}">Revoke</button>
        </form>
      </li>`,
  );
  return page({
    title: "Connected apps",
    body: html`<h1>Apps that can use your ${name} account</h1>
      <p class="dim">You are logged in as <strong>${user}</strong>. ${asSomebodyElse(CONNECTED)}</p>
      ${
        items.length === 0
          ? html`<p>No app is connected.</p>`
          : html`<ul>
              ${items}
            </ul>`
      }`,
  });
}
