import type { LiveSessionKeys } from "@oauth1/client";
import { hashText, secret, type SignatureMethod } from "@oauth1/core";
import type { FlowModel, MethodModule, ProviderModel, SigningModel } from "@oauth1/descriptor";
import {
  createProvider,
  randomHex,
  type Provider,
  type ProviderEvent,
  type RenewedToken,
  type Store,
} from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { loadMethod } from "./description/method.js";
import type { Faults } from "./faults.js";
import { createSessions, type BrowserSessions } from "./sessions.js";
import type { Urls } from "./urls.js";

/** What every part of an emulated provider works with. */
export interface Emulation {
  readonly model: ProviderModel;
  readonly urls: Urls;
  readonly store: Store;
  /** Registers apps, and lists and revokes what users have allowed. */
  readonly provider: Pick<Provider, "consumers" | "grants">;
  readonly methods: ReadonlyMap<string, SignatureMethod<never>>;
  readonly faults: Faults;
  readonly sessions: BrowserSessions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborts when the emulator closes. */
  readonly closing: AbortSignal;
  readonly emit: (event: ProviderEvent) => void;
  /** The key of a token by its secret, for calls that carry the secret alone. */
  readonly keyOfSecret: Map<string, string>;
  /** What each token was issued as, by its key, also after it is of no use any more. */
  readonly tokenKinds: Map<string, "access" | "temporary">;
  /** The last timestamp of each consumer and token, where they have to increase. */
  readonly timestamps: Map<string, number>;
  /** What apps have registered for live sessions, by the consumer's key. */
  readonly agreements: Map<string, LiveSessionKeys>;
  /** What calls are signed with, by the token that it was agreed on for. */
  readonly liveSessions: Map<string, LiveSessionRecord>;
  readonly tellLiveSession: (token: string, hidden: HiddenSecret) => void;
  /** What was pushed to an app, by the consumer's key. */
  readonly pushed: Map<string, { readonly verifier: string; readonly user: string }>;
}

/** A secret of a token that never crosses the wire: what calls are signed with, or what stands in front of a live session's request. */
export interface HiddenSecret {
  readonly use: "calls" | "prefix";
  readonly secret: string;
}

