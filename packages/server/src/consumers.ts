import { secret } from "@oauth1/core";
import { checkAgreement, termsOf, type Agreement, type AgreementChange } from "./agreement.js";
import { MOST_SECONDS } from "./checked-options.js";
import { checkedId, checkedText, checkTexts } from "./checked-text.js";
import type { EndpointName } from "./options.js";
import { randomHex } from "./random.js";
import type { Settings } from "./settings.js";
import type { ConsumerRecord } from "./store.js";

/** A client to be registered. */
export interface Registration extends Agreement {
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
  /** The absolute URLs of the endpoints. */
  readonly endpoints: Readonly<Record<EndpointName, string>>;
}

/** A client as its owner may see it. */
export type ConsumerView = Omit<ConsumerRecord, "previous" | "secret"> & {
  /** The last second in which the secret before the last rotation is accepted. */
  readonly previousExpiresAt?: number;
};

/** The clients of a provider. */
export interface Consumers {
  /**
   * Rejects with a TypeError for an unsafe callback, an unknown method, a public key that the provider's methods cannot
   * read, and a key that is taken.
   */
  readonly register: (registration: Registration) => Promise<RegisteredConsumer>;
  /** In the order in which they were registered; with an owner, that owner's. */
  readonly list: (owner?: string) => Promise<readonly ConsumerView[]>;
  /**
   * Changes what is given and nothing else: `{ methods: null }` goes back to every method of the provider, and nobody is the
   * owner with `{ owner: null }`. Rejects with a TypeError as `register` does, and for a key that is not known.
   */
  readonly change: (key: string, change: AgreementChange) => Promise<void>;
  /**
   * A new secret. The present one is accepted for so many seconds more; 86,400 by default, and 0 for not at all, which is an
   * end at 0. The one before it is accepted no longer, even where its own time is not over.
   */
  readonly rotateSecret: (
    key: string,
    options?: { readonly overlap?: number },
  ) => Promise<{ readonly secret: string; readonly previousExpiresAt: number }>;
}

/**
 * The clients of a provider: how they come about is beyond RFC 5849 (section 1.1: "client credentials").
 *
 * @example
 * const consumers = createConsumers(resolveSettings({ origins: ["https://photos.example.net"] }));
 * const printer = await consumers.register({ name: "Printer", callbacks: ["https://printer.example.com/ready"] });
 * printer.endpoints.authorization; // => "https://photos.example.net/oauth/authorize"
 * await consumers.change(printer.key, { disabled: true, owner: "jane" });
 * (await consumers.list()).map(({ owner, disabled }) => [owner, disabled]); // => [["jane", true]]
 * await consumers.change(printer.key, { disabled: false, owner: null });
 * (await consumers.list()).map(({ owner, disabled }) => [owner, disabled]); // => [[undefined, false]]
 */
export function createConsumers(settings: Settings): Consumers {
  const { store, endpoints, methods, emit, now } = settings;
  return {
    async register({ key = randomHex(16), secret: given = randomHex(32), ...agreed }) {
      const { name } = agreed;
      const { callbacks = [], ...terms } = termsOf<never>(agreed);
      checkedId("key", key);
      checkedText("secret", given);
      checkedText("name", name);
      checkTexts("callbacks", agreed.callbacks);
      await checkAgreement({ ...terms, callbacks }, methods);
      const record = { ...terms, name, callbacks, key, secret: secret(given), createdAt: now() };
      const inserted = await store.insertConsumer(record);
      if (!inserted) throw new TypeError(`The consumer key ${key} is taken: choose another one.`);
      emit({ type: "consumer_registered", consumer: key });
      return { key, secret: given, name, callbacks, endpoints: urlsOf(endpoints) };
    },
    async list(owner) {
      if (owner !== undefined) checkedText("owner", owner);
      return (await store.listConsumers(owner)).map(viewOf);
    },
    async change(key, change) {
      const { disabled } = change;
      const terms = { ...termsOf(change), ...(disabled !== undefined && { disabled }) };
      await checkAgreement(terms, methods);
      if (!(await store.changeConsumer(key, terms))) throw unknown(key);
      emit({ type: "consumer_changed", consumer: key, fields: Object.keys(terms) });
    },
    async rotateSecret(key, { overlap = 86_400 } = {}) {
      if (!(Number.isSafeInteger(overlap) && overlap >= 0 && overlap <= MOST_SECONDS)) {
        throw new TypeError(
          `overlap is ${overlap}: it has to be a whole number of seconds, ${MOST_SECONDS} at most.`,
        );
      }
      const fresh = randomHex(32);
      // Not now: in a process whose clock is behind, that is still to come.
      const previousExpiresAt = overlap === 0 ? 0 : now() + overlap;
      const rotation = { key, secret: secret(fresh), previousExpiresAt };
      if (!(await store.rotateConsumer(rotation))) throw unknown(key);
      emit({ type: "consumer_secret_rotated", consumer: key });
      return { secret: fresh, previousExpiresAt };
    },
  };
}

function urlsOf(endpoints: Settings["endpoints"]): RegisteredConsumer["endpoints"] {
  return {
    temporaryCredentials: endpoints.temporaryCredentials.url,
    authorization: endpoints.authorization.url,
    tokenCredentials: endpoints.tokenCredentials.url,
    revocation: endpoints.revocation.url,
    introspection: endpoints.introspection.url,
  };
}

function viewOf({ secret: _secret, previous, ...view }: ConsumerRecord): ConsumerView {
  return previous === undefined ? view : { ...view, previousExpiresAt: previous.expiresAt };
}

function unknown(key: string): TypeError {
  return new TypeError(
    `There is no consumer ${key}: see consumers.list() for those that there are.`,
  );
}
