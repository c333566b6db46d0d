import { authorizationOf, protocolPairs } from "../by-hand.js";

/** HTTP methods, those that the endpoints do not take before all. */
export const METHODS: readonly string[] = [
  "GET",
  "POST",
  "HEAD",
  "PUT",
  "DELETE",
  "OPTIONS",
  "PATCH",
  "PROPFIND",
  "TRACE",
];

/** Headers that somebody along the way may listen to. */
export const HEADERS: readonly string[] = [
  ...["Authorization", "authorization", "Content-Type", "Cookie", "Origin", "X-Forwarded-Host"],
  ...["X-Forwarded-Proto", "Accept", "Referer", "Content-Encoding", "Sec-Fetch-Site", "Range"],
  ...["X-HTTP-Method-Override", "__proto__", "constructor"],
];

/** Names of an application's own parameters. */
export const OWN_NAMES: readonly string[] = [
  ...[
    "scope",
    "realm",
    "x_auth_mode",
    "token",
    "decision",
    "oauth",
    "a[0]",
    "a[b]",
    "length",
    "\0",
  ],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", ""],
];

/** Names that begin as the protocol's do. */
export const PROTOCOL_NAMES: readonly string[] = [
  ...[
    "oauth_token",
    "oauth_nonce",
    "oauth_callback",
    "oauth_verifier",
    "oauth_signature",
    "oauth_",
  ],
  ...["oauth_body_hash", "oauth_session_handle"],
];

/** Texts that are known to hurt. */
export const TEXTS: readonly string[] = [
  ...["", "oob", "%", "%zz", "%00", "%C0%AF", "%ED%A0%80", "\0", "ü", "☃", "\u202e", "__proto__"],
  ...[
    "null",
    "-1",
    "1e999",
    "NaN",
    "9".repeat(400),
    "x".repeat(9000),
    "%".repeat(3000),
    "[".repeat(3000),
  ],
  ...[
    "https://a.example/",
    "javascript:alert(1)",
    "http://[::1",
    "http://a\\b",
    "//",
    "http://%zz/",
  ],
  ...["{", "{}", "[]", "null", '{"method":1}', '{"method":"GET","url":"x","headers":{"a":[]}}'],
  ...['{"method":"GET","url":"http://x","headers":[["authorization","OAuth"]],"scopes":[{}]}'],
  ...[
    "' OR 1=1 --",
    "$gt",
    "../../etc/passwd",
    "{{7*7}}",
    "\ufeff",
    "𝒳".repeat(40),
    "approve",
    "deny",
  ],
];

/** Values of an Authorization header. */
export const CREDENTIALS: readonly string[] = [
  ...[
    "OAuth",
    "OAuth ",
    "OAuth ,,,",
    'OAuth a="',
    'OAuth a="\\',
    'OAuth =""',
    "OAuth realm=",
    "oauth a=b",
  ],
  ...[
    'OAuth realm="a", realm="b"',
    'OAuth oauth_token="%zz"',
    "Bearer x",
    "Basic",
    'OAuth "="',
    "OAuth \t",
  ],
  authorizationOf(protocolPairs("nobody", 1)),
  authorizationOf([...protocolPairs("nobody", 1, "x"), ["oauth_signature", "%FF%00"]]),
];

/** Values of a Content-Type header. */
export const TYPES: readonly string[] = [
  ...["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16"],
  ...[
    "APPLICATION/X-WWW-FORM-URLENCODED;",
    "application/json",
    "multipart/form-data",
    "text/plain",
    ";",
  ],
];
