import { countOf, demandProgress, type Pagination } from "../pagination.js";

/**
 * Pages by their numbers, from `first` (1 by default), until one is empty: at most as many as the path `pages` or the header
 * `pagesHeader` says, or as hold the number of items that the path `total` or the header `totalHeader` says.
 *
 * @example
 * const pages = numberedPages({ parameter: "page", pages: "pages", items: "albums" });
 * const page = { result: { pages: 2 }, items: [{}], headers: new Headers() };
 * pages.next({ ...page, params: new Map() }); // => { params: { page: 2 } }
 * pages.next({ ...page, params: new Map([["page", 2]]) }); // => undefined
 */
export function numberedPages({
  parameter,
  first = 1,
  pages,
  pagesHeader,
  total,
  totalHeader,
  items,
}: {
  readonly parameter: string;
  readonly first?: number;
  readonly pages?: string;
  readonly pagesHeader?: string;
  readonly total?: string;
  readonly totalHeader?: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next(page) {
      const number = Number(page.params.get(parameter) ?? first);
      const passed = number - first + 1;
      const count = countOf(page, pages, pagesHeader);
      const all = countOf(page, total, totalHeader);
      if (page.items.length === 0 || (count !== undefined && passed >= count)) return undefined;
      if (all !== undefined && passed * page.size >= all) return undefined;
      if (count === undefined) demandProgress(page, parameter);
      return { params: { [parameter]: number + 1 } };
    },
  };
}
