import type { DescribedPagination } from "@oauth1/descriptor";
import { valueAt, withValueAt } from "../json-path.js";
import { cursorIndex, cursorTo, type Cursors } from "./cursors.js";
import { EndlessList, PAGES, type Items } from "./endless-list.js";
import { lettersOf } from "./page-size.js";

/** What a call says about the page that it wants. */
export interface PageRequest extends Items {
  /** A parameter of query or body; the empty text where it is absent. */
  readonly value: (name: string) => string;
  /** What a parameter takes that names a page, and that comes from a path of the result, if it comes from there. */
  readonly taken: (name: string, path: string | undefined) => Omit<Cursors, "example">;
  /** What text at a path of the result can be, where that is described. */
  readonly known: (path: string) => readonly string[];
  /** The call's URL with a parameter of the query set, and without what is signed, as relative as the example is. */
  readonly linkWith: (name: string, value: string, example: unknown) => string;
}

/** One page of a list. */
export interface Page {
  readonly result: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** In the last page, the way to what would name another one. */
  readonly end?: string;
}

/**
 * A page of a list of three, made of the items of one answer; `undefined` for a cursor that is none. Beyond the last page
 * there are no items.
 *
 * @example
 * const pagination = { kind: "cursor", parameter: "cursor", next: "meta.next", items: "data" };
 * const request = { value: () => "page-3", taken: () => ({}), isBare: false, isFree: () => true, known: () => [], linkWith: () => "" };
 * pageOf(pagination, { data: [{ id: "a" }], meta: { next: "b" } }, request).result; // => { data: [{ id: "a-3" }], meta: {} }
 */
export function pageOf(
  pagination: DescribedPagination,
  result: unknown,
  request: PageRequest,
): Page | undefined {
  const field = pagination.kind === "last-item" ? pagination.field : undefined;
  const list = new EndlessList(valueAt(result, pagination.items), field, request);
  switch (pagination.kind) {
    case "cursor":
      return cursorPage(pagination, { result, request, list });
    case "page":
      return numberedPage(pagination, { result, request, list });
    case "offset":
      return offsetPage(pagination, { result, request, list });
    case "last-item":
      return followingPage(pagination, { result, request, list });
    case "link":
      return linkedPage(pagination, { result, request, list });
    case "continuation":
      return continuedPage(pagination, { result, request, list });
  }
}

type Kind<K extends DescribedPagination["kind"]> = Extract<DescribedPagination, { kind: K }>;

interface Turning {
  readonly result: unknown;
  readonly request: PageRequest;
  readonly list: EndlessList;
}

function cursorPage(
  { parameter, next, nextHeader, more, items }: Kind<"cursor">,
  { result, request, list }: Turning,
): Page | undefined {
  const example = next === undefined ? undefined : valueAt(result, next);
  const cursors = cursorsOf(request, { parameter, next, example });
  const index = cursorIndex(request.value(parameter), cursors);
  if (index === undefined) return undefined;
  const isLast = index + 1 >= PAGES;
  const listed = withValueAt(result, items, list.shown(list.page(index)));
  if (more !== undefined) {
    const told = withValueAt(
      listed,
      more,
      said(!isLast, valueAt(result, more), request.known(more)),
    );
    const to = cursorTo(isLast ? index : index + 1, cursors);
    return next === undefined
      ? { result: told, headers: { [nextHeader ?? "-"]: String(to) } }
      : { result: withValueAt(told, next, to), headers: {} };
  }
  const following = isLast ? undefined : cursorTo(index + 1, cursors);
  if (next !== undefined) return leading(listed, next, following);
  return { result: listed, headers: { [nextHeader ?? "-"]: String(following ?? "") } };
}

// As the example says it, or what else is known.
function said(
  isTrue: boolean,
  example: unknown,
  known: readonly string[],
): boolean | number | string {
  if (typeof example === "number") return Number(isTrue);
  if (typeof example !== "string") return isTrue;
  const lower = example.toLowerCase();
  const pair = WORDS.find((words) =>
    [...known, lower].some((one) => words.includes(one.toLowerCase())),
  );
  const word = (pair ?? TRUE_FALSE)[isTrue ? 0 : 1];
  return known.find((one) => one.toLowerCase() === word) ?? inCaseOf(example, word);
}

type YesNo = readonly [yes: string, no: string];

const TRUE_FALSE: YesNo = ["true", "false"];

const WORDS: readonly YesNo[] = [
  TRUE_FALSE,
  ["yes", "no"],
  ["y", "n"],
  ["t", "f"],
  ["on", "off"],
  ["1", "0"],
];

function inCaseOf(example: string, word: string): string {
  if (example === example.toUpperCase()) return word.toUpperCase();
  return /^[A-Z]/.test(example) ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word;
}

function cursorsOf(
  { taken }: Pick<PageRequest, "taken">,
  {
    parameter,
    next,
    example,
  }: {
    readonly parameter: string;
    readonly next: string | undefined;
    readonly example: unknown;
  },
): Cursors {
  const described = taken(parameter, next);
  return { ...described, example, isNumber: typeof example === "number" || described.isNumber };
}

