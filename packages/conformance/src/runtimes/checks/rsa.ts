import type { PrivateKey, RsaJsonWebKey, SignatureMethod } from "@oauth1/core";
import { expectSame, type Check, type Library } from "../library.js";
import { PARTS, SECRETS } from "./sample.js";

/** Each RSA method verifies what it has signed and refuses what another key has. */
export function rsaChecks(library: Library): readonly Check[] {
  const keys = Promise.all([keyPair(), keyPair()]);
  return library.rsa.map((method) => ({
    group: "RSA",
    name: method.name,
    run: async () => {
      const [ours, others] = await keys;
      expectSame(await verdictOf(library, method, [ours, ours]), "ok");
      expectSame(await verdictOf(library, method, [ours, others]), "signature_invalid");
    },
  }));
}

interface KeyPair {
  readonly privateKey: RsaJsonWebKey;
  readonly publicKey: RsaJsonWebKey;
}

async function verdictOf(
  { core }: Library,
  method: SignatureMethod<PrivateKey>,
  [signing, verifying]: readonly [KeyPair, KeyPair],
): Promise<string> {
  const { privateKey } = signing;
  const credentials = { consumer: { key: "k", privateKey }, token: { key: SECRETS.token.key } };
  const { request } = await core.sign(PARTS, credentials, { method });
  const keys = { consumer: { publicKey: verifying.publicKey } };
  const verdict = await core.verify(request, () => keys, { methods: [method] });
  return verdict.ok ? "ok" : verdict.problem;
}

async function keyPair(): Promise<KeyPair> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: "SHA-256",
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.exportKey("jwk", pair.privateKey),
    crypto.subtle.exportKey("jwk", pair.publicKey),
  ]);
  return { privateKey: webKey(privateKey), publicKey: webKey(publicKey) };
}

function webKey({ kty = "", ...parts }: JsonWebKey): RsaJsonWebKey {
  return { kty, ...parts };
}
