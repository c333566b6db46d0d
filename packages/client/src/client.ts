import { secret } from "@oauth1/core";
import type { Account, AccountOf, ProviderDescription } from "./description.js";
import { begin, complete, type Begun, type Completion } from "./login.js";
import type { ClientOptions } from "./options.js";
import { createTransport } from "./transport.js";
import { createSession, type Session, type TokenPair } from "./session.js";

/** A provider, as the app sees it: the two halves of a login, and the sessions that come of it. */
export interface Client<P extends string = string, A extends Account = Account> {
  readonly provider: P;
  /** Gets temporary credentials and says where to send the user (RFC 5849 sections 2.1 and 2.2). */
  readonly begin: (options: { readonly callback: string }) => Promise<Begun>;
  /** Exchanges the user's approval for token credentials (RFC 5849 section 2.3). */
  readonly complete: (completion: Completion) => Promise<A>;
  /** Speaks as a user from now on: an account of `complete`, or any token that was kept. */
  readonly session: (account: Account | TokenPair) => Session<P>;
}

/**
 * A client for a provider that is described by a literal in the app's own code. The extra fields of the
 * account are inferred from it. A provider that has an SDK needs none of this: its package has made the call.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const photos = createClient({
 *   consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
 *   provider: {
 *     id: "photos",
 *     name: "Photos",
 *     signatureMethod: hmacSha1,
 *     temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
 *     authorization: { url: "https://photos.example.net/authorize" },
 *     tokenCredentials: {
 *       method: "POST",
 *       url: "https://photos.example.net/token",
 *       fields: { user_id: { type: "string" } },
 *     },
 *     api: { baseUrl: "https://photos.example.net" },
 *   },
 * });
 * photos.provider; // => "photos"
 */
export function createClient<const D extends ProviderDescription>({
  provider,
  ...options
}: ClientOptions & { readonly provider: D }): Client<D["id"], AccountOf<D>> {
  const id: D["id"] = provider.id;
  const consumer = { key: options.consumer.key, secret: secret(options.consumer.secret) };
  const transport = createTransport(provider, { ...options, consumer });
  return {
    provider: id,
    begin: ({ callback }) => begin(provider, transport, callback),
    complete: (completion) => complete(provider, transport, completion),
    session: (account) =>
      createSession({ id, provider, transport, headers: options.headers }, account),
  };
}
