import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import type { FormFields } from "./answer.js";
import { registeredCallback } from "./callback.js";
import { checkOptions } from "./checked-options.js";
import type { ProviderEvent } from "./events.js";
import type { Endpoint, EndpointName, EndpointOptions, ProviderOptions } from "./options.js";
import { exposureFinder, type Exposure } from "./public-origin.js";
import { randomDigits, randomHex } from "./random.js";
import { follow } from "./soon.js";
import type { Store } from "./store.js";
import { memoryStore } from "./stores/memory.js";
import { USUAL_LIMIT } from "./usual-limit.js";

/** What has no default but to be absent. */
type Optional = "policy" | "scopes" | "sessionLifetime" | "tokenLifetime" | "xAuth";

/** The options with every default filled in, and the clock in whole seconds. */
export interface Settings
  extends
    Required<Omit<ProviderOptions, Optional | "endpoints" | "now" | "onEvent" | "store">>,
    Pick<ProviderOptions, Optional> {
  readonly store: Store;
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
  const origin = checkOptions(options);
  // One by one: what is given as `undefined` is not given, and must not switch a check off.
  const {
    store = memoryStore(),
    methods = METHODS,
    tls = "credentials",
    realm = origin,
    timestampWindow = 300,
    temporaryLifetime = 600,
    verifierAttempts = 5,
    verifier = defaultVerifier,
    bodyHash = "verify",
    tokenFields = () => [],
    denialFields = defaultDenial,
    scatteredParameters = false,
    versions = VERSIONS,
    callbackRule = registeredCallback,
    unsafeConsumersWithoutVerifier = [],
    problemReporting = true,
    explainFailures = false,
    limits = {},
    maxBody = USUAL_LIMIT,
    endpoints,
    now = Date.now,
    onEvent,
    ...optional
  } = options;
  return {
    ...optional,
    store: withoutNull(store),
    methods,
    openMethods: methods.filter(({ requiresTls }) => requiresTls !== true),
    tls,
    realm,
    timestampWindow,
    temporaryLifetime,
    verifierAttempts,
    verifier,
    bodyHash,
    tokenFields,
    denialFields,
    scatteredParameters,
    versions,
    callbackRule,
    unsafeConsumersWithoutVerifier,
    problemReporting,
    explainFailures,
    limits,
    maxBody,
    endpoints: endpointsAt(origin, endpoints),
    exposure: exposureFinder(options.origins),
    now: () => wholeSeconds(now()),
    emit: heardBy(onEvent),
  };
}

// By name, because a store may be an object of a class.
function withoutNull(store: Store<null>): Store {
  const orNone = <T>(answer: T | null | undefined): T | undefined => answer ?? undefined;
  return {
    insertConsumer: (consumer) => store.insertConsumer(consumer),
    findConsumer: (key) => follow(store.findConsumer(key), orNone),
    listConsumers: (owner) => store.listConsumers(owner),
    changeConsumer: (key, change) => store.changeConsumer(key, change),
    rotateConsumer: (rotation) => store.rotateConsumer(rotation),
    insertTemporary: (temporary, now) => store.insertTemporary(temporary, now),
    findTemporary: async (tokenHash, now) => orNone(await store.findTemporary(tokenHash, now)),
    approve: async (approval, now) => orNone(await store.approve(approval, now)),
    deny: async (tokenHash, now) => orNone(await store.deny(tokenHash, now)),
    exchange: (exchange, now) => store.exchange(exchange, now),
    findToken: (tokenHash) => follow(store.findToken(tokenHash), orNone),
    insertToken: (token) => store.insertToken(token),
    renew: async (renewal, now) => orNone(await store.renew(renewal, now)),
    listGrants: (user) => store.listGrants(user),
    revoke: (grant) => store.revoke(grant),
    revokeAll: (grants) => store.revokeAll(grants),
    revokeToken: async (token) => orNone(await store.revokeToken(token)),
    consumeNonce: (use, now) => store.consumeNonce(use, now),
  };
}

const VERSIONS = ["1.0"];

const METHODS = [hmacSha1, hmacSha256];

function endpointsAt(
  origin: string,
  given: Required<ProviderOptions>["endpoints"] = {},
): Settings["endpoints"] {
  const at = (path: string, name: EndpointName): Endpoint => endpoint(origin, path, given[name]);
  const endpoints = {
    temporaryCredentials: at("/oauth/initiate", "temporaryCredentials"),
    authorization: at("/oauth/authorize", "authorization"),
    tokenCredentials: at("/oauth/token", "tokenCredentials"),
    revocation: at("/oauth/revoke", "revocation"),
    // What is asked about a request is the body, whose hash is signed.
    introspection: { ...at("/oauth/introspect", "introspection"), methods: ["POST"] },
  };
  const paths = Object.values(endpoints).map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    throw new TypeError(`Two endpoints are at ${twice}: give each a path of its own.`);
  }
  return endpoints;
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
  // As clients send it: one that is spelled otherwise would never be asked for.
  const sent = new URL(`${origin}${path}`).pathname;
  if (sent !== path) {
    throw new TypeError(
      `${JSON.stringify(path)} is not an endpoint's path as clients send it: write ${JSON.stringify(sent)}.`,
    );
  }
  return { path, methods, url: `${origin}${path}` };
}

// No comparison with a time that is none is ever true, so every token would be fresh, and every timestamp in the window.
function wholeSeconds(milliseconds: number): number {
  const seconds = Math.floor(milliseconds / 1000);
  if (Number.isSafeInteger(seconds)) return seconds;
  throw new TypeError(`now() is ${milliseconds}: it has to be milliseconds since 1970.`);
}

// What listens has no say in what happens: a log that is full must not cost a user the login that it hears of.
function heardBy(onEvent: ProviderOptions["onEvent"]): Settings["emit"] {
  if (onEvent === undefined) return () => undefined;
  return (event) => {
    try {
      const heard: unknown = onEvent(event);
      if (heard instanceof Promise) heard.catch(() => undefined);
    } catch {
      // Dropped, as the option says.
    }
  };
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
