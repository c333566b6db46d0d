import type { Pagination } from "../pagination.js";
import { valueAt } from "../path.js";

/**
 * Pages that hold an object at the path `next`, whose members are the next call's parameters.
 *
 * @example
 * const pages = continuedPages({ next: "continue", items: "query.pages" });
 * pages.next({ result: { continue: { from: "B" } } }); // => { params: { from: "B" } }
 */
export function continuedPages({
  next,
  items,
}: {
  readonly next: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next({ result }) {
      const members = Object.entries(valueAt(result, next) ?? {});
      return members.length === 0 ? undefined : { params: Object.fromEntries(members) };
    },
  };
}
