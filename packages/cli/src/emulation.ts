import type { ProviderModel } from "@oauth1/descriptor";
import type { Emulator, EmulatorOptions, RegisteredApp } from "@oauth1/emulator";
import type { Back } from "@oauth1/emulator/description";
import { generateKeyPairSync, getDiffieHellman } from "node:crypto";
import { asked } from "./failure.js";
import type { User } from "./login/user.js";
import type { Profile } from "./profiles.js";
import type { FoundProvider } from "./provider/find.js";

/** A provider on this machine, an app that is registered there, and a profile that reaches it. */
export interface Emulated {
  readonly emulator: Emulator;
  readonly app: RegisteredApp;
  readonly profile: Profile;
}

/** How an emulator is started, and what is registered there. */
export interface EmulationOptions extends StartOptions {
  readonly callbacks?: readonly string[];
  /** Starts it elsewhere than on its own. */
  readonly start?: (options: StartOptions) => Promise<Emulator>;
}

type StartOptions = Pick<EmulatorOptions, "calledBy" | "origin" | "port" | "variables">;

/** Emulates a provider and registers an app. Rejects with a `UsageError` for what the emulator does not take. */
export async function emulate(
  { reference, model }: Pick<FoundProvider, "model" | "reference">,
  { callbacks = [], start, ...options }: EmulationOptions,
): Promise<Emulated> {
  const { startEmulator } = await import("@oauth1/emulator");
  const emulator = await asked(() => start?.(options) ?? startEmulator(model, options));
  const pair = isKeyed(model) ? keyPair() : undefined;
  const agreement = hasLiveSessions(model) ? newAgreement() : undefined;
  const register = {
    name: "oauth1",
    callbacks,
    ...agreement?.registered,
    ...(pair && { publicKey: pair.publicKey }),
  };
  const app = await asked(() => emulator.register(register)).catch(async (error: unknown) => {
    await emulator.close();
    throw error;
  });
  const { key, secret } = app;
  // What an app of this provider takes, and nothing besides: its types know no other key.
  const consumer = {
    key,
    ...(model.oauth.consumer.keys.includes("secret") && { secret }),
    ...(pair && { privateKey: pair.privateKey }),
    ...agreement?.own,
  };
  const { variables, originMap } = emulator;
  return { emulator, app, profile: { provider: reference, consumer, variables, originMap } };
}

/** A user of the emulator who says yes without a browser. */
export function emulatedUser({ emulator, app }: Emulated, user: string): User {
  return {
    return: async ({ callback: { modes } }) => ({
      callback: modes === "pin" ? undefined : "http://127.0.0.1/callback",
      async back({ authorizationUrl, authorizationMethod: method }): Promise<Back> {
        if (method !== undefined) {
          const headers = { "x-emulator-user": user };
          return { approval: await fetch(authorizationUrl, { method, headers }) };
        }
        const { callbackUrl, verifier } = await emulator.approve(authorizationUrl, { user });
        if (callbackUrl !== undefined) return { callbackUrl };
        return verifier === undefined ? { nothing: true } : { verifier };
      },
      close: async () => undefined,
    }),
    password: async () => ({ username: user, password: "any" }),
    token: () => emulator.issueToken(user),
    composite: async () => (await emulator.issueToken(user)).composite ?? "",
    fields: async () => (await emulator.issueToken(user)).fields,
    pushed: async () => (await emulator.push({ consumer: app.key, user })).verifier,
  };
}

/** Whether a provider's consumers sign with RSA. */
function isKeyed({ oauth }: ProviderModel): boolean {
  return oauth.consumer.keys.includes("privateKey");
}

/** Whether calls are signed with what app and provider agree on. */
function hasLiveSessions({ oauth }: ProviderModel): boolean {
  return oauth.consumer.keys.includes("liveSession");
}

/** What an app registers for live sessions, and what it keeps. */
function newAgreement(): { readonly registered: LiveSessionKeys; readonly own: LiveSessionKeys } {
  const { privateKey, publicKey } = keyPair();
  const diffieHellman = getDiffieHellman("modp14").getPrime("hex");
  return {
    registered: { encryptionKey: publicKey, diffieHellman },
    own: { encryptionKey: privateKey, diffieHellman },
  };
}

interface LiveSessionKeys {
  readonly encryptionKey: string;
  readonly diffieHellman: string;
}

function keyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
