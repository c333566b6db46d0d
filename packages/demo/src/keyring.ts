import {
  baseString,
  baseStringUri,
  decode,
  encode,
  normalize,
  parseAuthorization,
  parseForm,
  receivedTarget,
  signature,
  type BaseString,
  type Parameters,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import type { ProviderModel } from "@oauth1/descriptor";
import { describedLogin } from "./described-login.js";
import { headerOf, routeOf, type Exchange } from "./explain.js";
import type { WireMessage } from "./relay.js";

/** The key pairs as they appear on the wire, and what they prove. */
export interface Keyring {
  /** Takes in what an answer hands out: a line for each new pair. */
  readonly learn: (exchange: Exchange) => readonly string[];
  /** Computes the signature of a signed request again, from its bytes and the pairs learned so far. */
  readonly prove: (exchange: Exchange) => Proof | undefined;
  /** Who sent the request: whoever signs is the consumer. */
  readonly sender: (exchange: Exchange) => string;
  /** The kinds of key pairs that never appeared. */
  readonly missing: () => readonly string[];
}

/** A signature, computed again. */
export interface Proof {
  readonly signedBy: string;
  /** The signing key itself: these are throw-away credentials. */
  readonly key: string;
  readonly baseString: BaseString;
  readonly signature: string;
  readonly right: boolean;
}

interface KeyPair {
  readonly kind: Kind;
  readonly secret: string;
}

/** An empty ring for the key pairs of one provider. */
export function createKeyring(model: ProviderModel): Keyring {
  const pairs = new Map<string, KeyPair>();
  const { temporaryCredentials, tokenCredentials } = describedLogin(model);
  const sources: Readonly<Record<string, (body: string) => readonly [key: string, pair: KeyPair]>> =
    {
      "POST /-/apps": clientPair,
      [routeTo(temporaryCredentials)]: (body) => tokenPair(KINDS[1], body),
      [routeTo(tokenCredentials)]: (body) => tokenPair(KINDS[2], body),
    };
  return {
    learn({ request, response }) {
      const read = sources[routeOf(request)];
      if (read === undefined || response?.head[0]?.includes(" 20") !== true) return [];
      const [key, pair] = read(response.body);
      pairs.set(key, pair);
      return [`${pair.kind}, ${PURPOSES[pair.kind]}: ${key} with the secret ${pair.secret}`];
    },
    prove: ({ request }) => prove(request, pairs),
    sender({ server, request }) {
      const isOwn =
        server === "provider" &&
        (protocolParameters(request) !== undefined || routeOf(request) === "POST /-/apps");
      return isOwn ? "Consumer" : "Browser";
    },
    missing: () => KINDS.filter((kind) => ![...pairs.values()].some((pair) => pair.kind === kind)),
  };
}

const KINDS = ["client credentials", "temporary credentials", "token credentials"] as const;

type Kind = (typeof KINDS)[number];

const PURPOSES: Readonly<Record<Kind, string>> = {
  "client credentials": "which prove who the consumer is, in every signature",
  "temporary credentials": "which tie this one login together until the user has decided",
  "token credentials": "which stand for what the user has allowed",
};

function prove(request: WireMessage, pairs: ReadonlyMap<string, KeyPair>): Proof | undefined {
  const header = protocolParameters(request);
  if (header === undefined) return undefined;
  const value = (name: string): string => decode(header.find(([key]) => key === name)?.[1] ?? "");
  const consumer = pairs.get(value("oauth_consumer_key"));
  const token = pairs.get(value("oauth_token"));
  const base = baseStringOf(request, header);
  const credentials = {
    consumer: { key: "", secret: consumer?.secret ?? "" },
    ...(token === undefined ? {} : { token: { key: "", secret: token.secret } }),
  };
  const given = signature(value("oauth_signature"));
  return {
    signedBy: [consumer, token]
      .flatMap((pair) => (pair === undefined ? [] : [pair.kind]))
      .join(" and "),
    key: `${encode(credentials.consumer.secret)}&${encode(token?.secret ?? "")}`,
    baseString: base,
    signature: given,
    right: hmacSha1.sign(base, credentials) === given,
  };
}

function baseStringOf(request: WireMessage, header: Parameters): BaseString {
  const [method = "", path = ""] = (request.head[0] ?? "").split(" ");
  const target = receivedTarget(`http://${headerOf(request, "host") ?? ""}${path}`);
  if (target === undefined)
    throw new Error(`The request line is no request line: ${request.head[0]}`);
  const isForm =
    headerOf(request, "content-type")?.startsWith("application/x-www-form-urlencoded") === true;
  const signed = header.filter(([name]) => name !== "oauth_signature");
  const parameters = [
    ...parseForm(target.query),
    ...(isForm ? parseForm(request.body) : []),
    ...signed,
  ];
  return baseString(method, baseStringUri(target), normalize(parameters));
}

function protocolParameters(request: WireMessage): Parameters | undefined {
  const parsed = parseAuthorization(headerOf(request, "authorization") ?? "");
  return parsed?.ok === true ? parsed.parameters : undefined;
}

function clientPair(body: string): readonly [string, KeyPair] {
  const { key, secret }: { key: string; secret: string } = JSON.parse(body);
  return [key, { kind: KINDS[0], secret }];
}

function tokenPair(kind: Kind, body: string): readonly [string, KeyPair] {
  const values = new Map(parseForm(body).map(([name, value]) => [String(name), decode(value)]));
  return [
    values.get("oauth_token") ?? "",
    { kind, secret: values.get("oauth_token_secret") ?? "" },
  ];
}

function routeTo({ method, url }: { readonly method: string; readonly url: string }): string {
  return `${method} ${new URL(url).pathname}`;
}
