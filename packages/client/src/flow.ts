import type { SignatureMethod } from "@oauth1/core";
import type { Account, ErrorShape, FlowTargets, ProviderDescription } from "./description.js";
import type { TokenPair } from "./kept.js";
import type { Session } from "./session.js";
import type { Transport } from "./transport.js";

/**
 * A way to a token, or something that a provider lets one do with it: a function from the client's inside to the methods
 * that it adds to the client. A provider's description lists the flows that the provider has, so the client of a provider
 * without revocation has no method `revoke`, and its code is not bundled. `K` is what its own signature methods sign with.
 */
export interface Flow<T extends object = object, K = unknown> extends FlowTargets {
  readonly attach: (context: FlowContext) => T;
  /** Carries `K` for inference; never set. */
  readonly keys?: K;
}

/** A provider with its flows, as a client is made of it. */
export interface ProviderWithFlows extends ProviderDescription {
  readonly flows?: readonly Flow[];
}

/** What a flow works with. */
export interface FlowContext {
  /** The provider's id and name. */
  readonly id: string;
  readonly name: string;
  readonly consumerKey: string;
  /** What the app has said of itself, with the keys that its flows ask for. */
  readonly consumer: unknown;
  readonly transport: Transport;
  /** How the API tells errors. */
  readonly errors?: ErrorShape | undefined;
  readonly session: (account: Account | TokenPair) => Session;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The methods that a list of flows adds. */
export type MethodsOf<F> = F extends readonly [infer First, ...infer Rest]
  ? (First extends Flow<infer T> ? T : unknown) & MethodsOf<Rest>
  : unknown;

/** What a consumer needs for a list of flows, besides what the provider's signature method takes. */
export type KeysOfFlows<F> = F extends readonly [infer First, ...infer Rest]
  ? (First extends Flow<object, infer K> ? K : unknown) & KeysOfFlows<Rest>
  : unknown;

/** What an endpoint's own signature method signs with; nothing where it has none. */
export type KeysOf<E> = E extends { readonly signatureMethod: SignatureMethod<infer K> }
  ? K
  : unknown;
