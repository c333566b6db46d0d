import { generateKeyPairSync } from "node:crypto";

/** An RSA key pair, as PEM. */
export interface RsaPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Makes a new pair, which takes longer than anything else on the stage. */
export function newPair(): RsaPair {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

/** The pair of the consumer: the same one for every provider. */
export function consumerPair(): RsaPair {
  kept ??= newPair();
  return kept;
}

let kept: RsaPair | undefined;
