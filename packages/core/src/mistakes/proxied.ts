import { headerValues, type RequestParts } from "../request.js";

/** What a proxy says that a request was sent to, before it passed the request on. */
export interface Proxied {
  readonly hosts: readonly string[];
  /** What a path began with. */
  readonly prefixes: readonly string[];
}

/** No proxy has said anything. */
export const NOT_PROXIED: Proxied = { hosts: [], prefixes: [] };

/**
 * Reads what proxies write about a request: `X-Forwarded-Host` and the `host` of `Forwarded` (RFC 7239), and
 * `X-Forwarded-Prefix`. Of several the first two and no more.
 *
 * @example
 * const headers = { "x-forwarded-host": "API.example.com, edge", "x-forwarded-prefix": "/v1/" };
 * proxiedBy({ headers }); // => { hosts: ["api.example.com", "edge"], prefixes: ["/v1"] }
 */
export function proxiedBy({ headers }: Pick<RequestParts, "headers">): Proxied {
  const listed = (name: string): readonly string[] =>
    (headerValues(headers, name)[0] ?? "").slice(0, MOST_READ).split(",");
  const forwarded = listed("forwarded").map((text) => /\bhost="?([^\s;"]+)/i.exec(text)?.[1] ?? "");
  const hosts = [...listed("x-forwarded-host"), ...forwarded].map((text) => text.toLowerCase());
  const prefixes = listed("x-forwarded-prefix").map((text) => text.trim().replace(/\/$/, ""));
  return {
    hosts: first(hosts, /^[\w.:[\]-]+$/),
    prefixes: first(prefixes, /^\/[^\s?#]+$/),
  };
}

const MOST_READ = 1000;

function first(texts: readonly string[], pattern: RegExp): readonly string[] {
  return texts
    .map((text) => text.trim())
    .filter((text) => pattern.test(text))
    .slice(0, 2);
}
