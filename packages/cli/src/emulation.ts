import type { ProviderModel } from "@oauth1/descriptor";
import type { Emulator, EmulatorOptions, RegisteredApp } from "@oauth1/emulator";
import type { Back } from "@oauth1/emulator/description";
import { generateKeyPairSync } from "node:crypto";
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

/** Emulates a provider and registers an app. Rejects with a `UsageError` for what the emulator does not take. */
export async function emulate(
  { reference, model }: FoundProvider,
  options: EmulatorOptions & { readonly callbacks?: readonly string[] },
): Promise<Emulated> {
  const { startEmulator } = await import("@oauth1/emulator");
  const { callbacks = [], ...more } = options;
  const emulator = await asked(() => startEmulator(model, more));
  const pair = isKeyed(model) ? keyPair() : undefined;
  const register = { name: "oauth1", callbacks, ...(pair && { publicKey: pair.publicKey }) };
  const app = await asked(() => emulator.register(register)).catch(async (error: unknown) => {
    await emulator.close();
    throw error;
  });
  const { key, secret } = app;
  const consumer = { key, secret, ...(pair && { privateKey: pair.privateKey }) };
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
    pushed: async () => (await emulator.push({ consumer: app.key })).verifier,
  };
}

/** Whether a provider's consumers sign with RSA. */
function isKeyed({ oauth }: ProviderModel): boolean {
  return oauth.consumer.keys.includes("privateKey");
}

function keyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
