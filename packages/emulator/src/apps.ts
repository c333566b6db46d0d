import type { LiveSessionKeys } from "@oauth1/client";
import { encryptSecret, keyAgreement } from "@oauth1/core/live-session";
import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { randomHex, type Registration } from "@oauth1/server";
import type { Emulation } from "./emulation.js";

/** An app to be registered. */
export interface AppRegistration extends Partial<Registration> {
  /** `My app` by default. */
  readonly name?: string;
  /** URLs, and `oob`; any callback where there are none. */
  readonly callbacks?: readonly string[];
  /** PEM, where the provider's consumers sign with RSA. */
  readonly publicKey?: string;
  /** PEM of the public key that secrets are encrypted for, where the provider has live sessions. */
  readonly encryptionKey?: string;
  /** PEM as `openssl dhparam` writes it, a prime in hex, or prime and generator: with it live sessions are agreed on. */
  readonly diffieHellman?: LiveSessionKeys["diffieHellman"];
}

/** What a developer takes home. */
export interface RegisteredApp {
  readonly key: string;
  /** The empty text where the provider's consumers have none. */
  readonly secret: string;
  readonly name: string;
  readonly callbacks: readonly string[];
  /** The URL of each endpoint that the provider has, by name: `temporaryCredentials`, `authorization` and so on. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** Registers an app. Rejects with a TypeError for an unsafe callback, a key that is taken, and where a public key is needed. */
export async function registerApp(
  emulation: Emulation,
  { name = "My app", callbacks = [], encryptionKey, diffieHellman, ...given }: AppRegistration = {},
): Promise<RegisteredApp> {
  const { model, provider } = emulation;
  const { consumer } = model.oauth;
  if (given.publicKey === undefined && consumer.keys.includes("privateKey")) {
    throw new TypeError(
      `The consumers of ${model.name} sign with a private key: register with publicKey, as PEM.`,
    );
  }
  const agreement = await agreementOf(model, encryptionKey, diffieHellman);
  const secret = given.secret ?? (consumer.secret === "none" ? "" : randomHex(16));
  const { key } = await provider.consumers.register({ ...given, name, callbacks, secret });
  if (agreement !== undefined) emulation.agreements.set(key, agreement);
  return { key, secret, name, callbacks, endpoints: endpointsOf(emulation) };
}

// Keys that are none are refused before there is an app that could do nothing with them.
async function agreementOf(
  { name, oauth }: ProviderModel,
  encryptionKey: string | undefined,
  diffieHellman: LiveSessionKeys["diffieHellman"] | undefined,
): Promise<LiveSessionKeys | undefined> {
  if (!oauth.consumer.keys.includes("liveSession")) return undefined;
  if (encryptionKey === undefined || diffieHellman === undefined) {
    throw new TypeError(
      `The consumers of ${name} open live sessions: register with encryptionKey, the public key as PEM, and diffieHellman.`,
    );
  }
  await encryptSecret(encryptionKey, new Uint8Array());
  keyAgreement(diffieHellman);
  return { encryptionKey, diffieHellman };
}

function endpointsOf({ model, urls }: Emulation): RegisteredApp["endpoints"] {
  const found = model.oauth.flows.flatMap(urlsOf);
  return Object.fromEntries(found.map(([name, url]) => [name, urls.locate(urls.fill(url))]));
}

function urlsOf(flow: FlowModel): readonly (readonly [name: string, url: string])[] {
  switch (flow.kind) {
    case "login":
      return [
        ["temporaryCredentials", flow.temporaryCredentials.url],
        ["authorization", flow.authorization.url],
        ["tokenCredentials", flow.tokenCredentials.url],
      ];
    case "pushed-login":
      return [
        ["temporaryCredentials", flow.temporaryCredentials.url],
        ["tokenCredentials", flow.tokenCredentials.url],
      ];
    case "x-auth":
      return [["xAuth", flow.tokenCredentials.url]];
    case "reverse-auth":
      return [["reverseAuth", flow.temporaryCredentials.url]];
    case "renewal":
      return [["renewal", flow.tokenCredentials.url]];
    case "revocation":
      return [["revocation", flow.endpoint.url]];
    case "exchange":
      return [[flow.name, flow.endpoint.url]];
    case "live-session":
      return [["liveSession", flow.endpoint.url]];
    case "pre-issued":
    case "two-legged":
      return [];
  }
}
