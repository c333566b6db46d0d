import type { ProviderModel } from "@oauth1/descriptor";
import { html, page, type Html } from "../html.js";
import { asSomebodyElse } from "./account.js";

/** What the page is about. */
export interface ConsentQuestion {
  /** The app's name. */
  readonly consumer: string;
  /** A URL, `oob`, or the empty text where the user goes back without being sent. */
  readonly callback: string;
  readonly form: {
    readonly action: string;
    readonly token: string;
    readonly formToken: string;
    readonly user: string;
  };
}

/** Names the app, says what it asks for, and lets the user allow or deny (RFC 5849 section 2.2). */
export function consentPage(
  { name, oauth }: Pick<ProviderModel, "name" | "oauth">,
  { consumer, callback, form }: ConsentQuestion,
): Response {
  const asked = oauth.access.map(({ description }) => html`<li>${description}</li>`);
  return page({
    title: `Allow ${consumer}?`,
    body: html`<h1>Allow ${consumer} to use your account?</h1>
      <p class="dim">
        You are logged in to ${name} as <strong>${form.user}</strong>.
        ${asSomebodyElse(form.action)}
      </p>
      <h2>${consumer} asks to</h2>
      <ul>
        ${asked.length === 0 ? html`<li>Act for you with the ${name} API</li>` : asked}
      </ul>
      <p class="dim">
        ${whereTo(callback)} The app never learns your password, and you can take this back at any
        time.
      </p>
      <form method="post" action="${form.action}">
        <input type="hidden" name="oauth_token" value="${form.token}" />
        <input type="hidden" name="form_token" value="${form.formToken}" />
        <button class="go" name="decision" value="approve">Allow</button>
        <button name="decision" value="deny">Deny</button>
      </form>`,
  });
}

function whereTo(callback: string): Html {
  if (callback === "oob") return html`You will be shown a PIN to enter in the app.`;
  if (callback === "") return html`You will go back to the app by yourself.`;
  return html`You will be sent back to
  ${URL.canParse(callback) ? new URL(callback).host || callback : callback}.`;
}
