import type { Pagination } from "../pagination.js";
import { valueAt } from "../path.js";

/**
 * Pages that name the next one: `next` is the path in the result to what `parameter` takes, `nextHeader` the header that holds
 * it. An empty value, `0`, `false` and `null` are the end, and so is no header.
 *
 * @example
 * const pages = cursorPages({ parameter: "token", next: "meta.next", items: "data" });
 * pages.next({ result: { meta: { next: "b26v" } } }); // => { params: { token: "b26v" } }
 * const counted = cursorPages({ parameter: "page", nextHeader: "x-next-page", items: "" });
 * counted.next({ headers: new Headers({ "X-Next-Page": "3" }) }); // => { params: { page: "3" } }
 */
export function cursorPages({
  parameter,
  next,
  nextHeader,
  items,
}: {
  readonly parameter: string;
  readonly next?: string;
  readonly nextHeader?: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next({ result, headers }) {
      const found = next === undefined ? headers.get(nextHeader ?? "-") : valueAt(result, next);
      const cursor = found ?? "";
      return /^(?:0|false)?$/.test(String(cursor))
        ? undefined
        : { params: { [parameter]: cursor } };
    },
  };
}
