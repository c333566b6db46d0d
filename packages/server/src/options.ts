import type { RequestParts, SignatureMethod, VerifyLimits } from "@oauth1/core";
import type { FormFields } from "./answer.js";
import type { CallbackRule } from "./callback.js";
import type { ProviderEvent, RequestPurpose } from "./events.js";
import type { Store } from "./store.js";

/** What a provider is made of. Everything but the origins has a default. */
export interface ProviderOptions {
  /** Scheme and authority of every URL this provider is reached at; a request sent anywhere else is refused. */
  readonly origins: readonly string[];
  /** `memoryStore()` by default. */
  readonly store?: Store<null>;
  /** Where the endpoints are, under the first origin: `/oauth/initiate`, `/oauth/authorize`, `/oauth/token` and so on. */
  readonly endpoints?: Partial<Record<EndpointName, EndpointOptions>>;
  /**
   * HMAC-SHA1 and HMAC-SHA256 by default. A method that requires TLS, such as PLAINTEXT, is accepted over https
   * and at a loopback host, and nowhere else.
   */
  readonly methods?: readonly SignatureMethod<never>[];
  /** What needs TLS, save at a loopback host; `credentials` by default. */
  readonly tls?: TlsPolicy;
  /** The realm of `WWW-Authenticate`; the first origin by default. */
  readonly realm?: string;
  /** How many seconds a timestamp may be off, either way; 300 by default. */
  readonly timestampWindow?: number;
  /** How many seconds a user has to decide and a consumer to come back; 600 by default. */
  readonly temporaryLifetime?: number;
  /** How many seconds a token is accepted; for good by default. */
  readonly tokenLifetime?: number;
  /** How many seconds a token can be renewed with its session handle (OAuth Session 1.0); no handle is issued by default. */
  readonly sessionLifetime?: number;
  /** How many wrong verifiers end a login; 5 by default. */
  readonly verifierAttempts?: number;
  /** Makes the verifier for a callback: by default eight digits for `oob`, otherwise 128 random bits. */
  readonly verifier?: (callback: string) => string;
  /** What a consumer can ask to be allowed; without it there is but one kind of grant. */
  readonly scopes?: ScopeOptions;
  /** Whether a body that is no form has to come with its hash; a hash that comes is always checked. `verify` by default. */
  readonly bodyHash?: "require" | "verify";
  /**
   * Logs a user in by name and password for a consumer with the privilege `xauth` (xAuth): answers with the user's id, or
   * `undefined` when they are wrong. Off by default.
   */
  readonly xAuth?: (login: PasswordLogin) => string | undefined | Promise<string | undefined>;
  /** Has the last word on every request that is proved, such as where a user is suspended. */
  readonly policy?: (call: PolicyCall) => boolean | Promise<boolean>;
  /** Further fields of the answer with token credentials, such as `user_id`. */
  readonly tokenFields?: (grant: IssuedGrant) => FormFields | Promise<FormFields>;
  /** What a callback is told when the user refuses; `oauth_token` and `oauth_problem=user_refused` by default. */
  readonly denialFields?: (token: string) => FormFields;
  /** Whether `oauth_callback` and `oauth_verifier` may be signed in the query or the form; false by default. */
  readonly scatteredParameters?: boolean;
  /** What `oauth_version` may say where it is sent; `["1.0"]` by default. Some clients say `1.0A`. */
  readonly versions?: readonly string[];
  /** `registeredCallback` by default. An unsafe callback is refused before any rule is asked. */
  readonly callbackRule?: CallbackRule;
  /**
   * Keys of consumers that speak OAuth 1.0, without callback and verifier: whoever sends a user the link gets the user's
   * token (security advisory 2009.1). Nobody by default.
   */
  readonly unsafeConsumersWithoutVerifier?: readonly string[];
  /** Whether a refused peer is told the problem (OAuth Problem Reporting); true by default. */
  readonly problemReporting?: boolean;
  /** Whether the event of a wrong signature says how it should have been made: for development. False by default. */
  readonly explainFailures?: boolean;
  /** How much of a request is read before it is refused. */
  readonly limits?: Partial<VerifyLimits>;
  /**
   * The most bytes of a body that introspection and LTI read of a `Request`, since they need all of it; 1 MiB by default. Adapters,
   * which read bodies before, have an option of the same name.
   */
  readonly maxBody?: number;
  /** The clock, in milliseconds since 1970; `Date.now` by default. While it tells no time, requests are answered with 503. */
  readonly now?: () => number;
  /**
   * Hears what happens, in the middle of things. Nothing waits for it, and what it throws or rejects with is dropped: an
   * audit that must not miss anything has to catch its own errors.
   */
  readonly onEvent?: (event: ProviderEvent) => void;
}

/**
 * `always`: every request. `credentials`: what issues, renews or revokes credentials (RFC 5849 section 2), and methods
 * that send secrets. `methods`: only the latter, for networks that one trusts.
 */
export type TlsPolicy = "always" | "credentials" | "methods";

/** The endpoints: by what they hand out (RFC 5849 section 2), and two of our own. */
export type EndpointName =
  "authorization" | "introspection" | "revocation" | "temporaryCredentials" | "tokenCredentials";

/** Where one endpoint is. */
export interface EndpointOptions {
  /** Absolute, without a query. */
  readonly path?: string;
  /**
   * Upper-case; GET and POST by default. The authorization endpoint is a page of yours, which sees to it itself, and
   * introspection takes POST alone.
   */
  readonly methods?: readonly string[];
}

/** An endpoint as consumers see it. */
export interface Endpoint extends Required<EndpointOptions> {
  readonly url: string;
}

/** The scopes of a provider. */
export interface ScopeOptions {
  /** Every scope, and what a consent page says of it. */
  readonly offered: Readonly<Record<string, string>>;
  /** What a consumer gets that asks for nothing; nothing by default. */
  readonly usual?: readonly string[];
  /** The parameter of the request for temporary credentials that names them, separated by spaces or commas; `scope` by default. */
  readonly parameter?: string;
}

/** A user's name and password, which a consumer with the privilege `xauth` has asked for. */
export interface PasswordLogin {
  readonly username: string;
  readonly password: string;
  readonly consumer: string;
}

/** A request that is proved, and waits for the policy. */
export interface PolicyCall {
  readonly purpose: RequestPurpose;
  readonly consumer: string;
  readonly request: Request | RequestParts;
  readonly user?: string;
  readonly grant?: string;
}

/** What a user has just allowed, when the consumer fetches its token. */
export interface IssuedGrant {
  readonly id: string;
  readonly user: string;
  readonly consumer: string;
  readonly scopes?: readonly string[];
}
