import type { Settings } from "./settings.js";

/** What a user has allowed a consumer. Its id opens nothing and can be shown. */
export interface Grant {
  readonly id: string;
  readonly consumer: { readonly key: string; readonly name: string };
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** What users have allowed, as a page of their account shows it. */
export interface Grants {
  readonly list: (user: string) => Promise<readonly Grant[]>;
  /** Takes effect on the consumer's next call; `false` when this user has no such grant. */
  readonly revoke: (revocation: {
    readonly user: string;
    readonly grant: string;
  }) => Promise<boolean>;
}

/**
 * The grants of a provider's users, to see and to take back.
 *
 * @example
 * const grants = createGrants(resolveSettings({ origins: ["https://photos.example.net"] }));
 * await grants.list("jane"); // => []
 * await grants.revoke({ user: "jane", grant: "none" }); // => false
 */
export function createGrants({ store, emit }: Settings): Grants {
  return {
    async list(user) {
      const records = await store.listGrants(user);
      return Promise.all(
        records.map(async ({ id, consumer: key, createdAt }) => {
          const consumer = await store.findConsumer(key);
          return { id, consumer: { key, name: consumer?.name ?? key }, createdAt };
        }),
      );
    },
    async revoke({ user, grant }) {
      const revoked = await store.revoke({ user, id: grant });
      if (revoked) emit({ type: "grant_revoked", user, grant });
      return revoked;
    },
  };
}
