import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { startEmulator } from "@oauth1/emulator";
import { oauth1, start } from "./fixtures/command.js";
import { cleanAfterEach, createHome, modelOf } from "./fixtures/home.js";

cleanAfterEach();

const ID = "interactive-brokers";

describe("a provider whose calls are signed with a live session", () => {
  it("is emulated, and called with what was kept", async () => {
    const home = createHome();
    const running = start(["emulate", ID, "--profile", "broker"], home);
    await running.seen(/Ctrl-C stops it/);
    const call = ["request", "--profile", "broker"];
    const asked = await oauth1([...call, "--operation", "getPortfolioAccounts"], home);
    const sent = await oauth1([...call, "/portfolio/accounts"], home);
    running.interrupt();
    await running.ended;
    for (const { code, stdout } of [asked, sent])
      expect([code, stdout]).toEqual([0, expect.stringContaining("DU1234567")]);
  });

  it("takes a token from the provider's pages, with keys from files", async () => {
    const model = modelOf(ID);
    const emulator = await startEmulator(model);
    try {
      const home = createHome();
      const [signing, encryption] = [newPair(), newPair()];
      const diffieHellman = PRIME;
      const { key } = await emulator.register({
        publicKey: signing.publicKey,
        encryptionKey: encryption.publicKey,
        diffieHellman,
      });
      const token = await emulator.issueToken("alice");
      const env = {
        ...home.env,
        OAUTH1_PRIVATE_KEY_FILE: await home.write("signature.pem", signing.privateKey),
        OAUTH1_TOKEN: token.key,
        OAUTH1_TOKEN_SECRET: token.secret,
      };
      const login = ["login", ID, "--flow", "pre-issued", "--consumer-key", key];
      const bare = await oauth1(login, { env });
      expect(bare.code).toBe(2);
      expect(bare.stderr).toMatch(/OAUTH1_ENCRYPTION_KEY_FILE.* and OAUTH1_DH_PARAMETERS_FILE/);
      const whole = {
        ...env,
        OAUTH1_ENCRYPTION_KEY_FILE: await home.write("encryption.pem", encryption.privateKey),
        OAUTH1_DH_PARAMETERS_FILE: await home.write("dh", diffieHellman),
      };
      const { code, stdout, stderr } = await oauth1(login, { env: whole });
      expect([code, stdout]).toEqual([
        0,
        expect.stringContaining("Logged in to Interactive Brokers"),
      ]);
      expect(stdout + stderr).not.toContain(token.secret);
      const profile = home.profiles()[ID] ?? {};
      await home.keep({ [ID]: { ...profile, originMap: emulator.originMap } });
      const call = ["request", "--profile", ID, "--operation", "getAccounts"];
      expect(await oauth1(call, home)).toMatchObject({ code: 0 });
    } finally {
      await emulator.close();
    }
  });
});

function newPair(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

// RFC 2409 section 6.1: small enough to be quick.
const PRIME =
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff";
