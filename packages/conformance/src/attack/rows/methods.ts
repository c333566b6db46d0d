import { deepEqual, equal } from "node:assert/strict";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { generateKeyPairSync } from "node:crypto";
import { authorizationOf, protocolPairs, signatureOf } from "../by-hand.js";
import type { Row } from "../row.js";
import { send } from "../wire.js";

const FOREIGN = "http://photos.example.net";

/** Signature methods, and what they may not do. */
export const methodRows: readonly Row[] = [
  {
    row: 7,
    claim:
      "a consumer signs with its own methods alone, and a change holds from the next request on",
    async run({ register, provider }) {
      const consumer = await register({ methods: ["HMAC-SHA1"] });
      const token = await consumer.login();
      const call = (method: typeof hmacSha1): Promise<number> =>
        consumer.call("/api/photos", { token, method }).then(({ status }) => status);
      deepEqual([await call(hmacSha1), await call(hmacSha256)], [200, 401]);
      await provider.consumers.change(consumer.key, { methods: ["HMAC-SHA256"] });
      deepEqual([await call(hmacSha1), await call(hmacSha256)], [401, 200]);
    },
  },
  {
    row: 7,
    claim: "PLAINTEXT is off by default",
    async run({ consumer }) {
      const token = await consumer.login();
      equal((await consumer.call("/api/photos", { token, method: plaintext })).status, 400);
      equal((await consumer.ask("oob", { method: plaintext })).status, 400);
    },
  },
  {
    row: 7,
    claim: "PLAINTEXT that is on is refused without TLS, away from loopback",
    options: () => ({ origins: [FOREIGN], methods: [hmacSha1, plaintext], tls: "methods" }),
    async run({ consumer, address }) {
      const pairs = protocolPairs(consumer.key, 1);
      const plain = [...pairs.filter(([name]) => name !== "oauth_signature_method")];
      plain.push(["oauth_signature_method", "PLAINTEXT"], ["oauth_callback", "oob"]);
      plain.push(["oauth_signature", `${consumer.secret}&`]);
      const headers = [
        ["Host", "photos.example.net"],
        ["Authorization", authorizationOf(plain)],
      ] as const;
      const answer = await send(address, { method: "POST", target: "/oauth/initiate", headers });
      const advice = encodeURIComponent("Without TLS there is no PLAINTEXT: send it over https.");
      const told = `oauth_problem=signature_method_rejected&oauth_problem_advice=${advice}`;
      deepEqual([answer.status, answer.body], [400, told]);
    },
  },
  {
    row: 7,
    claim: "credentials are handed out over TLS alone, away from loopback",
    options: () => ({ origins: [FOREIGN] }),
    async run({ consumer, address, clock }) {
      const pairs = [
        ...protocolPairs(consumer.key, clock.now()),
        ["oauth_callback", "oob"] as const,
      ];
      const uri = `${FOREIGN}/oauth/initiate`;
      const secrets = [consumer.secret, ""] as const;
      const signature = signatureOf({ method: "POST", uri, signed: pairs, secrets });
      const authorization = authorizationOf([...pairs, ["oauth_signature", signature]]);
      const headers = [
        ["Host", "photos.example.net"],
        ["Authorization", authorization],
      ] as const;
      const answer = await send(address, { method: "POST", target: "/oauth/initiate", headers });
      equal(answer.status, 400);
    },
  },
  {
    row: 7,
    claim: "an HMAC that is keyed with the consumer's public key verifies nothing",
    options: () => ({ methods: [hmacSha1, rsaSha1] }),
    async run({ register }) {
      const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
      const consumer = await register({ publicKey: pem });
      const token = await consumer.login();
      for (const secret of [pem, pem.trim(), pem.replaceAll("\n", ""), ""]) {
        const { status } = await consumer.withKeys({ secret }).call("/api/photos", { token });
        equal(status, 401);
      }
      equal((await consumer.call("/api/photos", { token })).status, 200);
    },
  },
];
