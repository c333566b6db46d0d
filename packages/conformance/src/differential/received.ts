import {
  baseString,
  baseStringUri,
  normalize,
  parseAuthorization,
  parseForm,
  receivedTarget,
  verify,
  type RequestParts,
} from "@oauth1/core";
import { bodyText, hasForm, type Case, type Stages } from "./case.js";
import { oddUrl, oddlyEncoded, plainText, wireForm } from "./hostile.js";
import { keyOf, METHODS } from "./methods.js";
import type { Random } from "./random.js";

/** A request that some client might send. It carries every protocol parameter but the signature. */
export function receivedCase(random: Random, id: number, hash: Case["hash"]): Case {
  const protocol = protocolParameters(random, hash);
  const place = random.pick(["header", "header", "query", "body"] as const);
  const pairs = protocol.map(([name, value]) => `${name}=${oddlyEncoded(random, value)}`).join("&");
  const url = oddUrl(random);
  const content = place === "body" ? `${wireForm(random)}&${pairs}` : bodyOf(random);
  return {
    id,
    direction: "received",
    method: random.pick(["GET", "get", "POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "x!*'y"]),
    url: place === "query" ? `${url}${url.includes("?") ? "&" : "?"}${pairs}` : url,
    hash,
    consumerSecret: plainText(random),
    tokenSecret: random.pick([plainText(random), ""]),
    ...(place === "header" && { authorization: header(random, protocol) }),
    ...(content !== undefined && { body: bytes(random, content) }),
    ...(content !== undefined && {
      contentType: place === "body" ? FORM : random.pick(CONTENT_TYPES),
    }),
  };
}

/** What our stages of verifying make of it, in the order of the pipeline. */
export function ourStages(given: Case): Stages {
  const target = receivedTarget(given.url);
  if (target === undefined) throw new TypeError(`Our receivedTarget cannot read ${given.url}.`);
  const authorization = parseAuthorization(given.authorization ?? "");
  if (authorization?.ok === false) throw new TypeError(authorization.advice);
  const parameters = [
    ...parseForm(target.query),
    ...parseForm(hasForm(given) ? bodyText(given) : ""),
    ...(authorization?.parameters ?? []),
  ].filter(([name]) => name !== "oauth_signature");
  const normalized = normalize(parameters);
  const uri = baseStringUri(target);
  const base = baseString(given.method, uri, normalized);
  const signature = METHODS[given.hash].sign(base, keyOf(given));
  if (typeof signature !== "string") throw new TypeError("This platform signs asynchronously.");
  return { normalized, uri, base, signature };
}

/** What `verify` says of the request when it carries that signature. */
export async function ourVerdict(given: Case, signature: string): Promise<string> {
  const { consumerSecret, tokenSecret } = given;
  const keys = { consumer: { secret: consumerSecret }, token: { secret: tokenSecret } };
  const limits = { header: 2 ** 16, parameters: 1000, parameter: 2 ** 16 };
  const verdict = await verify(signedParts(given, signature), () => keys, {
    methods: [METHODS[given.hash]],
    limits,
  });
  return verdict.ok ? "ok" : `${verdict.problem} ${verdict.advice ?? ""}`;
}

function signedParts(given: Case, signature: string): RequestParts {
  const { method, url, authorization, contentType } = given;
  const field = encodeURIComponent(signature);
  const body = Buffer.from(given.body ?? "", "base64");
  const headers: [string, string][] = [];
  if (contentType !== undefined) headers.push(["Content-Type", contentType]);
  if (authorization !== undefined) {
    headers.push(["Authorization", `${authorization}, oauth_signature="${field}"`]);
    return { method, url, headers, body };
  }
  if (hasForm(given) && bodyText(given).includes("oauth_signature_method")) {
    const signed = Buffer.concat([body, Buffer.from(`&oauth_signature=${field}`)]);
    return { method, url, headers, body: signed };
  }
  return { method, url: `${url}&oauth_signature=${field}`, headers, body };
}

const FORM = "application/x-www-form-urlencoded";
const CONTENT_TYPES = [
  FORM,
  FORM,
  "Application/X-WWW-Form-URLEncoded",
  `${FORM}; charset=UTF-8`,
  "application/json",
  "multipart/form-data; boundary=x",
  "text/plain",
] as const;

function protocolParameters(
  random: Random,
  hash: Case["hash"],
): readonly (readonly [string, string])[] {
  const some = [
    ["oauth_callback", random.pick(["oob", "http://a.example/cb?x=1&y=%20", plainText(random)])],
    ["oauth_verifier", plainText(random)],
    ["oauth_version", "1.0"],
    ["oauth_token", `t${plainText(random)}`],
  ] as const;
  return [
    ["oauth_consumer_key", plainText(random)],
    ["oauth_signature_method", `HMAC-${hash.replace("-", "")}`],
    ["oauth_nonce", `n${plainText(random)}`],
    ["oauth_timestamp", String(1 + random.below(2 ** 31))],
    ...some.filter(() => random.chance(0.5)),
  ];
}

function header(random: Random, protocol: readonly (readonly [string, string])[]): string {
  const separator = random.pick([", ", ",", ",  ", ",\t", " , "]);
  const equals = random.chance(0.05) ? " = " : "=";
  const fields = protocol.map(([name, value]) => {
    const encoded = oddlyEncoded(random, value);
    const bare = encoded !== "" && random.chance(0.05);
    return `${name}${equals}${bare ? encoded : `"${encoded}"`}`;
  });
  if (random.chance(0.3)) fields.unshift(`realm="${random.pick(["", "Photos", "a b", "a,b=c"])}"`);
  return `${random.pick(["OAuth", "oauth", "OAUTH"])} ${fields.join(separator)}`;
}

function bodyOf(random: Random): string | undefined {
  return random.chance(0.5) ? undefined : wireForm(random);
}

// Now and then a body has bytes that are no text at all.
function bytes(random: Random, content: string): string {
  const prefix = random.chance(0.1) ? [0x78, 0x3d, 0xff, random.below(256) | 0x80, 0x26] : [];
  return Buffer.concat([Buffer.from(prefix), Buffer.from(content)]).toString("base64");
}
