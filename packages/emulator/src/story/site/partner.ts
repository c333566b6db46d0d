import { getDiffieHellman } from "node:crypto";
import type { SignatureMethod } from "@oauth1/core";
import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { loadMethod } from "../../description/method.js";
import { describeProvider, type AnyClientOptions } from "../../description/provider.js";
import type { Emulator } from "../../emulator.js";
import { methodsNeeded } from "../../emulation.js";
import { consumerPair } from "../rsa-pair.js";

/** A provider, as the consumer's site works with it. */
export interface Partner {
  readonly model: ProviderModel;
  /** How its users are linked. */
  readonly entrance: Entrance;
  readonly client: AnyClientOptions;
  /** Every signature method that it takes somewhere, by the names on the wire. */
  readonly methods: ReadonlyMap<string, SignatureMethod<never>>;
  /** Where users come back to. */
  readonly callback: string;
  /** The provider's pages that the site links to. */
  readonly pages: Emulator["pages"];
}

/** A flow that ends with credentials of one kind or another. */
export type Entrance = Extract<FlowModel, { readonly kind: EntranceKind }>;

type EntranceKind = "login" | "pre-issued" | "pushed-login" | "two-legged" | "x-auth";

/** A provider that runs here, and where its users come back to. */
export interface Registration {
  readonly model: ProviderModel;
  readonly emulator: Pick<Emulator, "originMap" | "pages" | "variables">;
  readonly callback: string;
  readonly methods: Partner["methods"];
}

/** The developer of the site registers it with a provider, and gets the client credentials. */
export async function registerSite(
  name: string,
  { model, emulator, callback, methods }: Registration,
): Promise<Partner> {
  const entrance = entranceOf(model);
  const isKeyed = methodsNeeded(model).some((one) => one.key === "privateKey");
  const pair = isKeyed ? consumerPair() : undefined;
  const agreeing = model.oauth.consumer.keys.includes("liveSession")
    ? { pair: consumerPair(), group: getDiffieHellman("modp14").getPrime("hex") }
    : undefined;
  const isTyped = entrance.kind === "login" && entrance.callback.modes === "pin";
  const { key, secret } = await register(emulator.pages.apps, {
    name,
    callback: isTyped ? "oob" : callback,
    ...(pair && { publicKey: pair.publicKey }),
    ...(agreeing && { encryptionKey: agreeing.pair.publicKey, diffieHellman: agreeing.group }),
  });
  const { originMap, pages, variables } = emulator;
  const method = await loadMethod(model.oauth.signatureMethods[0]);
  return {
    model,
    entrance,
    callback,
    methods,
    pages,
    client: {
      originMap,
      variables,
      provider: describeProvider(model, method),
      retry: false,
      consumer: {
        key,
        secret,
        privateKey: pair?.privateKey ?? "",
        ...(agreeing && {
          encryptionKey: agreeing.pair.privateKey,
          diffieHellman: agreeing.group,
        }),
      },
    },
  };
}

/** The flow by which users are linked: the provider's first one; the consumer alone where there is none. */
export function entranceOf({ oauth }: Pick<ProviderModel, "oauth">): Entrance {
  return oauth.flows.find(isEntrance) ?? { kind: "two-legged", description: undefined };
}

function isEntrance(flow: FlowModel): flow is Entrance {
  return ENTRANCES.has(flow.kind);
}

const ENTRANCES: ReadonlySet<string> = new Set<EntranceKind>([
  "login",
  "pre-issued",
  "pushed-login",
  "two-legged",
  "x-auth",
]);

async function register(
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly key: string; readonly secret: string }> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const sent = { method: "POST", headers, body: JSON.stringify(fields) };
  const response = await fetch(url, sent).catch((cause: unknown) => {
    const { origin } = new URL(url);
    throw new Error(
      `The site of the story registers at ${url}, and nothing answers there: let what stands in front of the emulator lead from ${origin} to it before this, or leave out the option origin.`,
      { cause },
    );
  });
  if (response.status !== 201)
    throw new Error(`The registration was refused: ${await response.text()}`);
  return response.json();
}
