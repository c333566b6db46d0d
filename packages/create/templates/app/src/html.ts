import { CALLBACK, KEYS, NAME, REGISTRATION } from "./provider.ts";
import { setting } from "./settings.ts";

/** Markup in which every value is escaped. */
export interface Html {
  readonly markup: string;
}

/** Writes markup: html`<p>${text}</p>`. A value that is markup itself stays as it is. */
export function html(strings: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const texts = values.map((value) => [value].flat().map(escaped).join(""));
  return { markup: String.raw({ raw: strings }, ...texts) };
}

/** A whole page as an answer. It loads nothing from anywhere, and no cache keeps it. */
export function page(body: Html, status = 200): Response {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${NAME}</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <main>${body}</main>
        ${process.env.EMULATED_ORIGINS === undefined ? "" : emulated()}
      </body>
    </html>`;
  return new Response(document.markup, { status, headers: HEADERS });
}

/** An answer of the API, for people. */
export function answer(value: unknown): Html {
  const text = typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
  return html`<pre tabindex="0">${text}</pre>`;
}

function emulated(): Html {
  const callback = CALLBACK === "" ? "" : `, with the callback ${setting("APP_URL")}${CALLBACK}`;
  return html`<footer>
    <strong>${NAME} is emulated.</strong> Set ${KEYS.join(", ")} in <code>.env</code> to use the
    real one. Register your app at <a href="${REGISTRATION}">${REGISTRATION}</a>${callback}.
  </footer>`;
}

function escaped(value: string | Html): string {
  if (typeof value !== "string") return value.markup;
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  "content-type": "text/html; charset=utf-8",
  "referrer-policy": "same-origin",
};

const STYLE = `
:root { color-scheme: light dark; --dim: light-dark(#5b6475, #a3abbd); --line: light-dark(#d9dde6, #363c4b);
  --go: light-dark(#1f6f43, #4cc083); --go-ink: light-dark(#fff, #0c1a12); }
* { box-sizing: border-box; }
body { max-width: 38rem; margin: 8vh auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { max-height: 24rem; overflow: auto; padding: 1rem; font-size: .8rem; border: 1px solid var(--line); border-radius: 8px; }
label { display: block; margin: 1rem 0 .25rem; }
input { width: 100%; padding: .6rem; font: inherit; border: 1px solid var(--line); border-radius: 8px; }
button, .button { display: inline-block; margin: 1rem 0; padding: .6rem 1.2rem; font: inherit; text-decoration: none;
  color: inherit; background: none; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
.go { color: var(--go-ink); background: var(--go); border-color: var(--go); }
:is(a, button, input, pre):focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
footer { margin-top: 3rem; padding-top: 1rem; color: var(--dim); font-size: .875rem; border-top: 1px solid var(--line); }
footer a { color: inherit; overflow-wrap: anywhere; }
`;
