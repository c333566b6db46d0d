import { secret } from "@oauth1/core";
import { MOST_SECONDS } from "./checked-options.js";
import { checkedId, checkedText, checkTexts } from "./checked-text.js";
import { randomHex, sha256 } from "./random.js";
import type { Settings } from "./settings.js";
import type { Store, TokenRecord } from "./store.js";

/** Token credentials that another server has issued, and what for. */
export interface IssuedElsewhere {
  readonly token: { readonly key: string; readonly secret: string };
  /** The id of the user who has allowed it, and the key of a registered consumer. */
  readonly user: string;
  readonly consumer: string;
  /** The usual ones by default, where the provider has scopes. */
  readonly scopes?: readonly string[];
  /** Seconds since 1970: when it was allowed, now by default; and the last one in which the token is accepted, none by default. */
  readonly createdAt?: number;
  readonly expiresAt?: number;
}

/**
 * Takes over token credentials from another server, as they are, so that its consumers need no new login. `false` where the token
 * is known already, so what broke off can be run again. Rejects with a TypeError for what no request could be verified with.
 *
 * @example
 * import { secret } from "@oauth1/core";
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * await settings.store.insertConsumer({ key: "k1", secret: secret("s1"), name: "Printer", callbacks: ["oob"], createdAt: 0 });
 * const issued = { token: { key: "nnch734d", secret: "pfkkdhi9" }, user: "jane", consumer: "k1" };
 * await adopt(settings, issued); // => true
 * await adopt(settings, issued); // => false
 */
export async function adopt(
  { store, emit, now, scopes: options }: Settings,
  { token, user, consumer, createdAt = now(), expiresAt, scopes }: IssuedElsewhere,
): Promise<boolean> {
  checkedId("user", user);
  const tokenSecret = checkedText("token.secret", token.secret);
  if (checkedId("token.key", token.key) === "") throw new TypeError("token.key is empty.");
  checkTime("createdAt", createdAt);
  // Stores forget what has ended a day before the token that they are given was allowed. Clocks may differ by a minute.
  if (createdAt > now() + 60) {
    throw new TypeError(`createdAt is ${createdAt}, which is still to come: by default it is now.`);
  }
  if (expiresAt !== undefined) checkTime("expiresAt", expiresAt);
  const allowed = options && (scopes ?? options.usual ?? []);
  checkScopes(scopes ?? [], Object.keys(options?.offered ?? {}));
  if ((await store.findConsumer(checkedId("consumer", consumer))) === undefined) {
    throw new TypeError(`There is no consumer with the key ${consumer}: register it first.`);
  }
  const tokenHash = await sha256(token.key);
  const grant = randomHex(8);
  const inserted = await insertedNew(store, {
    tokenHash,
    secret: secret(tokenSecret),
    consumer,
    user,
    grant,
    createdAt,
    ...(allowed && { scopes: [...new Set(allowed)] }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  if (!inserted) return false;
  emit({ type: "token_credentials_issued", how: "elsewhere", consumer, user, grant });
  return true;
}

// Of many who insert a token at once, all but one are refused by the store, each driver in its own words.
async function insertedNew(store: Store, token: TokenRecord): Promise<boolean> {
  const isKnown = async (): Promise<boolean> =>
    (await store.findToken(token.tokenHash)) !== undefined;
  if (await isKnown()) return false;
  try {
    await store.insertToken(token);
    return true;
  } catch (error) {
    if (await isKnown()) return false;
    throw error;
  }
}

// Milliseconds, given by mistake, are more than the most seconds, of any time since 1973.
function checkTime(name: string, seconds: number): void {
  if (Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= MOST_SECONDS) return;
  throw new TypeError(`${name} is ${seconds}: it has to be whole seconds since 1970.`);
}

function checkScopes(scopes: readonly string[], offered: readonly string[]): void {
  checkTexts("scopes", scopes);
  const unknown = scopes.find((scope) => !offered.includes(scope));
  if (unknown === undefined) return;
  throw new TypeError(
    `This provider has no scope ${unknown}: ${offered.length === 0 ? "it has none" : `choose among ${offered.join(", ")}`}.`,
  );
}
