import { countOf, demandProgress, type Pagination } from "../pagination.js";

/**
 * Pages by how many items come before them, counted from `first` (0 by default): until there are as many as the path `total` or
 * the header `totalHeader` says, and otherwise until one is empty.
 *
 * @example
 * const pages = offsetPages({ parameter: "start", total: "total", items: "issues" });
 * const page = { result: { total: 3 }, items: [{}, {}], headers: new Headers() };
 * pages.next({ ...page, params: new Map() }); // => { params: { start: 2 } }
 * pages.next({ ...page, params: new Map([["start", 2]]) }); // => undefined
 */
export function offsetPages({
  parameter,
  first = 0,
  total,
  totalHeader,
  items,
}: {
  readonly parameter: string;
  readonly first?: number;
  readonly total?: string;
  readonly totalHeader?: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next(page) {
      const offset = Number(page.params.get(parameter) ?? first) + page.items.length;
      const count = countOf(page, total, totalHeader);
      const isEnd = page.items.length === 0 || (count !== undefined && offset - first >= count);
      if (isEnd) return undefined;
      if (count === undefined) demandProgress(page, parameter);
      return { params: { [parameter]: offset } };
    },
  };
}