/** What app and provider have agreed on. */
export interface LiveSessionRecord {
  /** Base64. */
  readonly secret: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** What an emulation is made from. */
export interface EmulationOptions {
  readonly urls: Urls;
  readonly faults: Faults;
  readonly closing: AbortSignal;
  /** The emulation whose apps are those of this one too. */
  readonly before?: Pick<Emulation, "agreements" | "store"> | undefined;
  readonly now?: () => number;
  readonly onEvent?: (event: ProviderEvent) => void;
  readonly onLiveSession?: (token: string, hidden: HiddenSecret) => void;
}

/** Token credentials: what is handed out, and what is stored. */
export interface MintedToken {
  readonly key: string;
  readonly secret: string;
  /** What renews it; the empty text where the token itself does, or nothing. */
  readonly handle: string;
  readonly stored: RenewedToken;
}

/** Loads the signature methods of a provider, and gives it a memory. */
export async function createEmulation(
  model: ProviderModel,
  { urls, faults, closing, before, now = Date.now, ...ears }: EmulationOptions,
): Promise<Emulation> {
  const { onEvent = () => undefined, onLiveSession = () => undefined } = ears;
  const store = { ...memoryStore(), ...(before && consumersOf(before.store)) };
  const methods = await methodsOf(model);
  const provider = createProvider({
    // Only what consumers and users of it is asked for, which no origin matters for.
    origins: ["http://127.0.0.1"],
    store,
    methods: [...methods.values()],
    now,
    onEvent,
  });
  return {
    model,
    urls,
    store,
    provider,
    methods,
    faults,
    now,
    closing,
    emit: onEvent,
    sessions: createSessions(`emulated_${model.id}`),
    keyOfSecret: new Map(),
    tokenKinds: new Map(),
    timestamps: new Map(),
    agreements: before?.agreements ?? new Map(),
    liveSessions: new Map(),
    tellLiveSession: onLiveSession,
    pushed: new Map(),
  };
}

// One list of apps for both: one that is registered meanwhile would be missing from a copy.
function consumersOf(
  store: Store,
): Pick<
  Store,
  "changeConsumer" | "findConsumer" | "insertConsumer" | "listConsumers" | "rotateConsumer"
> {
  const { changeConsumer, findConsumer, insertConsumer, listConsumers, rotateConsumer } = store;
  return { changeConsumer, findConsumer, insertConsumer, listConsumers, rotateConsumer };
}

/** The signature methods of a provider by their names on the wire, those of single endpoints included. */
export async function methodsOf(
  model: ProviderModel,
): Promise<ReadonlyMap<string, SignatureMethod<never>>> {
  const loaded = methodsNeeded(model).map(
    async (one) => [one.name, await loadMethod(one)] as const,
  );
  return new Map(await Promise.all(loaded));
}

/** The methods of a provider, and those that single endpoints are signed with. */
export function methodsNeeded({ oauth }: ProviderModel): readonly MethodModule[] {
  const endpoints = oauth.flows.flatMap((flow) => Object.values(flow));
  const further = endpoints.flatMap((one) =>
    typeof one === "object" && "signatureMethod" in one && one.signatureMethod !== undefined
      ? [one.signatureMethod]
      : [],
  );
  return [...oauth.signatureMethods, ...further];
}

/**
 * Makes token credentials that live as long as the descriptor says; `keep` is the token that only lives longer.
 *
 * @example
 * const emulation = { now: () => 0, keyOfSecret: new Map(), tokenKinds: new Map(), model: { oauth: { flows: [], lifetime: { seconds: 60 } } } };
 * (await mintToken(emulation)).stored.expiresAt; // => 60
 */
export async function mintToken(
  emulation: Pick<Emulation, "keyOfSecret" | "model" | "now" | "tokenKinds">,
  keep: { readonly key?: string; readonly secret?: string } = {},
): Promise<MintedToken> {
  const { lifetime, flows } = emulation.model.oauth;
  const { key = randomHex(16), secret: text = randomHex(16) } = keep;
  const renewal = flows.find(isRenewal);
  const handle = renewal?.handle === undefined ? "" : randomHex(16);
  const expiresAt =
    lifetime?.seconds === undefined ? {} : { expiresAt: seconds(emulation) + lifetime.seconds };
  emulation.keyOfSecret.set(text, key);
  emulation.tokenKinds.set(key, "access");
  const stored = {
    tokenHash: await hashOf(key),
    secret: secret(text),
    ...expiresAt,
    ...(renewal === undefined ? {} : { session: { handleHash: await hashOf(handle) } }),
  };
  return { key, secret: text, handle, stored };
}

/**
 * The clock in whole seconds.
 *
 * @example
 * seconds({ now: () => 1999 }); // => 1
 */
export function seconds({ now }: Pick<Emulation, "now">): number {
  return Math.floor(now() / 1000);
}

/**
 * Under what the store keeps a token, a verifier or a handle.
 *
 * @example
 * await hashOf(""); // => "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
 */
export async function hashOf(text: string): Promise<string> {
  return hashText("SHA-256", text);
}

/**
 * The signing rules of an endpoint or an operation: those of the provider, and over them its own.
 *
 * @example
 * const emulation = { model: { oauth: { signing: { version: false, realm: "{shop}" } } }, urls: { fillText: () => "s1" } };
 * rulesOf(emulation, { signing: { version: true } }); // => { version: true, realm: "s1" }
 */
export function rulesOf(
  {
    model,
    urls,
  }: { readonly model: { readonly oauth: Pick<ProviderModel["oauth"], "signing"> } } & {
    readonly urls: Pick<Urls, "fillText">;
  },
  endpoint: { readonly signing: SigningModel | undefined } = { signing: undefined },
): SigningModel {
  const rules = { ...model.oauth.signing, ...endpoint.signing };
  return rules.realm === undefined ? rules : { ...rules, realm: urls.fillText(rules.realm) };
}

function isRenewal(flow: FlowModel): flow is Extract<FlowModel, { kind: "renewal" }> {
  return flow.kind === "renewal";
}
