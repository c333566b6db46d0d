import { expose, type TokenKey } from "@oauth1/core";
import type { ApiDescription, ProviderDescription, WithoutCommon } from "./description.js";
import type { ConnectionOptions } from "./options.js";
import { withMissing } from "./query.js";
import type { Signing } from "./signing.js";
import type { Received, Transport } from "./transport.js";

/** Whom the client speaks as. It only fits operations of its own provider, and those that its level is enough for. */
export interface Session<P extends string = string, L extends SessionLevel = "token"> {
  readonly provider: P;
  readonly level: L;
  /** What the paths of operations are relative to, without a trailing slash. */
  readonly baseUrl: string;
  /**
   * `fetch`, signed. A relative URL is one beside `baseUrl`, as links of a page are: `/users` has nothing of its path. It reaches
   * only the provider's origins; any other URL is a TypeError before anything is signed. Rejects with a `CallError` when no answer
   * comes.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** What operations use. */
  readonly connection: Connection;
}

/** A user's token, or the consumer alone. */
export type SessionLevel = "token" | "consumer";

/** What a call has to be authenticated with: nothing, the consumer key as a parameter, or a signature. */
export type AuthLevel = "none" | "key" | SessionLevel;

/** What a session does for operations. */
export interface Connection {
  readonly api: ApiDescription;
  /** Retries, their hook, and headers. */
  readonly options: ConnectionOptions;
  /** The base URL of one of the API's hosts. */
  readonly host: (name: string | undefined) => string;
  readonly send: (call: Call) => Promise<Received<string | Blob>>;
  readonly relocate: Transport["relocate"];
  readonly now: Transport["now"];
}

/** One call on its way. */
export interface Call extends Pick<Signing, "form" | "rules" | "signal" | "timeout"> {
  readonly url: string;
  /** Made anew whenever the request has to be. */
  readonly init: () => RequestInit;
  readonly read: (response: Response) => Promise<string | Blob>;
  /** Whether the body can be sent only once. */
  readonly isOnce: boolean | undefined;
  readonly auth: AuthLevel;
  /** What the API's calls have in common, and this one does not. */
  readonly without?: WithoutCommon | undefined;
}

/** What every session of a client shares. */
export interface SessionContext<P extends string> {
  readonly id: P;
  readonly consumerKey: string;
  readonly api: ProviderDescription["api"];
  readonly transport: Transport;
  readonly options: ConnectionOptions;
}

/** A session of a provider's user. */
export function createSession<P extends string>(
  context: SessionContext<P>,
  token: TokenKey,
): Session<P> {
  return { ...sessionOf(context, "token", token), level: "token" };
}

/** A session of the consumer itself: two-legged and one-legged calls, and those that only need its key. */
export function createConsumerSession<P extends string>(
  context: SessionContext<P>,
): Session<P, "consumer"> {
  return { ...sessionOf(context, "consumer"), level: "consumer" };
}

function sessionOf<P extends string>(
  context: SessionContext<P>,
  level: SessionLevel,
  token?: TokenKey,
): Omit<Session<P>, "level"> {
  const { id, consumerKey, api, transport, options } = context;
  // A URL without a path has its slash again by now.
  const locate = (template: string): string => transport.locate(template).replace(/\/$/, "");
  const baseUrl = locate(api.baseUrl);
  const hosts = new Map(Object.entries(api.hosts ?? {}));
  const proofs = proofsOf(api, consumerKey, token);
  const prepare = preparation(context, baseUrl);
  const { origins } = transport;
  const { errors } = api;
  return {
    provider: id,
    baseUrl,
    fetch: async (input, init = {}) => {
      const signal = init.signal === undefined && isRequest(input) ? input.signal : init.signal;
      return transport.send(prepare(input, init, proofs[level]), {
        ...proofs[level].signing,
        origins,
        errors,
        signal,
      });
    },
    connection: {
      api,
      options,
      host: (name) => locate(hosts.get(name ?? "") ?? api.baseUrl),
      relocate: transport.relocate,
      now: transport.now,
      async send({ url, init, read, isOnce, auth, without, ...signing }) {
        const make = (): Request => prepare(url, init(), { ...proofs[auth], without });
        const again = isOnce ? null : make;
        const all = { ...proofs[auth].signing, ...signing, origins, errors, again };
        return transport.receive(make(), all, read);
      },
    },
  };
}

type Input = string | URL | Request;

// What all calls have in common goes into a request, where it does not say otherwise, and the proof in any case.
function preparation(
  { api, transport, options }: SessionContext<string>,
  baseUrl: string,
): (input: Input, init: RequestInit, proof: Proof & Pick<Call, "without">) => Request {
  const own = new Headers(options.headers);
  const headers = new Headers(api.headers);
  for (const [name, value] of own) headers.set(name, value);
  return (input, init, proof) => {
    const { without = {} } = proof;
    const given = isRequest(input) ? input.url : new URL(input, baseUrl).href;
    const query = Object.entries({ ...api.query, ...proof.query });
    const url = withMissing(
      transport.relocate(given),
      query.filter(([name]) => without.query?.includes(name) !== true),
    );
    const request = requestTo(url, input, init);
    for (const [name, value] of headers) {
      // What the app has said itself is no part of what all calls have in common.
      const isWanted = own.has(name) || without.headers?.includes(name) !== true;
      if (isWanted && !request.headers.has(name)) request.headers.set(name, value);
    }
    for (const [name, value] of Object.entries(proof.headers ?? {})) {
      setHidden(request.headers, name, value);
    }
    return request;
  };
}

// What the platform has to say of a value that no header can carry quotes it.
function setHidden(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    throw new TypeError(`${name} cannot carry this token: keep it as it was returned.`);
  }
}

function requestTo(url: string, input: Input, init: RequestInit): Request {
  // A Request has no members of its own that could be copied.
  if (isRequest(init)) return requestTo(url, new Request(url, init), {});
  // What ends it is passed on beside it.
  const rest = { ...init, signal: null };
  if (!isRequest(input)) return new Request(url, rest);
  const same = input instanceof Request && url === input.url ? input : new Request(url, input);
  return new Request(same, rest);
}

// By its shape: of another realm or of a library, the platform would take one for the text "[object Request]".
function isRequest(value: Input | RequestInit): value is Request {
  return typeof value === "object" && "clone" in value;
}

interface Proof {
  readonly signing: Signing;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

// What a request of each level carries for a proof.
function proofsOf(
  { key, authentication }: ApiDescription,
  consumerKey: string,
  token: TokenKey | undefined,
): Readonly<Record<AuthLevel, Proof>> {
  const unsigned = { signing: { unsigned: true } };
  const signed = { signing: token === undefined ? {} : { token } };
  const parts = {
    key: () => token?.key ?? "",
    secret: () => expose(token?.secret ?? ""),
    consumerKey: () => consumerKey,
  };
  const fill = (templates: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(templates).map(([name, template]) => [
        name,
        template.replace(PART, (_, part: keyof typeof parts) => parts[part]()),
      ]),
    );
  return {
    none: unsigned,
    key: { ...unsigned, ...(key && { [PLACES[key.in]]: { [key.name]: consumerKey } }) },
    // Where the consumer's signature is enough, a user's is more: whose call it is, the provider may want to know.
    consumer: authentication ? { signing: {} } : signed,
    token: authentication
      ? {
          signing: { unsigned: true, token },
          headers: fill(authentication.headers),
          query: fill(authentication.query),
        }
      : signed,
  };
}

const PART = /\{(key|secret|consumerKey)\}/g;

const PLACES = { query: "query", header: "headers" } as const;
