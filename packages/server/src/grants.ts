import { adopt, type IssuedElsewhere } from "./adoption.js";
import { checkedText } from "./checked-text.js";
import { describedScopes, type Scope } from "./scopes.js";
import type { Settings } from "./settings.js";

/** What a user has allowed a consumer. Its id opens nothing and can be shown. */
export interface Grant {
  readonly id: string;
  readonly consumer: { readonly key: string; readonly name: string };
  /** Empty where the provider has no scopes. */
  readonly scopes: readonly Scope[];
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** What users have allowed, as a page of their account shows it. */
export interface Grants {
  /** The oldest first. */
  readonly list: (user: string) => Promise<readonly Grant[]>;
  /** Takes effect on the consumer's next call; `false` when this user has no such grant. */
  readonly revoke: (revocation: {
    readonly user: string;
    readonly grant: string;
  }) => Promise<boolean>;
  /**
   * Takes back all that a user has allowed, or all to one consumer, and answers with how many grants that were. A login that was
   * approved and that its consumer has not finished is no grant yet: `policy` can refuse it, and it ends after `temporaryLifetime`.
   */
  readonly revokeAll: (revocation: {
    readonly user: string;
    readonly consumer?: string;
  }) => Promise<number>;
  /**
   * Takes over token credentials that another server has issued, so that its consumers need no new login; their own keys and secrets
   * go to `consumers.register`. `false` where the token is known already, so what broke off can be run again.
   */
  readonly adopt: (issued: IssuedElsewhere) => Promise<boolean>;
}

/**
 * The grants of a provider's users, to see and to take back.
 *
 * @example
 * const grants = createGrants(resolveSettings({ origins: ["https://photos.example.net"] }));
 * await grants.list("jane"); // => []
 * await grants.revoke({ user: "jane", grant: "none" }); // => false
 * await grants.revokeAll({ user: "jane" }); // => 0
 */
export function createGrants(settings: Settings): Grants {
  const { store, emit, scopes: options } = settings;
  return {
    async list(user) {
      const records = await store.listGrants(checkedText("user", user));
      // Each consumer once, however often the user has allowed it.
      const keys = [...new Set(records.map(({ consumer }) => consumer))];
      const found = await Promise.all(keys.map((key) => store.findConsumer(key)));
      const names = new Map(found.map((consumer) => [consumer?.key, consumer?.name]));
      return records.map(({ id, consumer: key, createdAt, scopes }) => {
        const consumer = { key, name: names.get(key) ?? key };
        return { id, consumer, createdAt, scopes: describedScopes(options, scopes) };
      });
    },
    async revoke({ user, grant }) {
      checkedText("user", user);
      const revoked = await store.revoke({ user, id: grant });
      if (revoked) emit({ type: "grant_revoked", by: "user", user, grant });
      return revoked;
    },
    async revokeAll(revocation) {
      const { user, consumer: key } = revocation;
      checkedText("user", user);
      if (key !== undefined) checkedText("consumer", key);
      const revoked = await store.revokeAll(revocation);
      for (const { id: grant, consumer } of revoked) {
        emit({ type: "grant_revoked", by: "user", user, grant, consumer });
      }
      return revoked.length;
    },
    adopt: (issued) => adopt(settings, issued),
  };
}
