import type { Pagination } from "../pagination.js";
import { valueAt } from "../path.js";

/**
 * Pages that hold the URL of the next one: at the path `next` in the result, or in the header `Link` (RFC 8288). It is followed
 * on its own origin only.
 *
 * @example
 * const headers = new Headers({ link: '<https://photos.example.net/?page=2>; rel="next"' });
 * linkedPages({ items: "albums" }).next({ headers }); // => { url: "https://photos.example.net/?page=2" }
 */
export function linkedPages({
  next,
  items,
}: {
  readonly next?: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next({ result, headers }) {
      const url = next === undefined ? nextLink(headers.get("link") ?? "") : valueAt(result, next);
      return typeof url === "string" && url !== "" ? { url } : undefined;
    },
  };
}

function nextLink(header: string): string | undefined {
  for (const [, url, parameters = ""] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (/;\s*rel="?(?:[^";]*\s)?next[\s",;]?/i.test(`${parameters};`)) return url;
  }
  return undefined;
}
