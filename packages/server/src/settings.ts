import { receivedTarget, type SignatureMethod, type VerifyLimits } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import type { FormFields } from "./answer.js";
import { registeredCallback, type CallbackRule } from "./callback.js";
import type { ProviderEvent } from "./events.js";
import { randomDigits, randomHex } from "./random.js";
import type { Store } from "./store.js";
import { memoryStore } from "./stores/memory.js";

/** What a provider is made of. Everything but the origins has a default. */
export interface ProviderOptions {
  /** Scheme and authority of every URL this provider is reached at; a request sent anywhere else is refused. */
  readonly origins: readonly string[];
  /** `memoryStore()` by default. */
  readonly store?: Store;
  /** Where the endpoints are, under the first origin: `/oauth/initiate`, `/oauth/authorize`, `/oauth/token`. */
  readonly endpoints?: Partial<Record<EndpointName, EndpointOptions>>;
  /**
   * HMAC-SHA1 and HMAC-SHA256 by default. A method that requires TLS, such as PLAINTEXT, is accepted over https
   * and at a loopback host, and nowhere else.
   */
  readonly methods?: readonly SignatureMethod<never>[];
  /** The realm of `WWW-Authenticate`; the first origin by default. */
  readonly realm?: string;
  /** How many seconds a timestamp may be off, either way; 300 by default. */
  readonly timestampWindow?: number;
  /** How many seconds a user has to decide and a consumer to come back; 600 by default. */
  readonly temporaryLifetime?: number;
  /** How many wrong verifiers end a login; 5 by default. */
  readonly verifierAttempts?: number;
  /** Makes the verifier for a callback: by default eight digits for `oob`, otherwise 128 random bits. */
  readonly verifier?: (callback: string) => string;
  /** Further fields of the answer with token credentials, such as `user_id`. */
  readonly tokenFields?: (grant: IssuedGrant) => FormFields | Promise<FormFields>;
  /** What a callback is told when the user refuses; `oauth_token` and `oauth_problem=user_refused` by default. */
  readonly denialFields?: (token: string) => FormFields;
  /** Whether `oauth_callback` and `oauth_verifier` may be signed in the query or the form; false by default. */
  readonly scatteredParameters?: boolean;
  /** `registeredCallback` by default. An unsafe callback is refused before any rule is asked. */
  readonly callbackRule?: CallbackRule;
  /** How much of a request is read before it is refused. */
  readonly limits?: Partial<VerifyLimits>;
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** Hears what happens. It is called in the middle of things and must not throw. */
  readonly onEvent?: (event: ProviderEvent) => void;
}

/** The three endpoints, by what they hand out (RFC 5849 section 2). */
export type EndpointName = "authorization" | "temporaryCredentials" | "tokenCredentials";

/** Where one endpoint is. */
export interface EndpointOptions {
  /** Absolute, without a query. */
  readonly path?: string;
  /** Upper-case; GET and POST by default. The authorization endpoint is a page of yours, which sees to it itself. */
  readonly methods?: readonly string[];
}

/** An endpoint as consumers see it. */
export interface Endpoint extends Required<EndpointOptions> {
  readonly url: string;
}

/** What a user has just allowed, when the consumer fetches its token. */
export interface IssuedGrant {
  readonly id: string;
  readonly user: string;
  readonly consumer: string;
}

/** The options with every default filled in, and the clock in whole seconds. */
export interface Settings extends Required<Omit<ProviderOptions, "endpoints" | "now" | "onEvent">> {
  readonly endpoints: Readonly<Record<EndpointName, Endpoint>>;
  readonly now: () => number;
  readonly emit: (event: ProviderEvent) => void;
}

/**
 * Fills in the defaults. Throws a TypeError for origins that are none and paths that are not absolute.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * settings.endpoints.tokenCredentials.url; // => "https://photos.example.net/oauth/token"
 * settings.timestampWindow; // => 300
 */
export function resolveSettings(options: ProviderOptions): Settings {
  const origin = checkedOrigin(options.origins);
  const { endpoints = {}, now = Date.now } = options;
  return {
    origins: options.origins,
    store: options.store ?? memoryStore(),
    endpoints: {
      temporaryCredentials: endpoint(origin, "/oauth/initiate", endpoints.temporaryCredentials),
      authorization: endpoint(origin, "/oauth/authorize", endpoints.authorization),
      tokenCredentials: endpoint(origin, "/oauth/token", endpoints.tokenCredentials),
    },
    methods: options.methods ?? [hmacSha1, hmacSha256],
    realm: options.realm ?? origin,
    timestampWindow: options.timestampWindow ?? 300,
    temporaryLifetime: options.temporaryLifetime ?? 600,
    verifierAttempts: options.verifierAttempts ?? 5,
    verifier: options.verifier ?? defaultVerifier,
    tokenFields: options.tokenFields ?? (() => []),
    denialFields: options.denialFields ?? defaultDenial,
    scatteredParameters: options.scatteredParameters ?? false,
    callbackRule: options.callbackRule ?? registeredCallback,
    limits: options.limits ?? {},
    now: () => Math.floor(now() / 1000),
    emit: options.onEvent ?? (() => undefined),
  };
}

function checkedOrigin(origins: readonly string[]): string {
  const wrong = origins.find((origin) => {
    const target = receivedTarget(origin);
    return target === undefined || `${target.scheme}://${target.host}` !== origin;
  });
  if (wrong !== undefined) {
    throw new TypeError(
      `${JSON.stringify(wrong)} is not an origin: write scheme and host alone, such as "https://api.example.com".`,
    );
  }
  const [first] = origins;
  if (first === undefined) {
    throw new TypeError('A provider needs its public origins: pass origins: ["https://..."].');
  }
  return first;
}

function endpoint(
  origin: string,
  usualPath: string,
  { path = usualPath, methods = ["GET", "POST"] }: EndpointOptions = {},
): Endpoint {
  if (!path.startsWith("/") || /[?#]/.test(path)) {
    throw new TypeError(
      `${JSON.stringify(path)} is not an endpoint's path: start with a slash and leave out the query.`,
    );
  }
  return { path, methods, url: `${origin}${path}` };
}

// A person types the verifier for `oob`; five attempts in 10^8 are safe enough.
function defaultVerifier(callback: string): string {
  return callback === "oob" ? randomDigits(8) : randomHex(16);
}

function defaultDenial(token: string): FormFields {
  return [
    ["oauth_token", token],
    ["oauth_problem", "user_refused"],
  ];
}
