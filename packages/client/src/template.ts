import type { VariableDescription } from "./description.js";

/** What the templates of a client are filled with. */
export interface TemplateValues {
  /** What the app has given, by name. */
  readonly given: ReadonlyMap<string, unknown>;
  readonly described: Readonly<Record<string, VariableDescription>>;
}

/**
 * Fills a URL template: `{name}` stands for a variable, `{name|lower|hyphen}` for one in lower case with hyphens for
 * underscores. A variable at the beginning is an absolute URL, any other a piece of a host's or path segment's name, which it
 * cannot leave. Throws a TypeError for a value that is missing, or does not fit.
 *
 * @example
 * const values = { given: new Map([["account", "TSTDRV_7"]]), described: {} };
 * expandUrl("https://{account|lower|hyphen}.example.net/{account}", values); // => "https://tstdrv-7.example.net/TSTDRV_7"
 */
export function expandUrl(template: string, values: TemplateValues): string {
  return expand(template, values, (name, text, at) => {
    if (at === 0 && isBaseUrl(text)) return text.replace(/\/+$/, "");
    if (at > 0 && NAME.test(text)) return text;
    const wanted =
      at === 0 ? "an absolute URL without a query" : "made of letters, digits and .-_~";
    throw new TypeError(`The variable ${name} is ${JSON.stringify(text)}: it has to be ${wanted}.`);
  });
}

/**
 * Fills a template that is no URL, such as a realm.
 *
 * @example
 * expandText("{account}", { given: new Map([["account", "TSTDRV_7"]]), described: {} }); // => "TSTDRV_7"
 */
export function expandText(template: string, values: TemplateValues): string {
  return expand(template, values, (_, text) => text);
}

/**
 * Whether text is an absolute URL that paths can follow: without a name, a query or a fragment.
 *
 * @example
 * isBaseUrl("https://photos.example.net/v1"); // => true
 * isBaseUrl("https://photos.example.net/?v=1"); // => false
 */
export function isBaseUrl(text: string): boolean {
  return /^https?:\/\/[\w.:[\]-]+(?:\/[^?#\s\\]*)?$/.test(text);
}

const PLACEHOLDER = /\{(\w+)((?:\|\w+)*)\}/g;
const NAME = /^(?!\.+$)[\w.~-]+$/;

function expand(
  template: string,
  values: TemplateValues,
  fitting: (name: string, text: string, at: number) => string,
): string {
  return template.replace(PLACEHOLDER, (_, ...[name, changes, at]: [string, string, number]) => {
    const { said, meant } = valueOf(name, values);
    const text = meant ?? fitting(name, said, at);
    return changes
      .split("|")
      .reduce((changed, change) => CHANGES.get(change)?.(changed) ?? changed, text);
  });
}

const CHANGES: ReadonlyMap<string, (text: string) => string> = /* @__PURE__ */ new Map([
  ["lower", (text: string) => text.toLowerCase()],
  ["hyphen", (text: string) => text.replaceAll("_", "-")],
]);

// What a description says for a value may be anything; what an app says is checked.
function valueOf(
  name: string,
  { given, described }: TemplateValues,
): { readonly said: string; readonly meant?: string | undefined } {
  const { values, default: fallback } = new Map(Object.entries(described)).get(name) ?? {};
  const said = given.get(name) ?? fallback;
  if (typeof said !== "string") {
    throw new TypeError(
      `The client needs the variable ${name}: give it in the option \`variables\`.`,
    );
  }
  if (values === undefined) return { said };
  const meant = new Map(Object.entries(values)).get(said);
  if (meant !== undefined) return { said, meant };
  throw new TypeError(
    `The variable ${name} is ${JSON.stringify(said)}: it has to be one of ${Object.keys(values).join(", ")}.`,
  );
}
