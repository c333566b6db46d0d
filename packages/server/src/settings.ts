import { receivedTarget } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import type { FormFields } from "./answer.js";
import { registeredCallback } from "./callback.js";
import type { ProviderEvent } from "./events.js";
import { isLoopback } from "./loopback.js";
import type { Endpoint, EndpointName, EndpointOptions, ProviderOptions } from "./options.js";
import { exposureFinder, type Exposure } from "./public-origin.js";
import { randomDigits, randomHex } from "./random.js";
import { memoryStore } from "./stores/memory.js";

/** What has no default but to be absent. */
type Optional = "policy" | "scopes" | "sessionLifetime" | "tokenLifetime" | "xAuth";

/** The options with every default filled in, and the clock in whole seconds. */
export interface Settings
  extends
    Required<Omit<ProviderOptions, Optional | "endpoints" | "now" | "onEvent">>,
    Pick<ProviderOptions, Optional> {
  readonly endpoints: Readonly<Record<EndpointName, Endpoint>>;
  /** The methods for requests without TLS: none whose signature gives the secrets away to whoever reads along. */
  readonly openMethods: Required<ProviderOptions>["methods"];
  /** How exposed the way to a URL is; `undefined` where that is not this provider's. */
  readonly exposure: (url: string) => Exposure | undefined;
  readonly now: () => number;
  readonly emit: (event: ProviderEvent) => void;
}

/**
 * Fills in the defaults. Throws a TypeError for options that cannot be meant.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * settings.endpoints.tokenCredentials.url; // => "https://photos.example.net/oauth/token"
 * settings.timestampWindow; // => 300
 */
export function resolveSettings(options: ProviderOptions): Settings {
  const { endpoints = {}, methods = METHODS, now = Date.now, onEvent, ...given } = options;
  const origin = checkedOrigin(options);
  checkNumbers(options);
  checkScopes(options);
  const url = (path: string, name: EndpointName): Endpoint =>
    endpoint(origin, path, endpoints[name]);
  return {
    store: memoryStore(),
    methods,
    openMethods: methods.filter(({ requiresTls }) => requiresTls !== true),
    tls: "credentials",
    realm: origin,
    timestampWindow: 300,
    temporaryLifetime: 600,
    verifierAttempts: 5,
    verifier: defaultVerifier,
    bodyHash: "verify",
    tokenFields: () => [],
    denialFields: defaultDenial,
    scatteredParameters: false,
    callbackRule: registeredCallback,
    unsafeConsumersWithoutVerifier: [],
    problemReporting: true,
    explainFailures: false,
    limits: {},
    ...given,
    endpoints: {
      temporaryCredentials: url("/oauth/initiate", "temporaryCredentials"),
      authorization: url("/oauth/authorize", "authorization"),
      tokenCredentials: url("/oauth/token", "tokenCredentials"),
      revocation: url("/oauth/revoke", "revocation"),
      introspection: url("/oauth/introspect", "introspection"),
    },
    exposure: exposureFinder(options.origins),
    now: () => Math.floor(now() / 1000),
    emit: onEvent ?? (() => undefined),
  };
}

const METHODS = [hmacSha1, hmacSha256];

function checkedOrigin({ origins, tls }: ProviderOptions): string {
  for (const origin of origins) {
    const target = receivedTarget(origin);
    const isOrigin = target !== undefined && `${target.scheme}://${target.host}` === origin;
    if (!isOrigin || origin.includes("*")) {
      throw new TypeError(
        `${JSON.stringify(origin)} is not an origin: write scheme and host alone, such as "https://api.example.com".`,
      );
    }
    if (tls === "always" && target.scheme !== "https" && !isLoopback(target)) {
      throw new TypeError(`${origin} has no TLS, which tls: "always" asks for: use https.`);
    }
  }
  const [first] = origins;
  if (first === undefined) {
    throw new TypeError('A provider needs its public origins: pass origins: ["https://..."].');
  }
  return first;
}

const SECONDS = [
  "timestampWindow",
  "temporaryLifetime",
  "tokenLifetime",
  "sessionLifetime",
  "verifierAttempts",
] as const;

function checkNumbers(options: ProviderOptions): void {
  for (const name of SECONDS) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
      throw new TypeError(`${name} is ${value}: it has to be a whole number above zero.`);
    }
  }
}

function checkScopes({ scopes }: ProviderOptions): void {
  if (scopes === undefined) return;
  const { offered, usual = [] } = scopes;
  const wrong = Object.keys(offered).find((name) => !/^[!#-+\--[\]-~]+$/.test(name));
  if (wrong !== undefined) {
    throw new TypeError(`The scope ${JSON.stringify(wrong)} holds a space, a comma or a quote.`);
  }
  const unknown = usual.find((name) => !Object.hasOwn(offered, name));
  if (unknown !== undefined) throw new TypeError(`The usual scope ${unknown} is not offered.`);
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
