import { createHmac } from "node:crypto";
import { sign, signSync } from "@oauth1/core";
import { peerSigners, repeated } from "./peers.js";
import { race, type Contender } from "./race.js";
import { benchOf, type Bench } from "./report.js";
import { CREDENTIALS, keep, KEY, type Subject } from "./subject.js";

/** Signing with HMAC-SHA1, with a fresh nonce and timestamp, up to the value of the header. */
export async function benchSign(subject: Subject): Promise<Bench> {
  const { parts } = subject;
  const { baseString } = signSync(parts, CREDENTIALS);
  const timings = await race([
    repeated(RAW, () => createHmac("sha1", KEY).update(baseString).digest("base64")),
    repeated("signSync", () => signSync(parts, CREDENTIALS).authorization),
    awaited(subject),
    ...peerSigners(subject),
  ]);
  return benchOf(`sign: POST, form of 8 parameters, ${subject.name}, HMAC-SHA1`, timings, [
    { name: "signSync to createHmac", of: "signSync", to: RAW, aim: "at most 2.5, better 2.0" },
    { name: "sign to createHmac", of: "sign", to: RAW, aim: "at most 2.5, better 2.0" },
    { name: "oauth-1.0a to signSync", of: "oauth-1.0a", to: "signSync", aim: "at least 3" },
    { name: "oauth to signSync", of: "oauth", to: "signSync", aim: "at least 5" },
    { name: "oauth-sign to signSync", of: OAUTH_SIGN, to: "signSync", aim: "at least 2" },
    { name: "oauth-1.0a to sign", of: "oauth-1.0a", to: "sign", aim: "at least 3" },
    { name: "oauth to sign", of: "oauth", to: "sign", aim: "at least 5" },
    { name: "oauth-sign to sign", of: OAUTH_SIGN, to: "sign", aim: "at least 2" },
  ]);
}

const RAW = "createHmac of the same base string";
const OAUTH_SIGN = "oauth-sign (signature only)";

function awaited({ parts }: Subject): Contender {
  return {
    name: "sign",
    prepare: (times) => async () => {
      for (let turn = 0; turn < times; turn += 1) {
        keep((await sign(parts, CREDENTIALS)).authorization);
      }
    },
  };
}
