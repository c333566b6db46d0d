import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { approve } from "../party.js";
import { atOnce, count, type Row } from "../row.js";
import { send, type Answer, type RawRequest } from "../wire.js";
import type { Target } from "../target.js";

/** Replays and timestamps. */
export const replayRows: readonly Row[] = [
  {
    row: 3,
    claim: "a request is accepted once at every endpoint",
    async run(target) {
      const { address } = target;
      for (const [path, request] of await oneOfEach(target)) {
        deepEqual([path, (await send(address, request)).status], [path, 200]);
        deepEqual([path, (await send(address, request)).status], [path, 401]);
      }
    },
  },
  {
    row: 3,
    claim: "of 16 copies at once one is accepted at every endpoint",
    async run(target) {
      for (const [path, request] of await oneOfEach(target)) {
        const answers = await atOnce(16, () => send(target.address, request));
        deepEqual([path, accepted(answers)], [path, 1]);
      }
    },
  },
  {
    row: 3,
    claim: "copies that race on two servers with one store are accepted once",
    async run(target) {
      const { consumer, address } = target;
      const sibling = await target.sibling();
      const request = await consumer.signed("/api/photos", { token: await consumer.login() });
      const answers = await atOnce(16, (index) =>
        send(index % 2 === 0 ? address : sibling.address, request),
      );
      equal(accepted(answers), 1);
    },
  },
  {
    row: 3,
    claim: "a replay fails with its nonce, key and token in other escapes",
    async run({ consumer, address }) {
      const token = await consumer.login();
      const options = { http: "GET", token, nonce: "abc", transmission: "query" } as const;
      const request = await consumer.signed("/api/photos", options);
      equal((await send(address, request)).status, 200);
      const target = request.target
        .replace("oauth_nonce=abc", "oauth_nonce=%61b%63")
        .replace(`oauth_token=${token.key.slice(0, 1)}`, `oauth_token=${byteEscape(token.key)}`);
      notEqual(target, request.target);
      const replayed = await send(address, { ...request, target });
      deepEqual([replayed.status, replayed.body], [401, "oauth_problem=nonce_used"]);
    },
  },
  {
    row: 3,
    claim: "a request that proves nothing uses no nonce up",
    async run({ consumer }) {
      const token = await consumer.login();
      const forged = { token: { ...token, secret: "wrong" }, nonce: "n1" };
      equal((await consumer.call("/api/photos", forged)).status, 401);
      equal((await consumer.call("/api/photos", { token, nonce: "n1" })).status, 200);
    },
  },
  {
    row: 3,
    claim: "a nonce is remembered through the last second of its window",
    async run({ consumer, clock, address }) {
      const token = await consumer.login();
      const timestamp = clock.now() + 290;
      const request = await consumer.signed("/api/photos", { token, timestamp });
      equal((await send(address, request)).status, 200);
      clock.wait(580);
      equal((await consumer.call("/api/photos", { token })).status, 200);
      equal((await send(address, request)).status, 401);
    },
  },
  {
    row: 3,
    claim: "tokens, secrets and verifiers never come twice",
    async run({ consumer, provider }) {
      const seen: string[] = [];
      for (let turn = 0; turn < 40; turn += 1) {
        const temporary = await consumer.initiate("https://printer.example.com/ready?job=7");
        seen.push(temporary.key, temporary.secret, await approve(provider, temporary));
      }
      equal(new Set(seen).size, seen.length);
      ok(seen.every((text) => /^[0-9a-f]{32}(?:[0-9a-f]{32})?$/.test(text)));
    },
  },
  {
    row: 13,
    claim: "a timestamp is a positive decimal integer, and nothing else that looks like one",
    async run({ consumer, clock }) {
      const token = await consumer.login();
      const now = String(clock.now());
      const wrong = ["", "0", "-1", `+${now}`, ` ${now}`, `${now} `, `${now}.0`, `0${now}`, "1e9"];
      wrong.push("0x6553f100", "٠١٢٣٤٥٦٧٨٩", "NaN", "Infinity", "9".repeat(16), `${now},${now}`);
      for (const timestamp of wrong) {
        const { status } = await consumer.call("/api/photos", { token, timestamp });
        deepEqual([timestamp, status], [timestamp, 400]);
      }
    },
  },
  {
    row: 13,
    claim: "a timestamp may be 300 seconds off, either way",
    async run({ consumer, clock }) {
      const token = await consumer.login();
      clock.stop();
      for (const [shift, status] of [
        [-301, 401],
        [-300, 200],
        [300, 200],
        [301, 401],
      ] as const) {
        const timestamp = clock.now() + shift;
        const answer = await consumer.call("/api/photos", { token, timestamp });
        deepEqual([shift, answer.status], [shift, status]);
      }
    },
  },
];

/** Replays that outlive a process, for stores that do. */
export const restartRows: readonly Row[] = [
  {
    row: 3,
    claim: "a replay is refused after a restart, and logins and tokens are still there",
    async run({ consumer, provider, address, sibling }) {
      const token = await consumer.login();
      const temporary = await consumer.initiate();
      const verifier = await approve(provider, temporary);
      const request = await consumer.signed("/api/photos", { token });
      equal((await send(address, request)).status, 200);
      const restarted = await sibling("anew");
      equal((await send(restarted.address, request)).status, 401);
      const there = consumer.at(restarted.address);
      equal((await there.call("/api/photos", { token })).status, 200);
      equal((await there.exchange(temporary, verifier)).status, 200);
    },
  },
];

async function oneOfEach({
  consumer,
  provider,
}: Target): Promise<readonly (readonly [path: string, request: RawRequest])[]> {
  const temporary = await consumer.initiate();
  const parameters = [["oauth_verifier", await approve(provider, temporary)]] as const;
  const callback = [["oauth_callback", "oob"]] as const;
  const token = await consumer.login();
  const signed = consumer.signed;
  return [
    ["/oauth/initiate", await signed("/oauth/initiate", { parameters: callback })],
    ["/oauth/token", await signed("/oauth/token", { token: temporary, parameters })],
    ["/api/photos", await signed("/api/photos", { token })],
    ["/oauth/revoke", await signed("/oauth/revoke", { token })],
  ];
}

function accepted(answers: readonly Answer[]): number {
  return count(
    answers.map(({ status }) => status),
    200,
  );
}

function byteEscape(text: string): string {
  return `%${text.charCodeAt(0).toString(16)}`;
}
