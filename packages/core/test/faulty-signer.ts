import type { RequestParts } from "@oauth1/core";
import type { MistakeId, Refused } from "@oauth1/core/diagnose";
import { createHmac } from "node:crypto";

export type Pairs = readonly (readonly [name: string, value: string])[];

/** Each step of a signer that is written from RFC 5849 alone, and shares nothing with this package. */
interface Signer {
  readonly method: string;
  readonly url: string;
  readonly query: Pairs;
  readonly form: Pairs;
  readonly protocol: Pairs;
  readonly encode: (text: string, isName: boolean) => string;
  /** Encodes a piece of the base string: 0 the method, 1 the URI, 2 the parameters. */
  readonly piece: (text: string, index: number) => string;
  readonly uri: (url: string) => string;
  readonly key: (consumer: string, token: string) => string;
  /** What is sent in place of the signature. */
  readonly write: (signature: string) => string;
}

/** A request with a wrong signature, and the mistakes in it. */
export interface SignedWrongly extends Refused {
  readonly ids: readonly MistakeId[];
  readonly detail?: string;
}

export const PROTOCOL: Pairs = [
  ["oauth_consumer_key", "ck"],
  ["oauth_nonce", "8f2bd1c4a06e"],
  ["oauth_signature_method", "HMAC-SHA1"],
  ["oauth_timestamp", "1700000000"],
  ["oauth_token", "tk"],
];

const RIGHT: Signer = {
  method: "POST",
  url: "https://api.example.com/1/items",
  query: [
    ["q", "a b"],
    ["next", "http://x/y"],
    ["n", "7"],
  ],
  form: [
    ["note", "one\r\ntwo"],
    ["flag", "true"],
  ],
  protocol: PROTOCOL,
  encode: rfc3986,
  piece: rfc3986,
  uri: (url) => url.replace(/\?.*/, ""),
  key: (consumer, token) => `${rfc3986(consumer)}&${rfc3986(token)}`,
  write: (text) => text,
};

const MANY: Pairs = Array.from({ length: 160 }, (_, at) => [`p${100 + at}`, "a b ".repeat(10)]);

const BRACKETS = {
  query: [["a[]", "x y"]],
  form: [["b[]", "v w"]],
} as const satisfies Partial<Signer>;

// One coding around another: the inner one shows only when the outer one is undone.
const CODINGS: readonly (readonly [ids: readonly MistakeId[], write: Signer["write"]])[] = [
  [["signature-base64-twice", "signature-encoded-twice"], (text) => rfc3986(btoa(text))],
  [["signature-base64-of-hex", "signature-encoded-twice"], (text) => rfc3986(btoa(hex(text)))],
  [["signature-hex", "signature-line-break"], (text) => `${hex(text)}\n`],
  [["signature-encoded-twice", "signature-line-break"], (text) => rfc3986(`${text}\n`)],
  [["signature-encoded-twice", "signature-not-padded"], (text) => rfc3986(text.replace("=", ""))],
  [["signature-hex", "signature-quoted"], (text) => `"${hex(text)}"`],
];

/** A request, and the signature of somebody who signs another one or in another way. */
export function signedWrongly(
  ids: readonly MistakeId[],
  wrong: Partial<Signer>,
  { sent = {}, detail }: { readonly sent?: Partial<Signer>; readonly detail?: string } = {},
): SignedWrongly {
  const right = { ...RIGHT, ...sent };
  const signer = { ...right, ...wrong };
  const [consumer, token] = ["c+s é/*", "t s~="];
  const parameters = [...signer.query, ...signer.form, ...signer.protocol]
    .map(([name, value]) => `${signer.encode(name, true)}=${signer.encode(value, false)}`)
    .sort();
  const pieces = [signer.method, signer.uri(signer.url), parameters.join("&")];
  const mac = createHmac("sha1", signer.key(consumer, token))
    .update(pieces.map(signer.piece).join("&"))
    .digest("base64");
  return {
    ids,
    ...(detail === undefined ? {} : { detail }),
    request: requestOf(right, signer.write(mac)),
    credentials: { consumer: { secret: consumer }, token: { secret: token } },
  };
}

/** Percent-encoding as RFC 5849 section 3.6 wants it. */
export function rfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Pairs whose values are encoded before they are signed, and the names with them. */
export function twice(pairs: Pairs, encodeName = (name: string): string => name): Pairs {
  return pairs.map(([name, value]) => [encodeName(name), rfc3986(value)]);
}

function note(text: string): Pairs {
  return [
    ["note", text],
    ["flag", "true"],
  ];
}

function plus(text: string): string {
  return rfc3986(text).replaceAll("%20", "+");
}

// As java.net.URLEncoder does.
function urlEncoder(text: string): string {
  return plus(text).replaceAll("~", "%7E").replaceAll("%2A", "*");
}

/** The bytes of base64 in hex. */
export function hex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}

