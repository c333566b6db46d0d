import type { GrantRecord, TokenRecord } from "../store.js";
import type { GrantVerbs } from "./durable.js";
import { endOf, TOLD_SECONDS } from "./token-end.js";

/**
 * Tokens and grants in memory, found by token and by user. Each token that is given clears away some that have ended a
 * day ago.
 *
 * @example
 * import { secret } from "@oauth1/core";
 * const grants = memoryGrants();
 * const token = { tokenHash: "t1", secret: secret("s1"), consumer: "k1", user: "jane", grant: "g1", createdAt: 7 };
 * await grants.insertToken(token);
 * await grants.listGrants("jane"); // => [{ id: "g1", consumer: "k1", user: "jane", createdAt: 7 }]
 */
export function memoryGrants(): GrantVerbs {
  const book = grantBook();
  const { byToken, grantsOf, put, replace, remove } = book;
  return {
    findToken: (tokenHash) => byToken.get(tokenHash),
    async insertToken(token) {
      if (byToken.has(token.tokenHash)) throw new Error("This token is known already.");
      dropEnded(book, token.createdAt);
      put(token);
    },
    async renew({ tokenHash, consumer, handleHash, token }, now) {
      const old = byToken.get(tokenHash);
      if (old?.consumer !== consumer || old.session?.handleHash !== handleHash) return undefined;
      if ((old.session.expiresAt ?? now) < now) return undefined;
      const { expiresAt: _expiresAt, session: _session, ...grant } = old;
      const renewed = { ...grant, ...token };
      replace(old, renewed);
      return renewed;
    },
    async listGrants(user) {
      return grantsOf(user).map(grantOf).sort(byAge);
    },
    async revoke({ user, id }) {
      const token = grantsOf(user).find(({ grant }) => grant === id);
      if (token !== undefined) remove(token);
      return token !== undefined;
    },
    async revokeAll({ user, consumer }) {
      const all = grantsOf(user);
      const revoked =
        consumer === undefined ? all : all.filter((token) => token.consumer === consumer);
      for (const token of revoked) remove(token);
      return revoked.map(grantOf).sort(byAge);
    },
    async revokeToken({ tokenHash, consumer }) {
      const token = byToken.get(tokenHash);
      if (token?.consumer !== consumer) return undefined;
      remove(token);
      return grantOf(token);
    },
  };
}

interface GrantBook {
  readonly byToken: ReadonlyMap<string, TokenRecord>;
  /** Those that have an end, in the order in which they are looked at next. */
  readonly ending: Set<TokenRecord>;
  readonly grantsOf: (user: string) => readonly TokenRecord[];
  readonly put: (token: TokenRecord) => void;
  readonly replace: (old: TokenRecord, renewed: TokenRecord) => void;
  readonly remove: (token: TokenRecord) => void;
}

function grantBook(): GrantBook {
  const byToken = new Map<string, TokenRecord>();
  const ending = new Set<TokenRecord>();
  // By id for each user, in the order in which they were given: a renewal keeps its place.
  const byUser = new Map<string, Map<string, TokenRecord>>();
  const put = (token: TokenRecord): void => {
    byToken.set(token.tokenHash, token);
    if (endOf(token) !== undefined) ending.add(token);
    const owned = byUser.get(token.user) ?? new Map<string, TokenRecord>();
    byUser.set(token.user, owned.set(token.grant, token));
  };
  const forget = (token: TokenRecord): void => {
    byToken.delete(token.tokenHash);
    ending.delete(token);
  };
  return {
    byToken,
    ending,
    grantsOf: (user) => [...(byUser.get(user)?.values() ?? [])],
    put,
    replace(old, renewed) {
      forget(old);
      put(renewed);
    },
    remove(token) {
      forget(token);
      const owned = byUser.get(token.user);
      owned?.delete(token.grant);
      if (owned?.size === 0) byUser.delete(token.user);
    },
  };
}

// Most tokens of a provider live equally long, so the oldest come first. One that is kept goes to the end, so that it stands in
// nobody's way: more are looked at than are given, and so each comes up again.
function dropEnded({ ending, remove }: GrantBook, now: number): void {
  let looks = 0;
  for (const token of ending) {
    if ((looks += 1) > LOOKS) return;
    if ((endOf(token) ?? now) + TOLD_SECONDS < now) {
      remove(token);
    } else {
      ending.delete(token);
      ending.add(token);
    }
  }
}

const LOOKS = 10;

function grantOf({ grant, consumer, user, createdAt, scopes }: TokenRecord): GrantRecord {
  return {
    id: grant,
    consumer,
    user,
    createdAt,
    ...(scopes === undefined ? {} : { scopes }),
  };
}

function byAge(a: GrantRecord, b: GrantRecord): number {
  return a.createdAt - b.createdAt;
}
