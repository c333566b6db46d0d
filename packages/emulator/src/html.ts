import { html, type Html } from "@oauth1/server/consent";

export { html, type Html };

/**
 * A whole page as an answer. No cache keeps it, nobody frames it, and it loads nothing from anywhere.
 *
 * @example
 * import { html } from "@oauth1/server/consent";
 * const response = page({ title: "Hello", body: html`<p>World</p>`, status: 404 });
 * response.status; // => 404
 * response.headers.get("content-security-policy"); // => "default-src 'none'; style-src 'unsafe-inline'; form-action *; base-uri 'none'; frame-ancestors 'none'"
 */
export function page({
  title,
  body,
  status = 200,
}: {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
}): Response {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `;
  return new Response(document.markup, { status, headers: PAGE_HEADERS });
}

/**
 * Sends the browser elsewhere with a GET.
 *
 * @example
 * seeOther("/-/login").headers.get("location"); // => "/-/login"
 */
export function seeOther(
  location: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const always = { "cache-control": "no-store", "referrer-policy": "no-referrer" };
  return new Response(null, { status: 302, headers: { ...always, ...headers, location } });
}

// `form-action *`, because the browser holds a consent form's redirect to the callback against it. Without any referrer, a form
// would not say its origin either.
const PAGE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action *; base-uri 'none'; frame-ancestors 'none'",
  "content-type": "text/html; charset=utf-8",
  "referrer-policy": "same-origin",
} as const;

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1d2330, #e8eaf0); --dim: light-dark(#5b6475, #a3abbd);
  --ground: light-dark(#f4f5f8, #14171f); --card: light-dark(#fff, #1e222d); --line: light-dark(#d9dde6, #363c4b);
  --go: light-dark(#1f6f43, #4cc083); --go-ink: light-dark(#fff, #0c1a12); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 8vh auto; padding: 2rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; }
h1 { margin: 0 0 .25rem; font-size: 1.4rem; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p, ul, dl { margin: .5rem 0; }
small, .dim { color: var(--dim); }
dt { color: var(--dim); font-size: .875rem; }
dd { margin: 0 0 .5rem; font-family: ui-monospace, monospace; }
label { display: block; margin: 1rem 0 .25rem; }
:is(input, textarea) { width: 100%; padding: .6rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line);
  border-radius: 8px; }
button { margin: 1rem .5rem 0 0; padding: .6rem 1.2rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
button.go { color: var(--go-ink); background: var(--go); border-color: var(--go); }
:is(button, input, textarea, a):focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
.pin { font: 600 2.2rem ui-monospace, monospace; letter-spacing: .15em; }
a { color: inherit; }
li form { display: inline; }
@media (max-width: 40rem) { main { margin: 0; min-height: 100vh; border: 0; border-radius: 0; } }
`;
