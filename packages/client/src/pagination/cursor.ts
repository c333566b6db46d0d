import { nextFrom, type Pagination } from "../pagination.js";
import { valueAt } from "../path.js";

/**
 * Pages that name the next one: `next` is the path in the result to what `parameter` takes, `nextHeader` the header that holds
 * it. An empty value, `0`, `false` and `null` are the end, and so is no header; where every page names a cursor, `more` is the
 * path to what says whether anything comes behind it, which is also ended by `N`, `no` and `F`. A number that JavaScript has rounded is a `CallError` (`response_malformed`).
 *
 * @example
 * const pages = cursorPages({ parameter: "token", next: "meta.next", items: "data" });
 * pages.next({ result: { meta: { next: "b26v" } } }); // => { params: { token: "b26v" } }
 * const counted = cursorPages({ parameter: "page", nextHeader: "x-next-page", items: "" });
 * counted.next({ headers: new Headers({ "X-Next-Page": "3" }) }); // => { params: { page: "3" } }
 * const synced = cursorPages({ parameter: "cursor", next: "cursor", more: "has_more", items: "entries" });
 * synced.next({ result: { cursor: "AAF1", has_more: "N" } }); // => undefined
 */
export function cursorPages({
  parameter,
  next,
  nextHeader,
  more,
  items,
}: {
  readonly parameter: string;
  readonly next?: string;
  readonly nextHeader?: string;
  readonly more?: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next({ result, headers }) {
      const cursor = next === undefined ? headers.get(nextHeader ?? "-") : valueAt(result, next);
      const isLast =
        isNothing(cursor) || (more !== undefined && isNothing(valueAt(result, more), NO));
      return isLast ? undefined : nextFrom(parameter, cursor);
    },
  };
}

function isNothing(value: unknown, nothing = /^(?:0|false)?$/): boolean {
  return nothing.test(String(value ?? ""));
}

// No cursor could be told from the shorter ones.
const NO = /^(?:0|f|false|no?)?$/i;
