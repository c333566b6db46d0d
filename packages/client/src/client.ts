import type { SignatureMethod } from "@oauth1/core";
import type { Account } from "./description.js";
import type { FlowContext, KeysOfFlows, MethodsOf, ProviderWithFlows } from "./flow.js";
import { tokenOf, type TokenPair } from "./kept.js";
import type { ClientOptions } from "./options.js";
import {
  createConsumerSession,
  createSession,
  type Session,
  type SessionLevel,
} from "./session.js";
import { createTransport } from "./transport.js";
import { trusted } from "./trusted.js";

/** A provider, as the app sees it. What can be done there depends on the provider: its flows add their methods. */
export interface Client<P extends string = string> {
  readonly provider: P;
}

/** A provider at which users have tokens. `F` are the fields of an account that say where its API is. */
export interface TokenCalls<P extends string = string, F = unknown> {
  /** Speaks as a user from now on: an account of a login, or any token that was kept. */
  readonly session: (account: (Account | TokenPair) & F) => Session<P, "token">;
}

/** A provider that apps can call in their own name. */
export interface ConsumerCalls<P extends string = string> {
  /** Speaks as the consumer alone, without a token. */
  readonly consumerSession: () => Session<P, "consumer">;
}

/** The client of a described provider: its sessions, and the methods of its flows. */
export type ClientOf<D extends ProviderWithFlows> = Client<D["id"]> &
  CallsOf<D["id"], LevelsOf<D["sessions"]>, FieldsIn<D["api"]["baseUrl"]>> &
  MethodsOf<D["flows"]>;

/**
 * A client for a provider that is described by a literal in the app's own code. Its methods and the fields of its accounts
 * are inferred from it. A provider that has an SDK needs none of this: its package has made the call.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const photos = createClient({
 *   consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
 *   provider: {
 *     id: "photos",
 *     name: "Photos",
 *     signatureMethod: hmacSha1,
 *     flows: [
 *       login({
 *         temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
 *         authorization: { url: "https://photos.example.net/authorize" },
 *         tokenCredentials: {
 *           method: "POST",
 *           url: "https://photos.example.net/token",
 *           fields: { user_id: { type: "string" } },
 *         },
 *       }),
 *       revocation({ method: "POST", url: "https://photos.example.net/revoke" }),
 *     ],
 *     api: { baseUrl: "https://photos.example.net" },
 *   },
 * });
 * Object.keys(photos); // => ["provider", "session", "begin", "complete", "revoke"]
 */
export function createClient<const D extends ProviderWithFlows, K>(
  options: ClientOptions<K> & {
    readonly consumer: KeysOfFlows<D["flows"]>;
    readonly provider: D & { readonly signatureMethod: SignatureMethod<K> };
  },
): ClientOf<D> {
  // What sessions hold can be printed, so the consumer's keys are not among it.
  const { provider, consumer, ...connection } = options;
  const { now = Date.now } = connection;
  const { id, name, api, flows = [], sessions = ["token"] } = provider;
  // What the type asks for, and JavaScript may have left out.
  const consumerKey = trusted<Partial<typeof consumer> | undefined>(consumer)?.key;
  if (consumerKey === undefined || (consumerKey === "" && !api.authentication)) {
    throw new TypeError(`consumer.key is empty: pass the key that ${name} gave the app.`);
  }
  const transport = createTransport(provider, options);
  const shared = { id, consumerKey, api, transport, options: connection };
  const session = (account: Account | TokenPair): Session =>
    createSession({ ...shared, ...api.servers?.(shared, account) }, tokenOf(account));
  const levels: Readonly<Record<SessionLevel, object>> = {
    token: { session },
    consumer: {
      consumerSession: () =>
        createConsumerSession({ ...shared, ...api.servers?.(shared, undefined) }),
    },
  };
  const { errors } = api;
  const context: FlowContext = { id, name, consumerKey, consumer, transport, errors, session, now };
  // What the type says of the methods is what the flows themselves say of them.
  return trusted<ClientOf<D>>(
    Object.assign(
      { provider: id },
      ...sessions.map((level) => levels[level]),
      ...flows.map((flow) => flow.attach(context)),
    ),
  );
}

type LevelsOf<L> = L extends readonly SessionLevel[] ? L[number] : "token";

// Of an account, what a template names.
type FieldsIn<T> = T extends `${string}{account.${infer N}}${infer R}`
  ? { readonly [K in N]: string | number | boolean } & FieldsIn<R>
  : unknown;

type CallsOf<P extends string, L extends SessionLevel, F> = ("token" extends L
  ? TokenCalls<P, F>
  : unknown) &
  ("consumer" extends L ? ConsumerCalls<P> : unknown);
