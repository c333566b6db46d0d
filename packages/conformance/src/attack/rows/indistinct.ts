import { deepEqual, equal, ok } from "node:assert/strict";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { generateKeyPairSync } from "node:crypto";
import { authorizationOf, protocolPairs } from "../by-hand.js";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import type { CallOptions, Party } from "../party.js";
import type { Row } from "../row.js";
import type { Target } from "../target.js";
import { send, visible, type Answer } from "../wire.js";

const ENDPOINTS = ["/oauth/token", "/oauth/revoke", "/api/photos"] as const;

/** One answer, after the same work, whatever is not known. */
export const indistinctRows: readonly Row[] = [
  {
    row: 2,
    claim: "unknown consumer, unknown token and wrong signature get the same answer, byte for byte",
    async run(target) {
      for (const path of ENDPOINTS) await sameAnswers(await refusals(target, path));
      await sameAnswers(await firstSteps(target));
    },
  },
  {
    row: 2,
    claim: "also without problem reporting, and the answer says nothing then",
    options: () => ({ problemReporting: false }),
    async run(target) {
      for (const path of ENDPOINTS) {
        const [answer] = await sameAnswers(await refusals(target, path));
        equal(answer?.body, "");
      }
    },
  },
  {
    row: 2,
    claim: "the introspection endpoint tells nobody's keys apart, and needs the privilege",
    async run(target) {
      const resource = await target.register({ privileges: ["introspection"] });
      const options = { body: "{}", type: "application/json", bodyHash: "always" } as const;
      const ask = (party: Party): Promise<Answer> => party.call("/oauth/introspect", options);
      await sameAnswers([
        await ask(resource.withKeys({ key: "nobody" })),
        await ask(resource.withKeys({ secret: "wrong" })),
      ]);
      equal((await ask(target.consumer)).status, 403);
      equal((await ask(resource)).status, 400);
    },
  },
  {
    row: 2,
    claim: "the same store calls and signatures are made for all of them",
    async run(target) {
      for (const path of ENDPOINTS) await sameWork(target, path);
    },
  },
  {
    row: 2,
    claim: "the same work is done at the token endpoint where sessions can be renewed",
    options: () => ({ sessionLifetime: 3600 }),
    run: (target) => sameWork(target, "/oauth/token"),
  },
  {
    row: 2,
    claim: "the same work is done while a consumer has two secrets",
    async run(target) {
      await target.provider.consumers.rotateSecret(target.consumer.key);
      await sameWork(target, "/api/photos");
    },
  },
  {
    row: 2,
    claim: "RSA signatures of an unknown consumer are verified as often as those of a known one",
    options: () => ({ methods: [rsaSha1] }),
    async run({ register, address, clock, work }) {
      const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
      const known = await register({ publicKey: pem });
      const seen = new Set<string>();
      for (const key of [known.key, "unknown"]) {
        const pairs = protocolPairs(key, clock.now()).map(([name, value]) =>
          name === "oauth_signature_method"
            ? ([name, "RSA-SHA1"] as const)
            : ([name, value] as const),
        );
        const signature = Buffer.alloc(256, 1).toString("base64");
        const authorization = authorizationOf([...pairs, ["oauth_signature", signature]]);
        const headers = [["Authorization", authorization]] as const;
        work.length = 0;
        equal(
          (await send(address, { method: "POST", target: "/oauth/initiate", headers })).status,
          401,
        );
        // Without a key the method takes one that nobody holds: core's rsa-nobody.test.ts shows it.
        seen.add(work.map((step) => step.replace(/ by a .*/, "")).join());
      }
      deepEqual([...seen].slice(1), []);
    },
  },
  {
    row: 2,
    claim: "a wrong signature is answered alike, however much of it is right",
    async run({ consumer, address, work }) {
      const token = await consumer.login();
      const seen = new Set<string>();
      const answers: Answer[] = [];
      for (const spoil of SPOILS) {
        const request = await consumer.signed("/api/photos", { token });
        const headers = (request.headers ?? []).map(([name, value]): [string, string] => [
          name,
          value.replace(/(?<=oauth_signature=")[^"]+/, spoil),
        ]);
        work.length = 0;
        answers.push(await send(address, { ...request, headers }));
        seen.add(work.toSorted().join());
      }
      await sameAnswers(answers);
      equal(seen.size, 1);
    },
  },
];

/** Signatures that are wrong from the first byte on, from the last on, in length, and altogether. */
const SPOILS: readonly ((right: string) => string)[] = [
  (right) => `${right.startsWith("A") ? "B" : "A"}${right.slice(1)}`,
  (right) => right.replace(/.(?=%3D$)/, (last) => (last === "A" ? "B" : "A")),
  (right) => `${right}A`,
  (right) => right.slice(0, 4),
  () => "%00%ff%C3",
];

async function sameAnswers(answers: readonly Answer[]): Promise<readonly Answer[]> {
  const seen = new Set(answers.map(visible));
  deepEqual([...seen].slice(1), []);
  equal(answers[0]?.status, 401);
  return answers;
}

/** What must not be told apart, as calls that differ in nothing else. */
async function suspects(target: Target): Promise<readonly (readonly [Party, CallOptions])[]> {
  const { consumer, register, provider } = target;
  const token = await consumer.login();
  const other = await register({ methods: ["HMAC-SHA256"] });
  const gone = await register();
  const spent = await gone.login();
  await provider.consumers.change(gone.key, { disabled: true });
  const parameters = [["oauth_verifier", "guess"]] as const;
  const calls: readonly (readonly [Party, CallOptions])[] = [
    [consumer, { token: { ...token, secret: "wrong" } }],
    [consumer, { token: { ...token, key: "unknown" } }],
    [consumer.withKeys({ key: "unknown" }), { token }],
    [consumer.withKeys({ secret: "wrong" }), { token }],
    [gone, { token: spent }],
    [other, { token, method: hmacSha1 }],
    [await register(), { token }],
    [consumer, { token: { ...token, secret: "wrong" }, method: hmacSha256 }],
  ];
  return calls.map(([party, options]) => [party, { ...options, parameters }]);
}

async function refusals(target: Target, path: string): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const [party, options] of await suspects(target)) {
    answers.push(await party.call(path, options));
  }
  return answers;
}

async function sameWork(target: Target, path: string): Promise<void> {
  const temporary = await target.consumer.initiate();
  const wrong = { token: { ...temporary, secret: "wrong" } };
  const seen = new Set<string>();
  const calls = [...(await suspects(target)), [target.consumer, wrong] as const];
  for (const [party, options] of calls) {
    target.work.length = 0;
    await party.call(path, options);
    seen.add(
      target.work
        .map((verb) => verb.replace(/ .*/, ""))
        .sort()
        .join(),
    );
  }
  ok([...seen].every((work) => work.includes("verify")));
  deepEqual([...seen].slice(1), []);
}

function firstSteps({ consumer }: Target): Promise<readonly Answer[]> {
  return Promise.all([
    consumer.withKeys({ key: "unknown" }).ask("oob"),
    consumer.withKeys({ secret: "wrong" }).ask("oob"),
    consumer.ask("oob", { token: { key: "unknown", secret: "x" } }),
    consumer.withKeys({ secret: "wrong" }).ask("https://evil.example/"),
  ]);
}