function numberedPage(
  { parameter, first = 1, items, ...told }: Kind<"page">,
  { result, request, list }: Turning,
): Page | undefined {
  const index = wholeNumber(request.value(parameter), first) - first;
  if (!(index >= 0)) return undefined;
  const listed = withValueAt(result, items, list.shown(list.page(index)));
  const { pages, pagesHeader, total, totalHeader } = told;
  const counted = pages === undefined ? listed : withValueAt(listed, pages, PAGES);
  const whole = total === undefined ? counted : withValueAt(counted, total, list.total);
  const beside = pages ?? total ?? items;
  return {
    result: placed(whole, { beside, parameter, at: index + first }),
    headers: {
      ...(pagesHeader !== undefined && { [pagesHeader]: String(PAGES) }),
      ...(totalHeader !== undefined && { [totalHeader]: String(list.total) }),
    },
  };
}

function followingPage(
  { parameter, field, items }: Kind<"last-item">,
  { result, request, list }: Turning,
): Page | undefined {
  const given = request.value(parameter);
  const ends = Array.from({ length: PAGES }, (_, index) =>
    String(valueAt(list.page(index).at(-1), field)),
  );
  const index = given === "" ? 0 : ends.indexOf(given) + 1;
  // Who cannot do without one has one for the first page too.
  if (given !== "" && index === 0 && !request.taken(parameter, undefined).isRequired)
    return undefined;
  return { result: withValueAt(result, items, list.shown(list.page(index))), headers: {} };
}

function offsetPage(
  { parameter, first = 0, total, totalHeader, items }: Kind<"offset">,
  { result, request, list }: Turning,
): Page | undefined {
  const start = wholeNumber(request.value(parameter), first) - first;
  if (!(start >= 0)) return undefined;
  const listed = withValueAt(result, items, list.shown(list.from(start)));
  const whole = total === undefined ? listed : withValueAt(listed, total, list.total);
  const beside = total ?? items;
  return {
    result: placed(whole, { beside, parameter, at: start + first }),
    headers: totalHeader === undefined ? {} : { [totalHeader]: String(list.total) },
  };
}

interface Placing {
  /** The path of what is told of the list. */
  readonly beside: string;
  readonly parameter: string;
  readonly at: number;
}

// Many answers repeat where the page is, beside what they tell of the list.
function placed(result: unknown, { beside, parameter, at }: Placing): unknown {
  const around = beside.slice(0, Math.max(beside.lastIndexOf("."), 0));
  const members = Object.entries(Object(valueAt(result, around)));
  const own = members.find(([one, value]) => isNumeral(value) && isSameName(one, parameter));
  if (own === undefined) return result;
  const path = around === "" ? own[0] : `${around}.${own[0]}`;
  return withValueAt(result, path, typeof own[1] === "string" ? String(at) : at);
}

function isSameName(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other);
}

function isNumeral(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && /^[0-9]+$/.test(value));
}

function linkedPage(
  { next, nextHeader, items }: Kind<"link">,
  { result, request, list }: Turning,
): Page | undefined {
  const index = wholeNumber(request.value(LINK_PARAMETER), 1) - 1;
  if (!(index >= 0)) return undefined;
  const isLast = index + 1 >= PAGES;
  const example = next === undefined ? undefined : valueAt(result, next);
  const url = isLast ? undefined : request.linkWith(LINK_PARAMETER, String(index + 2), example);
  const listed = withValueAt(result, items, list.shown(list.page(index)));
  if (next !== undefined) return leading(listed, next, url);
  if (url === undefined) return { result: listed, headers: {} };
  const header =
    nextHeader === undefined ? { link: `<${url}>; rel="next"` } : { [nextHeader]: url };
  return { result: listed, headers: header };
}

const LINK_PARAMETER = "page";

function continuedPage(
  { next, items }: Kind<"continuation">,
  { result, request, list }: Turning,
): Page | undefined {
  const example = valueAt(result, next);
  const members = typeof example === "object" && example !== null ? Object.keys(example) : [];
  const parameter = members.at(-1) ?? "continue";
  const cursors = cursorsOf(request, {
    parameter,
    next: `${next}.${parameter}`,
    example: valueAt(example, parameter),
  });
  const index = cursorIndex(request.value(parameter), cursors);
  if (index === undefined) return undefined;
  const listed = withValueAt(result, items, list.shown(list.page(index)));
  const following =
    index + 1 >= PAGES ? undefined : withValueAt(example, parameter, cursorTo(index + 1, cursors));
  return leading(listed, next, following);
}

function leading(listed: unknown, next: string, following: unknown): Page {
  const page = { result: withValueAt(listed, next, following), headers: {} };
  return following === undefined ? { ...page, end: next } : page;
}

function wholeNumber(text: string, fallback: number): number {
  return text === "" ? fallback : /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
}
