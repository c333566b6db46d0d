import type { Transmission } from "@oauth1/core";

/** The signature methods that are tried. */
export const METHODS = ["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1", "PLAINTEXT"] as const;
export type MethodName = (typeof METHODS)[number];

/** Where the protocol's parameters travel. */
export const TRANSMISSIONS: readonly Transmission[] = ["header", "query", "body"];

/** One way to sign. */
export interface Way {
  readonly method: MethodName;
  readonly transmission: Transmission;
}

/** All of them. */
export const WAYS: readonly Way[] = METHODS.flatMap((method) =>
  TRANSMISSIONS.map((transmission) => ({ method, transmission })),
);

export type Pairs = readonly (readonly [name: string, value: string])[];

export interface Keys {
  readonly key: string;
  readonly secret: string;
}

/** What a client is told before it starts. */
export interface Setup extends Way {
  readonly base: string;
  readonly consumer: Keys;
}

/** A call of the protected resource. Without a form and without JSON it has no body. */
export interface Call {
  readonly verb: "GET" | "POST";
  readonly url: string;
  readonly form?: Pairs;
  readonly json?: string;
  readonly token: Keys;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What the user's approval came to: a verifier and, unless it is for the user to carry, where the browser was sent. */
export interface Approval {
  readonly verifier: string;
  readonly location?: string;
}

/** One way of one client. Whatever goes wrong is thrown. */
export interface Client {
  /** Where users come back to. */
  readonly callback: string;
  readonly temporary: (callback: string) => Promise<Keys>;
  readonly token: (temporary: Keys, approval: Approval) => Promise<Keys>;
  readonly call: (call: Call) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** A request as it was sent, to be sent again. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface OpenPeer {
  readonly version: string;
  readonly close: () => Promise<void>;
}

interface OfPeer {
  readonly name: string;
  /** The package that it comes in. */
  readonly package: string;
  /** Ends with 0 where the peer is installed; peers from the npm registry always are. */
  readonly probe?: readonly [command: string, ...args: string[]];
  /** The only ways to try; all of them by default. */
  readonly ways?: readonly Way[];
}

/** A client that somebody else wrote. */
export interface ClientPeer extends OfPeer {
  readonly role: "client";
  readonly open: () => Promise<
    OpenPeer & { readonly client: (setup: Setup) => Client | Promise<Client> }
  >;
}

/** A server that somebody else wrote, behind the paths of the interop contract. */
export interface ServerPeer extends OfPeer {
  readonly role: "server";
  readonly open: () => Promise<OpenPeer & { readonly base: string }>;
}

export type Peer = ClientPeer | ServerPeer;
