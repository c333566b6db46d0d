import { generateKeyPairSync, sign as cryptoSign, verify as cryptoVerify } from "node:crypto";
import { sign, verify, type KeyLookup } from "@oauth1/core";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { repeated } from "./peers.js";
import { race, type Contender } from "./race.js";
import { benchOf, type Bench } from "./report.js";
import { CREDENTIALS, PLAIN, received } from "./subject.js";

/** Verifying RSA-SHA256 with a key of 2048 bits, against the platform's verify with a key that is parsed already. */
export async function benchRsa(): Promise<Bench> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const consumer = { key: CREDENTIALS.consumer.key, privateKey };
  const signed = await sign(PLAIN.parts, { consumer }, { method: rsaSha256 });
  const { request, baseString } = received({
    request: signed.request,
    baseString: signed.baseString,
  });
  const data = Buffer.from(baseString);
  const signature = cryptoSign("sha256", data, privateKey);
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const verifier = (name: string, keys: KeyLookup): Contender => ({
    name,
    prepare: (times) => async () => {
      for (let turn = 0; turn < times; turn += 1) {
        const verdict = await verify(request, keys, { methods: [rsaSha256] });
        if (!verdict.ok) throw new Error(`verify refuses it: ${verdict.problem}`);
      }
    },
  });
  const timings = await race([
    repeated(RAW, () => String(cryptoVerify("sha256", data, publicKey, signature))),
    verifier(KEY_OBJECT, () => ({ consumer: { publicKey } })),
    verifier(PEM, () => ({ consumer: { publicKey: pem } })),
  ]);
  return benchOf("verify: RSA-SHA256, 2048 bits", timings, [
    { name: "share of crypto.verify, KeyObject", of: RAW, to: KEY_OBJECT, aim: "at least 0.60" },
    { name: "share of crypto.verify, PEM", of: RAW, to: PEM, aim: "at least 0.60" },
  ]);
}

const RAW = "crypto.verify of the same base string";
const KEY_OBJECT = "verify with a KeyObject";
const PEM = "verify with the same PEM each time";
