/** Markup that is ready to be sent: made by `html`, which escapes what it is given. */
export interface Html {
  readonly markup: string;
}

/**
 * Markup from a template. Text is escaped, markup and lists of it are not, `undefined` is nothing. Put text between
 * tags or inside quoted attributes, and a link's address only once you have checked its scheme.
 *
 * @example
 * html`<p title="${'"'}">${"a < b & c"}</p>`; // => { markup: '<p title="&quot;">a &lt; b &amp; c</p>' }
 * html`<ul>${["x", "y"].map((item) => html`<li>${item}</li>`)}</ul>`; // => { markup: "<ul><li>x</li><li>y</li></ul>" }
 */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[] | undefined)[]
): Html {
  const pieces = strings.map((text, at) => text + markupOf(values[at]));
  return { markup: pieces.join("") };
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function markupOf(value: string | Html | readonly Html[] | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string") {
    return value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
  }
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}
