import { secret, type Secret } from "@oauth1/core";
import type { Account, ProviderDescription } from "./description.js";
import type { Transport } from "./transport.js";

/** Whom the client speaks as. It only fits the operations of its own provider. */
export interface Session<P extends string = string> {
  readonly provider: P;
  /** What the paths of operations are relative to. */
  readonly baseUrl: string;
  /**
   * `fetch`, signed. A relative URL starts from `baseUrl`. It reaches only the provider's origins; any other URL is a
   * TypeError before anything is signed.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

/** Token credentials that were kept from before, or issued by the provider's own pages. */
export interface TokenPair {
  readonly key: string;
  readonly secret: string | Secret;
}

/** What every session of a client shares. */
export interface SessionContext<P extends string> {
  readonly id: P;
  readonly provider: ProviderDescription;
  readonly transport: Transport;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** A session of a provider's user; `id` carries the provider into the type. */
export function createSession<P extends string>(
  { id, provider, transport, headers }: SessionContext<P>,
  account: Account | TokenPair,
): Session<P> {
  const pair = "token" in account ? account.token : account;
  const credentials = transport.withToken({ key: pair.key, secret: secret(pair.secret) });
  const { baseUrl } = provider.api;
  const defaults = Object.entries({ ...provider.api.headers, ...headers });
  return {
    provider: id,
    baseUrl,
    async fetch(input, init) {
      const request = requestFor(input, init, { baseUrl, transport });
      for (const [name, value] of defaults) {
        if (!request.headers.has(name)) request.headers.set(name, value);
      }
      return transport.send(request, { credentials });
    },
  };
}

function requestFor(
  input: string | URL | Request,
  init: RequestInit | undefined,
  { baseUrl, transport }: { baseUrl: string; transport: Transport },
): Request {
  const given = input instanceof Request ? input.url : new URL(input, baseUrl).href;
  const url = transport.locate(given);
  if (!(input instanceof Request)) return new Request(url, init);
  return url === input.url ? new Request(input, init) : new Request(new Request(url, input), init);
}
