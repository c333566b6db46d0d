import type { Pagination } from "../pagination.js";
import { valueAt } from "../path.js";

/**
 * Pages that name the next one: `next` is the path in the result to what `parameter` takes. An empty value, `0` and `null`
 * are the end.
 *
 * @example
 * const pages = cursorPages({ parameter: "token", next: "meta.next", items: "data" });
 * pages.next({ result: { meta: { next: "b26v" } } }); // => { params: { token: "b26v" } }
 */
export function cursorPages({
  parameter,
  next,
  items,
}: {
  readonly parameter: string;
  readonly next: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next({ result }) {
      const cursor = valueAt(result, next) ?? "";
      return /^0?$/.test(String(cursor)) ? undefined : { params: { [parameter]: cursor } };
    },
  };
}
