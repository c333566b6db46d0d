import { hex, PROTOCOL, rfc3986, signedWrongly, twice, type Pairs } from "./faulty-signer.js";
import type { SignedWrongly } from "./faulty-signer.js";

const ITEMS = "api.example.com/1/items";

/** Mistakes that show only in requests that are out of the ordinary. */
export const ODD_SIGNATURES: readonly SignedWrongly[] = [
  // What is counted
  ...["q=a%2Bb", "q=a%2bb"].map((text) =>
    signedWrongly(["plus-decoded-twice"], query("q=a%20b"), {
      sent: { ...asWritten(text), protocol: protocol("n+/=") },
    }),
  ),
  signedWrongly(["commas-split"], query("q=a&q=b"), {
    sent: { ...query("q=a%2Cb"), protocol: protocol("n,m") },
  }),
  ...["1699999998", "1700000002"].map((time) =>
    signedWrongly(
      ["timestamp-generated-twice"],
      { protocol: protocol("n", time) },
      { sent: { protocol: protocol("n") }, detail: `signed ${time}` },
    ),
  ),
  signedWrongly(
    ["timestamp-milliseconds"],
    { protocol: protocol("n", "1700000001") },
    { sent: { protocol: protocol("n", "1700000000600") }, detail: "signed 1700000001" },
  ),
  signedWrongly(["array-brackets-dropped"], query("a=1&a=2&b=3"), {
    sent: query("a%5B0%5D=1&a%5B1%5D=2&b%5B%5D=3"),
  }),
  signedWrongly(["array-brackets-dropped"], query("user%5Btags%5D=1"), {
    sent: query("user%5Btags%5D%5B%5D=1"),
  }),
  signedWrongly(["array-index-added"], query("a%5B0%5D=1&b%5B0%5D=2&b%5B1%5D=3"), {
    sent: query("a%5B%5D=1&b=2&b=3"),
  }),
  signedWrongly(["array-index-added"], query("a%5B0%5D=1&b=2&b=3"), {
    sent: query("a%5B%5D=1&b=2&b=3"),
  }),
  signedWrongly(["falsy-values-dropped"], query("q=1"), { sent: query("q=1&r=False&s=0&t=") }),
  signedWrongly(
    ["object-as-text"],
    query("a=%5Bobject%20Object%5D&b=%5B1%2C2%5D&c=%7Bname%7D&d=%7B"),
    {
      sent: query("a=%7B%22n%22%3A1%7D&b=%5B1%2C2%5D&c=%7Bname%7D&d=%7B"),
      detail: "those in JSON",
    },
  ),
  // Their encoding
  signedWrongly(["wire-encoded-again"], query("q=a%3Db%2520c"), { sent: asWritten("q=a=b%20c") }),
  signedWrongly(
    ["separators-not-encoded"],
    { encode: encodeURI },
    { sent: { query: [["q", ";,/?:@&=+$#!*'() é"]] } },
  ),
  // Without a space nobody can tell it from java.net.URLEncoder, and then the title has to fit what is there.
  signedWrongly(
    ["tilde-encoded"],
    { encode: (text) => rfc3986(text).replaceAll("~", "%7E") },
    { sent: query("q=%7Ex") },
  ),
  signedWrongly(
    ["reserved-not-encoded"],
    { encode: encodeURIComponent },
    { sent: { query: [["q", "!*'() é"]] } },
  ),
  signedWrongly(
    ["values-not-encoded"],
    { encode: (text, isName) => (isName ? rfc3986(text) : text) },
    { sent: { query: [["a[]", "b c"]] }, detail: "values" },
  ),
  signedWrongly(
    ["values-encoded-twice"],
    { protocol: twice(protocol("n+/=")) },
    { sent: { protocol: protocol("n+/=") }, detail: "those of the protocol" },
  ),
  ...[
    ["those of the request", rfc3986] as const,
    ["the values of the request", undefined] as const,
  ].map(([detail, encodeName]) =>
    signedWrongly(
      ["values-encoded-twice"],
      { query: twice([["a[]", "x y"]], encodeName), form: twice([["b[]", "v w"]], encodeName) },
      {
        sent: { ...asWritten("a%5B%5D=x+y"), form: [["b[]", "v w"]], protocol: protocol("n+/=") },
        detail,
      },
    ),
  ),
  signedWrongly(
    ["values-encoded-twice"],
    { form: twice([["b[]", "v w"]]) },
    {
      sent: { query: [["a[]", "x y"]], form: [["b[]", "v w"]] },
      detail: "the values of the form",
    },
  ),
  signedWrongly(["values-encoded-twice"], query("a%255B%255D=x&b%5B%5D=y%20z"), {
    sent: query("a%5B%5D=x&b%5B%5D=y%20z"),
    detail: "a[]",
  }),
  ...[["the URI", 1] as const, ["the parameters", 2] as const].map(([detail, raw]) =>
    signedWrongly(
      ["pieces-not-encoded"],
      { piece: (text, index) => (index === raw ? text : rfc3986(text)) },
      { detail },
    ),
  ),
  // The method and the URI
  ...["GET", "PUT", "DELETE", "PATCH", "HEAD"].map((method) =>
    signedWrongly(["method-other"], { method }, { detail: method }),
  ),
  signedWrongly(["method-lower-case"], { method: "Patch" }, { sent: { method: "Patch" } }),
  ...[
    [`https://API.Example.com/1/items`, "https://API.Example.com/1/items"] as const,
    [`HTTPS://API.Example.com:443/1/items`, "https://API.Example.com/1/items"] as const,
    [`https://API.Example.com:8443/1/items`, "https://API.Example.com:8443/1/items"] as const,
    [`https://me:pw@API.Example.com:8443/1/items`, "https://API.Example.com/1/items"] as const,
    [` https://API.Example.com/1/items`, "https://API.Example.com/1/items"] as const,
  ].map(([url, uri]) => signedWrongly(["host-as-written"], { uri: () => uri }, { sent: { url } })),
  signedWrongly(
    ["path-encoded-again"],
    { uri: () => "https://api.example.com/it%27s%20%281%29" },
    { sent: { url: "https://api.example.com/it's%20(1)" }, detail: "more of it" },
  ),
  signedWrongly(
    ["path-as-written"],
    { uri: () => "https://api.example.com/a/../b" },
    { sent: { url: "https://api.example.com/a/../b#top", query: [] } },
  ),
  signedWrongly(
    ["fragment-kept", "query-in-uri"],
    { ...query("q=a%20b"), uri: (url) => url },
    { sent: asWritten("q=a%20b#top") },
  ),
  // The signature
  signedWrongly(["signature-hex"], { write: (text) => hex(text).toUpperCase() }),
  signedWrongly(["signature-line-break"], {
    write: (text) => `${text.slice(0, 20)}\r\n${text.slice(20)}\r\n`,
  }),
  signedWrongly(["signature-line-break", "signature-quoted"], { write: (text) => `"${text}\n"` }),
  signedWrongly(
    ["signature-not-encoded"],
    { write: (text) => text.replaceAll("+", " ") },
    { sent: { protocol: protocol("n17") } },
  ),
];

/** The parameters of a query, and no form: only what is counted plays a part. */
function query(text: string): { readonly query: Pairs; readonly form: Pairs } {
  return { query: [...new URLSearchParams(text)], form: [] };
}

/** A query that is sent as it stands here. */
function asWritten(text: string): {
  readonly url: string;
  readonly query: Pairs;
  readonly form: Pairs;
} {
  return { url: `https://${ITEMS}?${text}`, query: [], form: [] };
}

function protocol(nonce: string, timestamp = "1700000000"): Pairs {
  return PROTOCOL.map(([name, value]) => {
    if (name === "oauth_nonce") return [name, nonce];
    return [name, name === "oauth_timestamp" ? timestamp : value];
  });
}
