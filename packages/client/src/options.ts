import type { Secret, SharedKey, SignatureMethod } from "@oauth1/core";
import type { CallError } from "./errors.js";

/** What an app tells the client about itself. `K` is what the provider's signature methods sign with. */
export interface ClientOptions<K = SharedKey> extends ConnectionOptions {
  /** The client credentials that the provider gave the app when it registered. */
  readonly consumer: { readonly key: string } & K;
  /** Another signature method that the provider takes. */
  readonly signatureMethod?: SignatureMethod<K> | undefined;
}

/** The same, whatever the consumer signs with. */
export interface AnyClientOptions extends ConnectionOptions {
  readonly consumer: { readonly key: string; readonly secret?: string | Secret };
  readonly signatureMethod?: SignatureMethod<never> | undefined;
}

/** How requests reach the provider. */
export interface ConnectionOptions {
  /** Texts for the variables of the provider's URLs, such as the name of a tenant. */
  readonly variables?: object | undefined;
  /** Sent with every call of the API, such as a User-Agent of the app's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Origins besides the provider's that `session.fetch` may reach. */
  readonly origins?: readonly string[] | undefined;
  /** Where an origin of the provider is to be reached instead: an emulator, a sandbox, a proxy. */
  readonly originMap?: Readonly<Record<string, string>> | undefined;
  /**
   * The platform's by default. It gets a Request of the platform's, which one of a library may not know: of undici itself,
   * `({ url, method, headers, body }) => ...` takes it apart. A status of failure is an answer, and nothing to throw for.
   */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: (() => number) | undefined;
  /** A fresh nonce for each request; 120 random bits by default. */
  readonly nonce?: (() => string) | undefined;
  /**
   * Milliseconds that one attempt may take, with its redirects and the reading of its answer; no limit by default. Waits between
   * attempts do not count: what all of them may take is an `AbortSignal.timeout` in `signal`.
   */
  readonly timeout?: number | undefined;
  /** Aborts whatever is under way, with the signal's reason, and what would come after. */
  readonly signal?: AbortSignal | undefined;
  /** Whether operations are tried again; twice by default. */
  readonly retry?: RetryOptions | false | undefined;
  /** Told of every request that leaves, redirects and further attempts included. */
  readonly onRequest?: ((notice: RequestNotice) => void) | undefined;
  /** Told of every answer, before its body is read. */
  readonly onResponse?: ((notice: ResponseNotice) => void) | undefined;
  /** Told before an operation waits for its next attempt. */
  readonly onRetry?: ((notice: RetryNotice) => void) | undefined;
}

/** How an operation is tried again: only where that cannot do a thing twice, and signed anew each time. */
export interface RetryOptions {
  /** How many further attempts there are; 2 by default. */
  readonly attempts?: number | undefined;
  /** The longest wait in milliseconds; 30,000 by default. Where the provider wants a longer one, the error comes at once. */
  readonly maxDelay?: number | undefined;
  /** Waits for so many milliseconds; a timer by default. */
  readonly wait?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** A random number in [0, 1), for jitter; of the platform's generator by default. */
  readonly random?: (() => number) | undefined;
}

/** A request that leaves. Tokens, signatures and keys are blanked out. */
export interface RequestNotice {
  readonly method: string;
  readonly url: string;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer that came. Credentials in its headers are blanked out. */
export interface ResponseNotice {
  readonly request: RequestNotice;
  readonly status: number;
  readonly headers: Headers;
  /** How long it took, in milliseconds. */
  readonly duration: number;
}

/** An attempt that failed, and will be made again. */
export interface RetryNotice {
  /** The attempt to come, counted from 1: the first notice says 2. */
  readonly attempt: number;
  /** Milliseconds until then. */
  readonly wait: number;
  readonly error: CallError;
}
