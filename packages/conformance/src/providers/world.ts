import { generateKeyPairSync } from "node:crypto";
import type { Session, SessionLevel } from "@oauth1/client";
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
  const { model } = described;
  const sdk = await loadSdk(model);
  // No test but the one about it runs into the described limit of calls.
  const events: ProviderEvent[] = [];
  const emulator = await startEmulator(model, {
    ...{ calls: 1_000_000, onEvent: (event) => void events.push(event) },
    ...options,
  });
  const keys = needsPrivateKey(model) ? keyPair() : undefined;
  const app = await emulator.register({
    name: "App",
    callbacks: [CALLBACK, "oob"],
    ...(keys !== undefined && { publicKey: keys.publicKey }),
  });
  const consumer = {
    key: app.key,
    ...(app.secret !== "" && { secret: app.secret }),
    ...(keys !== undefined && { privateKey: keys.privateKey }),
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
  { emulator, client }: Pick<World, "emulator" | "client">,
  { auth }: OperationModel,
): Promise<Session<string, SessionLevel>> {
  if (auth !== "token") return client.consumerSession();
  return client.session(await emulator.issueToken("alice"));
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
