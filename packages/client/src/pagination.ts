import { CallError } from "./errors.js";
import { valueAt } from "./path.js";

/** How a list goes on: a value, so that only the kinds that operations use are bundled. */
export interface Pagination<Item = unknown> {
  /** The path in the result to the items. */
  readonly items: string;
  /** What gets the next page; `undefined` at the end. */
  readonly next: (page: Page) => NextPage | undefined;
  /** Only for the type. */
  readonly item?: Item;
}

/** A page that came, and how it was had. */
export interface Page {
  readonly result: unknown;
  readonly items: readonly unknown[];
  /** How many items the first page had that came: as many as a full one. */
  readonly size: number;
  readonly headers: Headers;
  /** What the call was made with. */
  readonly params: ReadonlyMap<string, unknown>;
  /** Whether it has the very items of the page before. */
  readonly isRepeated: () => boolean;
}

/** Parameters to set, or a URL to follow. */
export type NextPage =
  | { readonly params: Readonly<Record<string, unknown>>; readonly url?: undefined }
  | { readonly url: string; readonly params?: undefined };

/**
 * A number that the answer says of the whole list, at a path in the result or in a header; `undefined` where it says none, or
 * something else, such as `-1` or `1,234`.
 *
 * @example
 * countOf({ result: { total: "40" }, headers: new Headers() }, "total", undefined); // => 40
 */
export function countOf(
  { result, headers }: Pick<Page, "result" | "headers">,
  path: string | undefined,
  header: string | undefined,
): number | undefined {
  const said = String(path === undefined ? headers.get(header ?? "-") : valueAt(result, path));
  return /^\d+$/.test(said) ? Number(said) : undefined;
}

/** The error about a list that has no end. */
export function endless(what: string): CallError {
  return new CallError("response_malformed", `${what}, so the list would never end.`);
}

/** Throws a `CallError` for a page that is the one before, of a provider that takes no notice of `parameter`. */
export function demandProgress(page: Page, parameter: string): void {
  if (page.isRepeated()) throw endless(`Another ${parameter} brought the same page again`);
}

/**
 * What gets the next page from here. Throws a `CallError` for a number that JavaScript cannot hold: it has lost digits by then, and
 * would lead to another page.
 *
 * @example
 * nextFrom("cursor", "b26v"); // => { params: { cursor: "b26v" } }
 */
export function nextFrom(parameter: string, value: unknown): NextPage {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  if (!isRounded) return { params: { [parameter]: value } };
  throw new CallError(
    "response_malformed",
    `The next ${parameter} is a number with more digits than JavaScript keeps, so the next page cannot be told.`,
  );
}
