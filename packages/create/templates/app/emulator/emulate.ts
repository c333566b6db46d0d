import { generateKeyPairSync, getDiffieHellman } from "node:crypto";
import { readFileSync } from "node:fs";
import { lower, parseDescriptor } from "@oauth1/descriptor";
import { startEmulator, type Emulator } from "@oauth1/emulator";

/** The provider on this machine, and what .env would say of an app that is registered there. */
export interface Emulated {
  emulator: Emulator;
  env: Record<string, string>;
}

/** Starts an emulator of the provider, and registers the app. */
export async function emulate(callback: string): Promise<Emulated> {
  const file = new URL("provider.json", import.meta.url);
  const parsed = parseDescriptor(readFileSync(file, "utf8"), { file: "emulator/provider.json" });
  if (!parsed.ok) throw new Error("emulator/provider.json is not as it came.");
  const model = lower(parsed.descriptor);
  const emulator = await startEmulator(model);
  const { keys } = model.oauth.consumer;
  const pair = keys.includes("privateKey") ? keyPair() : undefined;
  const diffieHellman = getDiffieHellman("modp14").getPrime("hex");
  const live = keys.includes("liveSession") && { encryptionKey: pair?.publicKey, diffieHellman };
  const registration = { callbacks: [callback, "oob"], publicKey: pair?.publicKey };
  const app = await emulator.register({ ...registration, ...live });
  const token = await emulator.issueToken("alice");
  const places = Object.entries(emulator.variables).map(([name, value]) => [
    `PROVIDER_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`,
    value,
  ]);
  const env = {
    PROVIDER_CONSUMER_KEY: app.key,
    PROVIDER_CONSUMER_SECRET: app.secret,
    ...(pair && { PROVIDER_PRIVATE_KEY: pair.privateKey }),
    ...(pair && live && { PROVIDER_ENCRYPTION_KEY: pair.privateKey }),
    ...(live && { PROVIDER_DH_PARAMETERS: diffieHellman }),
    PROVIDER_TOKEN_KEY: token.key,
    PROVIDER_TOKEN_SECRET: token.secret,
    ...Object.fromEntries(places),
    EMULATED_ORIGINS: JSON.stringify(emulator.originMap),
  };
  return { emulator, env };
}

function keyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
