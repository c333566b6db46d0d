import { decode, encode, encodeWire } from "../percent.js";
import { DEFAULT_PORTS, receivedTarget } from "../request.js";
import { ownIn, withoutOwn } from "./counting.js";
import type { Uri } from "./draft.js";
import { rare, type Change, type KnownMistake } from "./mistake.js";

/** Mistakes in the method and the URI (RFC 5849 sections 3.4.1.1 and 3.4.1.2), the likeliest first. */
export const TARGET_MISTAKES: readonly KnownMistake[] = [
  {
    id: "http-for-https",
    title: "The URI is signed with http, but the request went out with https",
    advice:
      "Sign the URL that the client used. Behind a proxy that ends TLS, take the scheme from its configuration.",
    apply: ({ uri }) => (uri.scheme === "https" ? withScheme(uri, "http") : []),
  },
  {
    id: "https-for-http",
    title: "The URI is signed with https, but the request went out with http",
    advice:
      "Sign the URL that the request is sent to, and send it there: to https, if it is meant.",
    apply: ({ uri }) => (uri.scheme === "http" ? withScheme(uri, "https") : []),
  },
  {
    id: "query-in-uri",
    title: "The query is left in the URI of the base string",
    advice: "The URI ends where the query starts; the parameters of the query count as parameters.",
    apply: ({ uri, fields, sent }) => {
      const query = sent.target.query.split("&").filter(ownIn(fields, "query")).join("&");
      if (query === "") return [];
      const withQuery = { ...uri, tail: `?${query}` };
      const only = {
        uri: withQuery,
        fields: withoutOwn(fields, "query"),
        detail: "and not counted",
      };
      return [{ uri: withQuery }, ...rare([only])];
    },
  },
  {
    id: "default-port-kept",
    title: "The default port is left in the URI",
    advice: "Leave out `:443` with https and `:80` with http.",
    apply: ({ uri }) => {
      const other = uri.scheme === "https" ? "http" : "https";
      return [
        { uri: withPortOf(uri, uri.scheme) },
        ...rare([{ uri: withPortOf(uri, other), detail: `that of ${other}` }]),
      ];
    },
  },
  {
    id: "port-dropped",
    title: "The port is missing from the URI",
    advice: "Leave out a port only where it is the scheme's own: 443 with https, 80 with http.",
    apply: ({ uri }) => [{ uri: { ...uri, host: uri.host.replace(PORT, "") } }],
  },
  {
    id: "trailing-slash-missing",
    title: "The path is signed without the slash at its end",
    advice: "Sign the path as it is sent; where there is none, it is `/`.",
    apply: ({ uri }) =>
      uri.path.endsWith("/") ? [{ uri: { ...uri, path: uri.path.slice(0, -1) } }] : [],
  },
  {
    id: "trailing-slash-added",
    title: "The path is signed with a slash at its end that is not sent",
    advice: "Sign the path as it is sent: `/a` and `/a/` are two paths.",
    apply: ({ uri }) => (uri.path.endsWith("/") ? [] : [{ uri: { ...uri, path: `${uri.path}/` } }]),
  },
  {
    id: "host-as-written",
    title: "The host is signed in upper case or otherwise than it is sent",
    advice: "Lower-case the host, and write international names in punycode.",
    apply: ({ uri, sent: { url } }) => [
      ...writtenHost(url).map((host) => ({ uri: { ...uri, host } })),
      ...rare([{ uri: { ...uri, host: uri.host.toUpperCase() }, detail: "in upper case" }]),
    ],
  },
  {
    id: "host-other",
    title: "The host is signed that the client has used, before a proxy changed it",
    advice:
      "Verify with the host that clients use: take it from the configuration, or from a proxy that you trust.",
    apply: ({ uri, sent: { proxied } }) =>
      proxied.hosts.map((host) => ({
        uri: { ...uri, host: host.replace(/:(?:80|443)?$/, "") },
        detail: host,
      })),
  },
  {
    id: "path-prefix-stripped",
    title: "The path is signed with a beginning that a proxy has taken off",
    advice:
      "Verify with the path that clients use: put the prefix back that the proxy takes off, or let it keep the path.",
    apply: ({ uri, sent: { proxied } }) =>
      proxied.prefixes.map((prefix) => ({
        uri: { ...uri, path: `${prefix}${uri.path}` },
        detail: prefix,
      })),
  },
  {
    id: "path-as-written",
    title: "The path is signed as it was written, not as it is sent",
    advice:
      "HTTP clients resolve `.` and `..` and encode spaces and letters beyond ASCII: sign the path that goes out.",
    apply: ({ uri, sent: { url } }) => {
      const path = receivedTarget(url.replace(/#.*/s, ""))?.path;
      return path === undefined ? [] : [{ uri: { ...uri, path } }];
    },
  },
  {
    id: "path-decoded",
    title: "The path is decoded in the URI",
    advice: "Sign the path as it is sent, with its escapes.",
    apply: ({ uri }) => [{ uri: { ...uri, path: decode(uri.path) } }],
  },
  {
    id: "path-encoded-again",
    title: "The path is encoded differently in the URI than it is sent",
    advice: "Sign the path as it is sent. The base string encodes it once more as a whole.",
    apply: ({ uri }) => [
      { uri: { ...uri, path: bySegment(uri.path, encode) }, detail: "once too often" },
      ...rare([{ uri: { ...uri, path: bySegment(uri.path, encodeWire) }, detail: "more of it" }]),
    ],
  },
  {
    id: "path-left-out",
    title: "The path is missing from the URI",
    advice: "Sign the whole path: behind a router or a mounted handler it is the one that is sent.",
    apply: ({ uri }) =>
      uri.path === "/"
        ? []
        : [{ uri: { ...uri, path: "/" } }, ...rare([{ uri: { ...uri, path: "" } }])],
  },
  {
    id: "path-lower-case",
    title: "The path is signed in lower case",
    advice: "Only scheme and host are lower-cased; the path stays as it is sent.",
    apply: ({ uri }) => rare([{ uri: { ...uri, path: uri.path.toLowerCase() } }]),
  },
  {
    id: "www-differs",
    title: "The host is signed with or without `www.`, other than it is sent",
    advice: "Sign the host that the request is sent to, after any redirect.",
    apply: ({ uri }) => {
      const host = uri.host.startsWith("www.") ? uri.host.slice(4) : `www.${uri.host}`;
      return [{ uri: { ...uri, host } }];
    },
  },
  {
    id: "fragment-kept",
    title: "The fragment is left in the URI",
    advice: "A fragment is never sent: cut the URL before its `#`.",
    apply: ({ uri, sent: { url } }) => {
      const [fragment = ""] = /#.*/s.exec(url) ?? [];
      return [{ uri: { ...uri, tail: `${uri.tail}${fragment}` } }];
    },
  },
  {
    id: "method-other",
    title: "Another method is signed than the one that is sent",
    advice:
      "Sign the method of the request line. A method override, a redirect or a default in the client may have changed it.",
    apply: ({ verb }) => [...otherThan(verb, LIKELY_VERBS), ...rare(otherThan(verb, VERBS))],
  },
  {
    id: "method-lower-case",
    title: "The method is not in upper case",
    advice: "The base string has the method in upper case.",
    apply: ({ verb, sent }) => [{ verb: verb.toLowerCase() }, { verb: sent.verb }],
  },
];

// A redirect makes GET of any method, a method override starts from POST, and both are defaults of clients.
const LIKELY_VERBS = ["GET", "POST"] as const;

const VERBS = ["PUT", "DELETE", "PATCH", "HEAD"] as const;

function otherThan(verb: string, verbs: readonly string[]): readonly Change[] {
  return verbs.filter((other) => other !== verb).map((other) => ({ verb: other, detail: other }));
}

const PORT = /:\d*$/;

// Behind a proxy that ends TLS, some take the scheme from one side of it and the port from the other.
function withScheme(uri: Uri, scheme: "http" | "https"): readonly Change[] {
  const changed = { ...uri, scheme };
  const detail = `and with the port of ${uri.scheme}`;
  return [{ uri: changed }, ...rare([{ uri: withPortOf(changed, uri.scheme), detail }])];
}

function withPortOf(uri: Uri, scheme: string): Uri {
  return { ...uri, host: `${uri.host.replace(PORT, "")}${DEFAULT_PORTS[scheme] ?? ""}` };
}

// Userinfo stays out: a password has no place in a diagnosis.
function writtenHost(url: string): readonly string[] {
  const [, host] = /^\s*[a-z]+:\/\/(?:[^/?#]*@)?([^/?#\s]+)/i.exec(url) ?? [];
  if (host === undefined) return [];
  return [host.replace(/:(?:80|443)?$/, ""), host.replace(PORT, "")];
}

function bySegment(path: string, write: (segment: string) => string): Uri["path"] {
  return path.split("/").map(write).join("/");
}
