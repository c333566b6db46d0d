import { demandProgress, nextFrom, type Pagination } from "../pagination.js";
import { valueAt } from "../path.js";

/**
 * Pages that go on after the last item of the one before: `field` is the path in an item to what `parameter` takes. A page
 * without items is the end. A number that JavaScript has rounded is a `CallError` (`response_malformed`).
 *
 * @example
 * const pages = lastItemPages({ parameter: "before", field: "id", items: "albums" });
 * const page = { items: [{ id: 9 }, { id: 7 }], isRepeated: () => false };
 * pages.next(page); // => { params: { before: 7 } }
 * pages.next({ ...page, items: [] }); // => undefined
 */
export function lastItemPages({
  parameter,
  field,
  items,
}: {
  readonly parameter: string;
  readonly field: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next(page) {
      const value = valueAt(page.items.at(-1), field) ?? undefined;
      if (value === undefined) return undefined;
      demandProgress(page, parameter);
      return nextFrom(parameter, value);
    },
  };
}
