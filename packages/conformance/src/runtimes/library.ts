import type * as client from "@oauth1/client";
import type * as core from "@oauth1/core";
import type * as liveSession from "@oauth1/core/live-session";
import type { PrivateKey, SignatureMethod } from "@oauth1/core";
import type * as server from "@oauth1/server";
import type * as twitter from "@oauth1/twitter";
import type { Vector } from "./vector.js";

/** What a runtime hands to the suite: the library as it has loaded it, and the facts about itself. */
export interface Library {
  readonly core: typeof core;
  readonly liveSession: typeof liveSession;
  readonly client: typeof client;
  readonly server: typeof server;
  readonly twitter: typeof twitter;
  /** Every method that takes a shared secret. */
  readonly shared: readonly SignatureMethod[];
  /** Every method that takes a private key. */
  readonly rsa: readonly SignatureMethod<PrivateKey>[];
  /** The method that signs with the bytes of a live session. */
  readonly hmacSha256Token: SignatureMethod<unknown>;
  /** Whether this runtime's cryptography answers at once. */
  readonly synchronous: boolean;
  readonly vectors: readonly Vector[];
  /** Where a provider listens that is not inside this runtime. */
  readonly origin: string;
}

/** The columns of the matrix. */
export const GROUPS = [
  "vectors",
  "sign+verify",
  "refused",
  "Request",
  "signSync",
  "nonces",
  "encoding",
  "RSA",
  "flow",
  "server",
  "SDK",
] as const;

export type Group = (typeof GROUPS)[number];

/** One thing that has to be so in every runtime. It throws where it is not. */
export interface Check {
  readonly group: Group;
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

/** How a check ended; `problem` says what was wrong. */
export interface Result {
  readonly group: Group;
  readonly name: string;
  readonly problem?: string;
}

export function expectSame(actual: unknown, expected: unknown): void {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (seen !== wanted) throw new Error(`${seen} where ${wanted} was expected`);
}
