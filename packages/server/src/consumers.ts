import { secret, type SignatureMethod } from "@oauth1/core";
import { callbackFlaw } from "./callback.js";
import { randomHex } from "./random.js";
import type { EndpointName, Settings } from "./settings.js";

/** What the owner of a client agrees with the provider. */
export interface Registration {
  /** What a consent page shows. */
  readonly name: string;
  /** Absolute URLs, and `oob` where the user is to carry the verifier. */
  readonly callbacks: readonly string[];
  /** The names of the signature methods it may use; every method of the provider by default. */
  readonly methods?: readonly string[];
  /** Random by default. */
  readonly key?: string;
  /** Random by default; empty is allowed, for a client that can keep no secret. */
  readonly secret?: string;
}

/** What the owner of a client takes home. The secret is plain text and is not handed out again. */
export interface RegisteredConsumer {
  readonly key: string;
  readonly secret: string;
  readonly name: string;
  readonly callbacks: readonly string[];
  /** The absolute URLs of the three endpoints. */
  readonly endpoints: Readonly<Record<EndpointName, string>>;
}

/** The clients of a provider. */
export interface Consumers {
  /** Rejects with a TypeError for an unsafe callback, an unknown method and a key that is taken. */
  readonly register: (registration: Registration) => Promise<RegisteredConsumer>;
}

/**
 * The client registration of a provider; how it comes about is beyond RFC 5849 (section 1.1: "client credentials").
 *
 * @example
 * const consumers = createConsumers(resolveSettings({ origins: ["https://photos.example.net"] }));
 * const printer = await consumers.register({ name: "Printer", callbacks: ["https://printer.example.com/ready"] });
 * printer.endpoints.authorization; // => "https://photos.example.net/oauth/authorize"
 */
export function createConsumers({ store, endpoints, methods, emit }: Settings): Consumers {
  return {
    async register({ key = randomHex(16), secret: given = randomHex(32), ...agreed }) {
      check(agreed, methods);
      const inserted = await store.insertConsumer({ ...agreed, key, secret: secret(given) });
      if (!inserted) throw new TypeError(`The consumer key ${key} is taken: choose another one.`);
      emit({ type: "consumer_registered", consumer: key });
      const { name, callbacks } = agreed;
      const urls = {
        temporaryCredentials: endpoints.temporaryCredentials.url,
        authorization: endpoints.authorization.url,
        tokenCredentials: endpoints.tokenCredentials.url,
      };
      return { key, secret: given, name, callbacks, endpoints: urls };
    },
  };
}

function check(
  { callbacks, methods = [] }: Registration,
  offered: readonly SignatureMethod<never>[],
): void {
  for (const callback of callbacks) {
    const flaw = callbackFlaw(callback);
    if (flaw !== undefined) throw new TypeError(`${flaw} Register another one than ${callback}.`);
  }
  const names = offered.map(({ name }) => name);
  const unknown = methods.find((method) => !names.includes(method));
  if (unknown !== undefined) {
    throw new TypeError(
      `This provider has no signature method ${unknown}: choose among ${names.join(", ")}, or pass it to createProvider.`,
    );
  }
}
