import type { Secret } from "@oauth1/core";

/** What an app tells the client about itself. */
export interface ClientOptions {
  /** The client credentials that the provider gave the app when it registered. */
  readonly consumer: { readonly key: string; readonly secret: string | Secret };
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
  /** A fresh nonce for each request; 128 random bits by default. */
  readonly nonce?: () => string;
}
