import { generateKeyPairSync, getDiffieHellman } from "node:crypto";
import type { Account, LiveSessionKeys, Session, SessionLevel, TokenPair } from "@oauth1/client";
import type { FlowModel, OperationModel, ProviderModel } from "@oauth1/descriptor";
import { startEmulator, type Emulator, type EmulatorOptions } from "@oauth1/emulator";
import type { ProviderEvent } from "@oauth1/server";
import { needsPrivateKey, type Described } from "./described.js";
import { loadSdk, type AnyClient, type AnyOptions, type Sdk } from "./sdk.js";

/** An emulated provider, an app that is registered there, and the app's generated client. */
export interface World extends Described {
  readonly emulator: Emulator;
  /** What has happened there so far. */
  readonly events: readonly ProviderEvent[];
  readonly sdk: Sdk;
  readonly client: AnyClient;
  /** Another client of the same app. */
  readonly connect: (options?: Partial<AnyOptions>) => AnyClient;
  /** What the app signs with: a secret, a private key, or both. */
  readonly consumer: { readonly key: string };
  readonly close: () => Promise<void>;
}

/** A flow of one kind. */
export type Flow<K extends FlowModel["kind"]> = Extract<FlowModel, { kind: K }>;

/** One thing that a provider offers, or refuses, as its descriptor says. */
export interface Check {
  /** The title of the test. */
  readonly title: string;
  /** Rejects where it is otherwise. */
  readonly run: (world: World) => Promise<void>;
}

/** Where users of every app come back to; nobody listens there. */
export const CALLBACK = "http://127.0.0.1:9/callback?from=login";

/** Emulates a provider, and connects its generated client. */
export async function openWorld(
  described: Described,
  options: EmulatorOptions = {},
): Promise<World> {
  const { model, folder } = described;
  const sdk = await loadSdk(model, folder);
  // No test but the one about it runs into the described limit of calls.
  const events: ProviderEvent[] = [];
  const emulator = await startEmulator(model, {
    calls: 1_000_000,
    onEvent: (event) => void events.push(event),
    ...options,
  });
  const keys = needsPrivateKey(model) ? keyPair() : undefined;
  const agreeing = hasLiveSessions(model) ? agreement() : undefined;
  const app = await emulator.register({
    name: "App",
    callbacks: [CALLBACK, "oob"],
    ...(keys !== undefined && { publicKey: keys.publicKey }),
    ...(agreeing !== undefined && agreeing.registered),
  });
  const consumer = {
    key: app.key,
    ...(app.secret !== "" && { secret: app.secret }),
    ...(keys !== undefined && { privateKey: keys.privateKey }),
    ...(agreeing !== undefined && agreeing.own),
  };
  const connect = (more: Partial<AnyOptions> = {}): AnyClient =>
    sdk.create({
      consumer,
      originMap: emulator.originMap,
      variables: emulator.variables,
      retry: false,
      ...(options.now !== undefined && { now: options.now }),
      ...more,
    });
  const world = { ...described, emulator, events, sdk, connect, consumer };
  return { ...world, client: connect(), close: emulator.close };
}

/** A session that an operation can be called with: of a user, or of the consumer where that is enough. */
export async function sessionFor(
  { emulator, client, model }: Pick<World, "client" | "emulator" | "model">,
  { auth }: OperationModel,
): Promise<Session<string, SessionLevel>> {
  if (auth !== "token") return client.consumerSession();
  const { fields, ...token } = await emulator.issueToken("alice");
  return userSession({ client, model }, { ...token, ...fields });
}

/** A session of a user, by what calls are signed with: the token, or a live session that is opened with it. */
export async function userSession(
  { client, model }: Pick<World, "client" | "model">,
  account: Account | TokenPair,
): Promise<Session> {
  return client.session(await signingAccount({ client, model }, account));
}

/** What calls of a user are signed with. */
export async function signingAccount<A extends Account | TokenPair>(
  { client, model }: Pick<World, "client" | "model">,
  account: A,
): Promise<A | Account> {
  return hasLiveSessions(model) ? client.openLiveSession(account) : account;
}

/** Whether calls are signed with what app and provider agree on. */
export function hasLiveSessions({ oauth }: ProviderModel): boolean {
  return oauth.consumer.keys.includes("liveSession");
}

/** Whether a call is signed, and not authenticated in another way. */
export function isSigned({ api }: ProviderModel, { auth }: OperationModel): boolean {
  return auth === "consumer" || (auth === "token" && api.authentication === undefined);
}

// Making a pair takes longer than all tests of a provider.
let pair: { readonly publicKey: string; readonly privateKey: string } | undefined;

function keyPair(): NonNullable<typeof pair> {
  pair ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return pair;
}

// What an app registers for live sessions, and what it keeps.
function agreement(): {
  readonly registered: { readonly encryptionKey: string } & LiveSessionKeys;
  readonly own: LiveSessionKeys;
} {
  const { privateKey, publicKey } = keyPair();
  const diffieHellman = getDiffieHellman("modp14").getPrime("hex");
  return {
    registered: { encryptionKey: publicKey, diffieHellman },
    own: { encryptionKey: privateKey, diffieHellman },
  };
}
