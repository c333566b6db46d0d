import { sign, type RequestParts, type SignatureMethod, type SignOptions } from "@oauth1/core";
import type { Provider } from "@oauth1/server";
import type { Clock } from "./clock.js";
import { formOf, send, type Answer, type RawRequest } from "./wire.js";

/** Key and secret of a token or a consumer. */
export interface Keys {
  readonly key: string;
  readonly secret: string;
}

/** What a call is beside its path. */
export interface CallOptions extends Omit<SignOptions, "method"> {
  readonly http?: string;
  readonly token?: Keys;
  readonly method?: SignatureMethod;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
}

/** Somebody who holds the keys of a consumer, and what they do with them. */
export interface Party extends Keys {
  /** A request that is signed and not sent. */
  readonly signed: (path: string, options?: CallOptions) => Promise<RawRequest>;
  readonly call: (path: string, options?: CallOptions) => Promise<Answer>;
  readonly ask: (callback: string, options?: CallOptions) => Promise<Answer>;
  /** Temporary credentials; rejects when they are refused. */
  readonly initiate: (callback?: string) => Promise<Keys>;
  readonly exchange: (token: Keys, verifier: string, options?: CallOptions) => Promise<Answer>;
  /** Token credentials of a user who approves; rejects when they are refused. */
  readonly login: (user?: string) => Promise<Keys>;
  /** The same hands with other keys. */
  readonly withKeys: (keys: Partial<Keys>) => Party;
  /** The same keys at another server of the same service. */
  readonly at: (address: string) => Party;
}

/** Where the party is. */
export interface Place {
  readonly address: string;
  readonly origin: string;
  readonly provider: Provider;
  readonly clock: Clock;
}

export function createParty(place: Place, { key, secret }: Keys): Party {
  const { address, origin, provider, clock } = place;
  const consumer = { key, secret };
  const signed: Party["signed"] = async (path, options = {}) => {
    const { http = "POST", token, type, body, method, ...more } = options;
    const draft = {
      method: http,
      url: `${origin}${path}`,
      ...(body !== undefined && { body }),
      ...(type !== undefined && { headers: [["content-type", type]] satisfies [string, string][] }),
    };
    const credentials = { consumer, ...(token && { token }) };
    const settings = { timestamp: clock.now(), ...more, ...(method && { method }) };
    return raw(origin, (await sign(draft, credentials, settings)).request);
  };
  const call: Party["call"] = async (path, options) => send(address, await signed(path, options));
  const ask: Party["ask"] = (callback, options) =>
    call("/oauth/initiate", { parameters: [["oauth_callback", callback]], ...options });
  const initiate: Party["initiate"] = async (callback = "oob") => keysOf(await ask(callback));
  const exchange: Party["exchange"] = (token, verifier, options) =>
    call("/oauth/token", { token, parameters: [["oauth_verifier", verifier]], ...options });
  return {
    key,
    secret,
    signed,
    call,
    ask,
    initiate,
    exchange,
    async login(user = "jane") {
      const temporary = await initiate();
      return keysOf(await exchange(temporary, await approve(provider, temporary, user)));
    },
    withKeys: (keys) => createParty(place, { ...consumer, ...keys }),
    at: (elsewhere) => createParty({ ...place, address: elsewhere }, consumer),
  };
}

/** Approves as a user does, and answers with the verifier; rejects when that is refused. */
export async function approve(provider: Provider, { key }: Keys, user = "jane"): Promise<string> {
  const answer = await provider.authorization.approve({ token: key, user });
  if (!answer.ok) throw new Error(answer.problem);
  return answer.verifier ?? new URL(answer.redirect).searchParams.get("oauth_verifier") ?? "";
}

/** The credentials in an answer; throws when it holds none. */
export function keysOf(answer: Answer): Keys {
  const fields = formOf(answer);
  const [key, secret] = [fields.get("oauth_token"), fields.get("oauth_token_secret")];
  if (answer.status !== 200 || key === undefined || secret === undefined) {
    throw new Error(`No credentials, but ${answer.status} ${answer.body}`);
  }
  return { key, secret };
}

function raw(origin: string, { method, url, headers, body }: RequestParts): RawRequest {
  const { host } = new URL(origin);
  const sent = body instanceof Uint8Array || typeof body === "string" ? { body } : {};
  return {
    method,
    target: url.slice(origin.length),
    headers: [["Host", host], ...new Headers(headers)],
    ...sent,
  };
}
