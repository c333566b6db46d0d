import {
  sign,
  type BodyContent,
  type RequestParts,
  type SignatureMethod,
  type SignOptions,
} from "@oauth1/core";
import type { Provider } from "@oauth1/server";
import { http2BreakOff, http2Wire } from "./http2-wire.js";
import {
  http1BreakOff,
  http1Wire,
  type Answer,
  type BreakOff,
  type Message,
  type Send,
} from "./wire.js";

/** A server on 127.0.0.1 that an adapter's author has set up for one check. */
export interface ServedAdapter {
  /** With the origin of the server as its only one, and everything else by default. */
  readonly provider: Provider;
  /**
   * Paths that the adapter guards, with whatever comes behind them, for every method: in a mounted router, before and
   * after body parsers, and whatever else the framework has. Each is answered with `adapterEcho`, as JSON.
   */
  readonly guarded: readonly [string, ...string[]];
  /** A path that is not guarded, and answers a POST with its body. */
  readonly open: string;
  readonly close: () => Promise<void>;
}

/** What the server of a contract speaks. */
export interface AdapterContractOptions {
  /** HTTP/2 without TLS, instead of HTTP/1.1. */
  readonly http2?: boolean;
}

/** What a guarded path answers. */
export interface AdapterEcho {
  readonly user: string;
  readonly method: string;
  readonly url: string;
  /** The bytes that were verified, as base64. */
  readonly body: string;
  /** What the framework's own parser has made of the body: the fields of a form, or the value of a JSON text. */
  readonly parsed?: unknown;
}

/** What is verified: a user, and the request behind it. */
export interface VerifiedByAdapter {
  readonly user: string;
  readonly request: RequestParts;
}

/** Tells the contract that a guarded path's handler runs. */
export type Reached = () => void;

/** A served adapter, and how often its guarded handlers have run so far. */
export interface WatchedAdapter extends ServedAdapter {
  readonly timesReached: () => number;
}

/** A served adapter, and a consumer that a user has let in. */
export interface World extends WatchedAdapter, AdapterContractOptions {
  readonly origin: string;
  readonly send: Send;
  readonly breakOff: BreakOff;
  readonly consumer: Key;
  readonly token: Key;
  /** Signs a message as it is, and adds the header, or what `transmission` puts in its place. */
  readonly signed: (message: Message, more?: SignMore) => Promise<Message>;
}

/** Key and secret of a consumer or a token. */
export interface Key {
  readonly key: string;
  readonly secret: string;
}

/** What is signed otherwise than usual. */
export type SignMore = SignOptions & {
  readonly origin?: string;
  readonly token?: Key;
  readonly method?: SignatureMethod;
};

/** Checks by name; the name is a sentence about the adapter. */
export type AdapterChecks = Readonly<Record<string, (world: World) => Promise<void>>>;

/**
 * What a guarded path answers in the contract's server.
 *
 * @example
 * adapterEcho({ user: "jane", request: { method: "POST", url: "http://127.0.0.1/", body: new Uint8Array([97]) } });
 * // => { user: "jane", method: "POST", url: "http://127.0.0.1/", body: "YQ==" }
 */
export function adapterEcho(
  { user, request: { method, url, body } }: VerifiedByAdapter,
  parsed?: unknown,
): AdapterEcho {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array();
  return {
    user,
    method,
    url,
    body: Buffer.from(bytes).toString("base64"),
    ...(parsed !== undefined && { parsed }),
  };
}

/** The user that has let the consumer in. */
export const USER = "jane";

/**
 * Lets a consumer log a user in, through the adapter. Rejects where it does not get through.
 *
 * @example
 * typeof openWorld; // => "function"
 */
export async function openWorld(
  served: WatchedAdapter,
  { http2 = false }: AdapterContractOptions = {},
): Promise<World> {
  const { provider } = served;
  const [origin = ""] = provider.origins;
  const send = http2 ? http2Wire(origin) : http1Wire(origin);
  const consumer = await provider.consumers.register({ name: "Printer", callbacks: ["oob"] });
  const signed = signer(origin, consumer);
  const ask = async (name: "temporaryCredentials" | "tokenCredentials", more: SignMore) => {
    const target = provider.endpoints[name].path;
    return keyIn(await send(await signed({ method: "POST", target }, more)));
  };
  const temporary = await ask("temporaryCredentials", { parameters: [["oauth_callback", "oob"]] });
  const approval = await provider.authorization.approve({ token: temporary.key, user: USER });
  const verifier = approval.ok ? (approval.verifier ?? "") : "";
  const parameters = [["oauth_verifier", verifier]] as const;
  const token = await ask("tokenCredentials", { parameters, token: temporary });
  return {
    ...served,
    http2,
    origin,
    send,
    breakOff: http2 ? http2BreakOff(origin) : http1BreakOff(origin),
    consumer,
    token,
    signed: (message, more = {}) => signed(message, { token, ...more }),
  };
}

/**
 * The echo in an answer. Throws an Error when there is none.
 *
 * @example
 * echoIn({ status: 200, headers: [], body: '{"user":"jane"}' }, "the answer"); // => { user: "jane" }
 */
export function echoIn(answer: Answer, what: string): AdapterEcho {
  demandStatus(answer, [200], what);
  return JSON.parse(answer.body);
}

/**
 * Throws an Error unless an answer has one of these status codes.
 *
 * @example
 * demandStatus({ status: 401, headers: [], body: "" }, [400, 401], "the answer"); // => undefined
 */
export function demandStatus(
  { status, body }: Answer,
  expected: readonly number[],
  what: string,
): void {
  if (expected.includes(status)) return;
  throw new Error(`Expected ${expected.join(" or ")} for ${what}, but it is ${status}: ${body}`);
}

function signer(
  home: string,
  consumer: Key,
): (message: Message, more: SignMore) => Promise<Message> {
  return async (message, { origin = home, token, ...options }) => {
    const { method, headers = [], body } = message;
    const url = message.target.startsWith("/") ? `${origin}${message.target}` : message.target;
    const parts = {
      method,
      url,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      ...(body !== undefined && { body: contentOf(body) }),
    };
    const credentials = { consumer, ...(token && { token }) };
    const { authorization, request } = await sign(parts, credentials, options);
    if (authorization !== undefined) {
      return { ...message, headers: [...headers, ["Authorization", authorization]] };
    }
    const target = request.url.slice(origin.length);
    return { ...message, target, ...(request.body && { body: Buffer.from(String(request.body)) }) };
  };
}

function contentOf(body: Uint8Array | readonly Uint8Array[]): BodyContent {
  return Buffer.concat(body instanceof Uint8Array ? [body] : body);
}

function keyIn({ status, body }: Answer): Key {
  if (status !== 200) throw new Error(`An endpoint has answered ${status} to a signed request.`);
  const fields = new URLSearchParams(body);
  return { key: fields.get("oauth_token") ?? "", secret: fields.get("oauth_token_secret") ?? "" };
}
