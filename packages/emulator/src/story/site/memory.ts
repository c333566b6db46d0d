import type { Account, Begun } from "@oauth1/client";

/** A login that has been begun. */
export interface Pending {
  readonly begun: Begun;
  /** The provider that the user links next. */
  readonly next: string;
}

/** What the site keeps of one user and one provider. An app of more than one process keeps it in a database. */
export interface Link {
  readonly pending?: Pending;
  readonly account?: Account;
  /** Whether the provider has refused the last call. */
  readonly isRefused?: boolean;
}

/** What the site keeps. */
export interface Memory {
  readonly linkOf: (user: string, provider: string) => Link;
  readonly keep: (user: string, provider: string, link: Link) => void;
  /** Everything that is kept about a provider, the last change last. */
  readonly links: (provider: string) => readonly (readonly [user: string, link: Link])[];
  /** The verifiers that providers have sent, by provider. */
  readonly pushed: Map<string, string>;
  /** Whoever has signed in last. */
  user: string;
}

/** An empty memory. */
export function createMemory(): Memory {
  const kept = new Map<string, Map<string, Link>>();
  const ofProvider = (provider: string): Map<string, Link> => {
    const links = kept.get(provider) ?? new Map<string, Link>();
    kept.set(provider, links);
    return links;
  };
  return {
    linkOf: (user, provider) => ofProvider(provider).get(user) ?? {},
    keep(user, provider, link) {
      const links = ofProvider(provider);
      links.delete(user);
      links.set(user, link);
    },
    links: (provider) => [...ofProvider(provider)],
    pushed: new Map(),
    user: "",
  };
}
