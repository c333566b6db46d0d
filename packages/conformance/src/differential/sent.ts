import {
  baseStringUri,
  sentTarget,
  signSync,
  type Credentials,
  type RequestParts,
  type SignOptions,
} from "@oauth1/core";
import type { Case, Stages } from "./case.js";
import { oddUrl, plainText, wireForm } from "./hostile.js";
import { METHODS } from "./methods.js";
import type { Random } from "./random.js";

/** Something to sign, signed: the request as `fetch` would send it, and the stages that our `signSync` reports. */
export interface Sent {
  readonly given: Case;
  readonly ours: Stages;
}

export function sentCase(random: Random, id: number, hash: Case["hash"]): Sent {
  const parts = requestParts(random);
  const credentials = oddCredentials(random);
  const options = oddOptions(random, parts);
  const signed = signSync(parts, credentials, { ...options, method: METHODS[hash] });
  const { request, normalizedParameters: normalized, baseString: base, signature } = signed;
  const headers = new Headers(request.headers);
  const authorization = headers.get("authorization");
  const contentType = headers.get("content-type") ?? impliedType(request);
  return {
    given: {
      id,
      direction: "sent",
      method: request.method,
      url: wireUrl(request.url),
      hash,
      consumerSecret: String(credentials.consumer.secret),
      tokenSecret: String(credentials.token?.secret ?? ""),
      ...(authorization !== null && { authorization }),
      ...(contentType !== undefined && { contentType }),
      ...(request.body !== undefined && { body: base64(request.body) }),
    },
    ours: { normalized, uri: baseStringUri(sentTarget(request.url)), base, signature },
  };
}

function requestParts(random: Random): RequestParts {
  const method = random.pick(["GET", "get", "POST", "post", "PUT", "DELETE", "M-SEARCH"]);
  const url = `${random.pick(["", "", " "])}${oddUrl(random)}${random.pick(["", "", "#f?a=b"])}`;
  const headers = { "Content-Type": random.pick(CONTENT_TYPES) };
  const form = wireForm(random);
  const [head, ...pairs] = random.list(1, 5, (): [string, string] => [
    plainText(random),
    plainText(random),
  ]);
  switch (random.below(4)) {
    case 0:
      return { method, url, headers, body: form };
    case 1:
      return { method, url, headers, body: new TextEncoder().encode(form) };
    case 2:
      return { method, url, body: new URLSearchParams(head === undefined ? [] : [head, ...pairs]) };
    default:
      return { method, url };
  }
}

function oddCredentials(random: Random): Credentials {
  const consumer = { key: plainText(random), secret: plainText(random) };
  const token = { key: plainText(random), secret: plainText(random) };
  return random.chance(0.7) ? { consumer, token } : { consumer };
}

function oddOptions(random: Random, { method, body, headers }: RequestParts): SignOptions {
  const isForm = body instanceof URLSearchParams || JSON.stringify(headers ?? {}).includes(FORM);
  const mayCarry = !/^get$/i.test(method) && (body === undefined || isForm);
  const parameters = [
    ["oauth_callback", random.pick(["oob", "http://a.example/cb?x=1&y=%20"])],
    ["oauth_verifier", plainText(random)],
    ["x_auth_mode", plainText(random)],
  ] as const;
  return {
    transmission: random.pick(
      mayCarry ? (["header", "query", "body"] as const) : (["header", "query"] as const),
    ),
    // Given, so that the seed decides everything.
    nonce: `n${plainText(random)}`,
    timestamp: 1 + random.below(2 ** 31),
    version: random.chance(0.5),
    emptyToken: random.chance(0.2),
    parameters: parameters.filter(() => random.chance(0.3)),
    ...(random.chance(0.3) && { realm: random.pick(["", "Photos", 'a "b"\\c', "a,b=c"]) }),
    ...(random.chance(0.2) && { separator: random.pick([",", ",  "]) }),
  };
}

const FORM = "application/x-www-form-urlencoded";
const CONTENT_TYPES = [FORM, `${FORM};charset=utf-8`, "application/json"] as const;

// What fetch adds for a body of this type.
function impliedType({ body }: RequestParts): string | undefined {
  return body instanceof URLSearchParams ? `${FORM};charset=UTF-8` : undefined;
}

// What the platform's URL makes of it is what goes over the wire, whatever our own code makes of it.
function wireUrl(url: string): string {
  const parsed = new URL(url);
  parsed.hash = "";
  return parsed.href;
}

function base64(body: RequestParts["body"]): string {
  if (typeof body === "string") return Buffer.from(body).toString("base64");
  if (body instanceof URLSearchParams) return Buffer.from(body.toString()).toString("base64");
  if (body instanceof Uint8Array) return Buffer.from(body).toString("base64");
  throw new TypeError("The generator makes no such body.");
}
