import type { Pagination } from "../pagination.js";
import { valueAt } from "../path.js";
import { urlInHeader } from "../query.js";

/**
 * Pages that hold the URL of the next one: at the path `next` in the result, as the value of `nextHeader`, or in the header
 * `Link` (RFC 8288). It is followed on its own origin only.
 *
 * @example
 * const headers = new Headers({ link: '<https://photos.example.net/?page=2>; rel="next"' });
 * linkedPages({ items: "albums" }).next({ headers }); // => { url: "https://photos.example.net/?page=2" }
 * const own = new Headers({ "x-next": "https://photos.example.net/?page=2" });
 * linkedPages({ nextHeader: "x-next", items: "albums" }).next({ headers: own }); // => { url: "https://photos.example.net/?page=2" }
 */
export function linkedPages({
  next,
  nextHeader,
  items,
}: {
  readonly next?: string;
  readonly nextHeader?: string;
  readonly items: string;
}): Pagination {
  return {
    items,
    next({ result, headers }) {
      const url = next === undefined ? urlIn(headers, nextHeader) : valueAt(result, next);
      return typeof url === "string" && url !== "" ? { url } : undefined;
    },
  };
}

function urlIn(headers: Headers, name: string | undefined): string | undefined {
  const value = urlInHeader(headers.get(name ?? "link"));
  return name === undefined ? nextLink(value) : value;
}

function nextLink(header = ""): string | undefined {
  for (const [, url, parameters = ""] of header.matchAll(LINK)) {
    for (const [, name = "", text, word = ""] of parameters.matchAll(PARAMETER)) {
      if (/^rel$/i.test(name) && /(?:^|\s)next(?:\s|$)/i.test(text ?? word)) return url;
    }
  }
  return undefined;
}

// What stands in quotes is taken whole: a title may look like a link, or like a parameter.
const LINK = /<([^<>]*)>((?:"[^"]*"|[^"<])*)/g;

const PARAMETER = /;\s*([^\s;="]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/g;
