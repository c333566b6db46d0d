import { expectSame, type Check, type Library } from "../library.js";
import { PARTS } from "./sample.js";

/** A live session is agreed on, and calls are signed with it: without WebCrypto's help, which has no such encryption. */
export function liveSessionChecks(library: Library): readonly Check[] {
  return [
    { group: "RSA", name: "encrypts a token's secret", run: () => encrypts(library) },
    { group: "sign+verify", name: "with a live session", run: () => signs(library) },
  ];
}

async function encrypts({ liveSession }: Library): Promise<void> {
  const pair = await crypto.subtle.generateKey(
    {
      name: "RSA-OAEP",
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: "SHA-256",
    },
    true,
    ["encrypt", "decrypt"],
  );
  const secret = Uint8Array.of(0, 1, 2, 255);
  const encrypted = await liveSession.encryptSecret(pair.publicKey, secret);
  const decrypted = await liveSession.decryptSecret(pair.privateKey, encrypted);
  expectSame([...decrypted], [...secret]);
}

async function signs({ core, liveSession, hmacSha256Token: method }: Library): Promise<void> {
  const [app, provider] = [PRIME, PRIME].map((prime) => liveSession.keyAgreement(prime));
  const mine = app?.agree(provider?.challenge ?? "") ?? new Uint8Array();
  const theirs = provider?.agree(app?.challenge ?? "");
  expectSame([...mine], [...(theirs ?? [])]);
  const secret = await liveSession.liveSessionToken(mine, Uint8Array.of(1, 2, 3));
  const signature = await liveSession.liveSessionSignature(secret, "k");
  expectSame(await liveSession.verifyLiveSession(secret, { consumerKey: "k", signature }), true);
  const credentials = { consumer: { key: "k" }, token: { key: "t", secret } };
  const { request } = await core.sign(PARTS, credentials, { method });
  const keys = { consumer: {}, token: { secret } };
  const verdict = await core.verify(request, () => keys, { methods: [method] });
  expectSame(verdict.ok, true);
}

// RFC 2409 section 6.1: small enough to be quick everywhere.
const PRIME =
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff";
