import { html, type Html } from "./html.js";
import { STYLE } from "./style.js";
import type { ConsentProblem, ConsentView, QuestionView, VerifierView } from "./view.js";

/**
 * The pages as this package writes them: plain, without a script, and with nothing from elsewhere. `style` is CSS of the
 * application's behind its own.
 *
 * @example
 * const page = consentDocument({ page: "denied", brand: "Photos", nonce: "n", consumer: { key: "k", name: "<Printer>" } }, "");
 * page.markup.includes("&lt;Printer&gt;"); // => true
 */
export function consentDocument(view: ConsentView, style: string): Html {
  const { title, body } = contentOf(view);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} – ${view.brand}</title>
        <style nonce="${view.nonce}">
          ${{ markup: `${STYLE}${style}` }}
        </style>
      </head>
      <body>
        <main>
          <p class="brand">${view.brand}</p>
          ${body}
        </main>
      </body>
    </html> `;
}

interface Content {
  readonly title: string;
  readonly body: Html;
}

function contentOf(view: ConsentView): Content {
  switch (view.page) {
    case "question":
      return question(view);
    case "verifier":
      return verifier(view);
    case "denied":
      return denied(view.consumer.name);
    case "problem":
      return problem(view.problem);
  }
}

function question(view: QuestionView): Content {
  const { consumer, brand, user, form, mistake } = view;
  return {
    title: `Allow ${consumer.name}?`,
    body: html`<h1>Allow <bdi>${consumer.name}</bdi> to use your account?</h1>
      <p class="dim">
        You are logged in to ${brand} as <strong><bdi>${user.name}</bdi></strong
        >.
      </p>
      ${mistake && html`<p class="mistake" role="alert">${MISTAKES[mistake]}</p>`}
      <form method="post" action="${form.action}">
        ${form.fields.map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        ${scopes(view)}
        <p class="dim">${destination(view)}</p>
        <div class="answers">
          <button class="go" name="decision" value="approve">Allow</button>
          <button name="decision" value="deny">Deny</button>
        </div>
      </form>
      <p class="dim"><bdi>${consumer.name}</bdi> never learns your password.</p>`,
  };
}

const MISTAKES: Readonly<Record<Exclude<QuestionView["mistake"], undefined>, string>> = {
  decision_absent: "That was neither a yes nor a no. Please choose one.",
  scopes_absent: "Nothing is ticked. Tick what you want to allow, or deny.",
};

function scopes({ consumer, brand, scopes: asked, mistake }: QuestionView): Html {
  if (asked.length === 0) {
    return html`<h2><bdi>${consumer.name}</bdi> asks to</h2>
      <ul>
        <li>Act for you with ${brand}</li>
      </ul>`;
  }
  // Whoever has ticked nothing is not to allow everything with the next click.
  const checked = mistake === "scopes_absent" ? undefined : { markup: " checked" };
  const boxes = asked.map(
    ({ name, description }) =>
      html`<li>
        <label>
          <input type="checkbox" name="scope" value="${name}" ${checked} />
          <span>${description}</span>
        </label>
      </li>`,
  );
  return html`<fieldset>
    <legend><bdi>${consumer.name}</bdi> asks to</legend>
    <ul class="scopes">
      ${boxes}
    </ul>
  </fieldset>`;
}

function destination({ callback }: QuestionView): Html {
  if (callback === "oob") return html`If you allow it, you get a PIN to enter in the app.`;
  const { protocol, host } = new URL(callback);
  return /^https?:$/.test(protocol)
    ? html`Either way you go back to <strong class="wire">${host}</strong>.`
    : html`Either way you go back to an app on this device, by
        <strong class="wire">${protocol}</strong>`;
}

function verifier({ consumer, brand, verifier: pin }: VerifierView): Content {
  if (pin === "") {
    return {
      title: "Allowed",
      body: html`<h1>You said yes</h1>
        <p class="dim">Go back to <bdi>${consumer.name}</bdi>. You can close this page.</p>`,
    };
  }
  return {
    title: "Your PIN",
    body: html`<h1>Enter this PIN in <bdi>${consumer.name}</bdi></h1>
      <p class="pin">${pin}</p>
      <p class="dim">
        ${brand} shows it once. Give it to nobody but the app that you have just allowed.
      </p>`,
  };
}

function denied(consumer: string): Content {
  return {
    title: "Denied",
    body: html`<h1>You said no</h1>
      <p class="dim"><bdi>${consumer}</bdi> gets nothing. You can close this page.</p>`,
  };
}

function problem(name: ConsentProblem): Content {
  const [title, explanation] = PROBLEMS[name];
  return {
    title,
    body: html`<h1>${title}</h1>
      <p class="dim">${explanation}</p>`,
  };
}

const PROBLEMS: Readonly<Record<ConsentProblem, readonly [title: string, explanation: string]>> = {
  form_rejected: [
    "This form is not yours",
    "It belongs to another session, or another site has sent it. Nothing was allowed. Go back to the app and start again.",
  ],
  method_rejected: [
    "This is no way to ask",
    "Nothing was allowed. Go back to the app and start again.",
  ],
  token_rejected: [
    "This request is over",
    "It is unknown, it has expired, or it was answered already. Go back to the app: if it is not connected yet, start again there.",
  ],
  unavailable: [
    "Not just now",
    "Something here is out of order for a moment. Load this page again, or go back to the app and start again.",
  ],
};