/** Mistakes that the published vectors do not have. */
export const SIGNED_WRONGLY: readonly SignedWrongly[] = [
  ...[...RIGHT.query, ...RIGHT.form].map(([detail]) =>
    signedWrongly(["parameter-left-out"], without(detail), { detail }),
  ),
  signedWrongly(["line-breaks-other"], { form: note("one\ntwo") }, { detail: "LF" }),
  signedWrongly(
    ["line-breaks-other"],
    { form: note("one\r\ntwo") },
    { sent: { form: note("one\ntwo") }, detail: "CR LF" },
  ),
  ...["True", "1"].map((detail) =>
    signedWrongly(
      ["boolean-other-text"],
      {
        form: [
          ["note", "one\r\ntwo"],
          ["flag", detail],
        ],
      },
      { detail },
    ),
  ),
  ...["undefined", "null", "None"].flatMap((text) => [
    signedWrongly(
      ["secret-not-set"],
      { key: (_consumer, token) => `${text}&${rfc3986(token)}` },
      { detail: `the consumer's: ${text}` },
    ),
    signedWrongly(
      ["secret-not-set"],
      { key: (consumer) => `${rfc3986(consumer)}&${text}` },
      { detail: `the token's: ${text}` },
    ),
    signedWrongly(
      ["secret-not-set"],
      { key: () => `${text}&${text}` },
      { detail: `both: ${text}` },
    ),
  ]),
  signedWrongly(
    ["token-not-sent"],
    { key: (consumer) => `${rfc3986(consumer)}&` },
    { sent: { protocol: PROTOCOL.filter(([name]) => name !== "oauth_token") } },
  ),
  signedWrongly(
    ["object-as-text"],
    { form: [["user", "[object Object]"]] },
    {
      sent: {
        form: [
          ["user[name]", "x"],
          ["user[age]", "3"],
        ],
      },
      detail: "those in brackets",
    },
  ),
  signedWrongly(
    ["commas-split"],
    {
      form: [
        ["a", "x"],
        ["a", "y z"],
      ],
    },
    { sent: { form: [["a", "x,y z"]] } },
  ),
  signedWrongly(["key-consumer-secret-alone"], { key: (consumer) => consumer }),
  signedWrongly(
    ["secret-not-encoded"],
    { key: (consumer, token) => `${consumer}&${rfc3986(token)}` },
    { detail: "only that of the consumer" },
  ),
  signedWrongly(
    ["secret-not-encoded"],
    { key: (consumer, token) => `${rfc3986(consumer)}&${token}` },
    { detail: "only that of the token" },
  ),
  ...[plus, urlEncoder].map((encode) =>
    signedWrongly(["secret-form-encoded"], {
      key: (consumer, token) => `${encode(consumer)}&${encode(token)}`,
    }),
  ),
  ...["/", ""].map((path) =>
    signedWrongly(["path-left-out"], { uri: (url) => url.replace("/1/items", path) }),
  ),
  ...["'", '"'].map((quote) =>
    signedWrongly(["signature-quoted"], { write: (text) => `${quote}${text}${quote}` }),
  ),
  // As Python's str() writes bytes.
  signedWrongly(["signature-quoted"], { write: (text) => `b'${text}'` }),
  signedWrongly(
    ["values-encoded-twice"],
    { query: RIGHT.query.map(([name, value]) => [name, name === "q" ? rfc3986(value) : value]) },
    { detail: "q" },
  ),
  signedWrongly(
    ["values-encoded-twice"],
    { query: MANY.map(([name, value]) => [name, name === "p255" ? rfc3986(value) : value]) },
    { sent: { query: MANY, form: [] }, detail: "p255" },
  ),
  signedWrongly(
    ["values-encoded-twice"],
    { query: twice(BRACKETS.query, rfc3986) },
    { sent: BRACKETS, detail: "those of the query" },
  ),
  signedWrongly(
    ["values-encoded-twice"],
    { form: twice(BRACKETS.form, rfc3986) },
    { sent: BRACKETS, detail: "those of the form" },
  ),
  signedWrongly(
    ["values-encoded-twice"],
    { query: twice(BRACKETS.query), form: twice(BRACKETS.form) },
    { sent: BRACKETS, detail: "the values" },
  ),
  signedWrongly(
    ["values-encoded-twice"],
    { query: twice(BRACKETS.query) },
    { sent: BRACKETS, detail: "the values of the query" },
  ),
  signedWrongly(
    ["values-encoded-twice"],
    {
      query: [
        ["q", encodeURIComponent("it's é")],
        ["other", "it's"],
      ],
      form: [],
    },
    {
      sent: {
        query: [
          ["q", "it's é"],
          ["other", "it's"],
        ],
        form: [],
      },
      detail: "those of the request, first with encodeURIComponent",
    },
  ),
  signedWrongly(
    ["reserved-not-encoded", "values-encoded-twice"],
    { encode: (text) => rfc3986(encodeURIComponent(text)) },
    {
      sent: {
        query: [["q", "it's é"]],
        form: [],
        protocol: [...PROTOCOL, ["oauth_callback", "a:b"]],
      },
    },
  ),
  ...CODINGS.map(([ids, write]) => signedWrongly(ids, { write })),
];

function without(left: string): Partial<Signer> {
  const others = (pairs: Pairs): Pairs => pairs.filter(([name]) => name !== left);
  return { query: others(RIGHT.query), form: others(RIGHT.form) };
}

function requestOf(
  { method, url, query, form, protocol }: Signer,
  signature: string,
): RequestParts {
  const text = (pairs: Pairs): string =>
    pairs.map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`).join("&");
  const fields = [...protocol, ["oauth_signature", signature] as const].map(
    ([name, value]) => `${name}="${rfc3986(value)}"`,
  );
  return {
    method,
    url: query.length === 0 ? url : `${url}?${text(query)}`,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `OAuth ${fields.join(", ")}`,
    },
    body: text(form),
  };
}
