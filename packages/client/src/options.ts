import type { Secret, SharedKey, SignatureMethod } from "@oauth1/core";
import type { CallError } from "./errors.js";

/** What an app tells the client about itself. `K` is what the provider's signature methods sign with. */
export interface ClientOptions<K = SharedKey> extends ConnectionOptions {
  /** The client credentials that the provider gave the app when it registered. */
  readonly consumer: { readonly key: string } & K;
  /** Another signature method that the provider takes. */
  readonly signatureMethod?: SignatureMethod<K>;
}

/** The same, whatever the consumer signs with. */
export interface AnyClientOptions extends ConnectionOptions {
  readonly consumer: { readonly key: string; readonly secret?: string | Secret };
  readonly signatureMethod?: SignatureMethod<never>;
}

/** How requests reach the provider. */
export interface ConnectionOptions {
  /** Texts for the variables of the provider's URLs, such as the name of a tenant. */
  readonly variables?: object;
  /** Sent with every call of the API, such as a User-Agent of the app's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Origins besides the provider's that `session.fetch` may reach. */
  readonly origins?: readonly string[];
  /** Where an origin of the provider is to be reached instead: an emulator, a sandbox, a proxy. */
  readonly originMap?: Readonly<Record<string, string>>;
  /** The platform's by default. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** A fresh nonce for each request; 120 random bits by default. */
  readonly nonce?: () => string;
  /**
   * Milliseconds that one attempt may take, with its redirects and the reading of its answer; no limit by default. Waits between
   * attempts do not count: what all of them may take is an `AbortSignal.timeout` in `signal`.
   */
  readonly timeout?: number;
  /** Aborts whatever is under way, with the signal's reason, and what would come after. */
  readonly signal?: AbortSignal;
  /** Whether operations are tried again; twice by default. */
  readonly retry?: RetryOptions | false;
  /** Told of every request that leaves, redirects and further attempts included. */
  readonly onRequest?: (notice: RequestNotice) => void;
  /** Told of every answer, before its body is read. */
  readonly onResponse?: (notice: ResponseNotice) => void;
  /** Told before an operation waits for its next attempt. */
  readonly onRetry?: (notice: RetryNotice) => void;
}

/** How an operation is tried again: only where that cannot do a thing twice, and signed anew each time. */
export interface RetryOptions {
  /** How many further attempts there are; 2 by default. */
  readonly attempts?: number;
  /** The longest wait in milliseconds; 30,000 by default. Where the provider wants a longer one, the error comes at once. */
  readonly maxDelay?: number;
  /** Waits for so many milliseconds; a timer by default. */
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1; of the platform's generator by default. */
  readonly random?: () => number;
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
