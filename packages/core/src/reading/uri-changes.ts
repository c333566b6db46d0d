import type { Target } from "../request.js";

/** What was done to a URL to make the base string URI of it. Closed: a `switch` over it can be exhaustive. */
export type UriChangeKind =
  | "scheme lower-cased"
  | "userinfo dropped"
  | "host lower-cased"
  | "host to ASCII"
  | "default port dropped"
  | "empty path"
  | "path as sent"
  | "query split off"
  | "fragment dropped";

/** One thing that was done to a URL, and why. */
export interface UriChange {
  readonly kind: UriChangeKind;
  /** Empty where showing it could give something away. */
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/**
 * Compares a URL as it was given with what is sent of it (RFC 5849 section 3.4.1.2).
 *
 * @example
 * uriChanges("https://EXAMPLE.com/", sentTarget("https://EXAMPLE.com/"));
 * // => [{ kind: "host lower-cased", from: "EXAMPLE.com", to: "example.com", why: "Letter case means nothing in a host." }]
 */
export function uriChanges(url: string, target: Target): readonly UriChange[] {
  const [, scheme, userinfo, host = "", port = "", path = "", query, fragment] =
    PIECES.exec(String(url).trim()) ?? [];
  const sentHost = target.host.replace(PORT, "");
  const isLowerCased = host.toLowerCase() === sentHost;
  return [
    ...change("scheme lower-cased", scheme, target.scheme),
    ...change("userinfo dropped", userinfo && HIDDEN, ""),
    ...change(isLowerCased ? "host lower-cased" : "host to ASCII", host, sentHost),
    ...change("default port dropped", PORT.test(target.host) ? "" : port, ""),
    ...change(path === "" ? "empty path" : "path as sent", path, target.path),
    ...change("query split off", query, ""),
    ...change("fragment dropped", fragment, ""),
  ];
}

const PORT = /:\d+$/;

const PIECES =
  /^([a-z]+):[/\\]*(?:([^/?#\\]*)@)?(\[[^\]]*\]|[^/?#\\:]*)(:\d*)?([^?#]*)(\?[^#]*)?(#.*)?$/is;

// A user name and a password in front of a host.
const HIDDEN = "[userinfo]@";

const REASONS: Readonly<Record<UriChangeKind, string>> = {
  "scheme lower-cased": "Letter case means nothing in a scheme.",
  "userinfo dropped": "A user name and a password are no part of the host.",
  "host lower-cased": "Letter case means nothing in a host.",
  "host to ASCII": "The host is signed as it is sent in the Host header.",
  "default port dropped": "The port is left out where it is the scheme's own.",
  "empty path": "An empty path is sent as a slash.",
  "path as sent":
    "The URL parser resolves . and .. and encodes what a path cannot hold; what is sent is signed.",
  "query split off": "The parameters of the query are counted with the others.",
  "fragment dropped": "A fragment is never sent.",
};

function change(kind: UriChangeKind, from: string | undefined, to: string): readonly UriChange[] {
  if (from === undefined || from === to) return [];
  return [{ kind, from, to, why: REASONS[kind] }];
}
