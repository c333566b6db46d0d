import { secret } from "@oauth1/core";
import type {
  ConsumerRecord,
  Exchange,
  GrantRecord,
  NonceUse,
  Renewal,
  Store,
  TemporaryRecord,
  TokenRecord,
} from "@oauth1/server";

/** Checks by name; the name is a sentence about the store. */
export type StoreChecks = Readonly<Record<string, (store: Store) => Promise<void>>>;

/** A token that has an end and a session. */
export type SessionToken = TokenRecord & Required<Pick<TokenRecord, "expiresAt" | "session">>;

/** The one verifier hash that `approvedLogin` approves with. */
export const RIGHT_VERIFIER: string = "a".repeat(64);

/**
 * Text that no other check uses: 32 hex digits, or 64, as long as a hash.
 *
 * @example
 * fresh().length; // => 32
 * fresh(32).length; // => 64
 */
export function fresh(bytes = 16): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The clock in whole seconds: a real one, since a durable store may drop what is long over by itself.
 *
 * @example
 * Number.isInteger(clock()); // => true
 */
export function clock(): number {
  return Math.floor(Date.now() / 1000);
}

/**
 * A consumer whose fields hold what is hard to store.
 *
 * @example
 * sampleConsumer().name; // => "Printer \" ' \\ % ☃"
 */
export function sampleConsumer(): ConsumerRecord {
  return {
    key: fresh(),
    secret: secret("p&ss=w%rd/+~ *'()!☃"),
    name: "Printer \" ' \\ % ☃",
    callbacks: ["oob", "http://127.0.0.1:9/cb?x=1"],
    methods: ["HMAC-SHA1"],
    createdAt: clock(),
  };
}

/**
 * Pending temporary credentials that live for ten minutes.
 *
 * @example
 * sampleTemporary().callback; // => "http://127.0.0.1:9/cb"
 */
export function sampleTemporary(): TemporaryRecord {
  return {
    tokenHash: fresh(32),
    secret: secret(fresh()),
    consumer: fresh(),
    callback: "http://127.0.0.1:9/cb",
    expiresAt: clock() + 600,
  };
}

/**
 * Temporary credentials that a user has approved, in the store.
 *
 * @example
 * import { memoryStore } from "@oauth1/server/stores/memory";
 * (await approvedLogin(memoryStore(), "jane")).user; // => "jane"
 */
export async function approvedLogin(
  store: Store,
  user: string = fresh(),
): Promise<TemporaryRecord & { readonly user: string }> {
  const temporary = sampleTemporary();
  const { tokenHash } = temporary;
  await store.insertTemporary(temporary, clock());
  await store.approve({ tokenHash, user, verifierHash: RIGHT_VERIFIER }, clock());
  return { ...temporary, user };
}

/**
 * An attempt to exchange temporary credentials, with the right verifier and for a new token each time.
 *
 * @example
 * sampleExchange(sampleTemporary()).attempts; // => 5
 */
export function sampleExchange({ tokenHash, consumer }: TemporaryRecord): Exchange {
  return {
    tokenHash,
    consumer,
    verifierHash: RIGHT_VERIFIER,
    attempts: 5,
    token: {
      tokenHash: fresh(32),
      secret: secret(fresh()),
      grant: fresh(),
      createdAt: clock(),
    },
  };
}

/**
 * Token credentials that a store does not know yet, of a session that can renew them for an hour after their end.
 *
 * @example
 * sampleToken().session?.handleHash.length; // => 64
 */
export function sampleToken(user: string = fresh()): SessionToken {
  const now = clock();
  return {
    tokenHash: fresh(32),
    secret: secret(fresh()),
    grant: fresh(),
    createdAt: now,
    consumer: fresh(),
    user,
    scopes: ["read", 'write " \u0000'],
    expiresAt: now + 60,
    session: { handleHash: fresh(32), expiresAt: now + 3660 },
  };
}

/**
 * A use of a nonce that nobody has used.
 *
 * @example
 * const { timestamp, expiresAt } = sampleNonce();
 * expiresAt - timestamp; // => 300
 */
export function sampleNonce(): NonceUse {
  const timestamp = clock();
  const expiresAt = timestamp + 300;
  return { consumer: fresh(), tokenHash: fresh(32), timestamp, nonce: fresh(), expiresAt };
}

/**
 * Token credentials in the store.
 *
 * @example
 * import { memoryStore } from "@oauth1/server/stores/memory";
 * (await insertedToken(memoryStore(), "jane")).user; // => "jane"
 */
export async function insertedToken(store: Store, user: string = fresh()): Promise<SessionToken> {
  const token = sampleToken(user);
  await store.insertToken(token);
  return token;
}

/**
 * A renewal of this token that is right, for a new token each time.
 *
 * @example
 * const token = sampleToken();
 * sampleRenewal(token).handleHash === token.session.handleHash; // => true
 */
export function sampleRenewal({ tokenHash, consumer, session }: TokenRecord): Renewal {
  const { tokenHash: next, secret: nextSecret, expiresAt, session: renewed } = sampleToken();
  const handleHash = session?.handleHash ?? "";
  const token = { tokenHash: next, secret: nextSecret, expiresAt, session: renewed };
  return { tokenHash, consumer, handleHash, token };
}

/**
 * The grant that a token stands for.
 *
 * @example
 * grantOf(sampleToken("jane")).user; // => "jane"
 */
export function grantOf({ grant, consumer, user, createdAt, scopes }: TokenRecord): GrantRecord {
  return { id: grant, consumer, user, createdAt, ...(scopes && { scopes }) };
}
