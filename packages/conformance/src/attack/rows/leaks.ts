import { deepEqual, equal, ok } from "node:assert/strict";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { plaintext } from "@oauth1/core/methods/plaintext";
import type { Store } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { inspect } from "node:util";
import { approve, keysOf } from "../party.js";
import type { Row } from "../row.js";
import { CALLBACK, USER, type Target } from "../target.js";
import { headerOf, send, visible, type Answer } from "../wire.js";

/** Secrets, signatures and verifiers, in whatever can be read. */
export const leakRows: readonly Row[] = [
  {
    row: 16,
    claim:
      "no secret, signature, token or verifier is in an event, an error, a log line or a refusal",
    options: () => ({ methods: [hmacSha1, plaintext] }),
    async run(target) {
      const { hidden, shown } = await everything(target);
      for (const text of hidden) for (const place of shown) ok(!place.includes(text), place);
    },
  },
  {
    row: 16,
    claim: "nor where failures are explained",
    options: () => ({ explainFailures: true, methods: [hmacSha1, plaintext] }),
    async run(target) {
      const { hidden, shown } = await everything(target);
      for (const text of hidden) for (const place of shown) ok(!place.includes(text), place);
    },
  },
  {
    row: 16,
    claim: "the expected base string reaches no peer, also where failures are explained",
    options: () => ({ explainFailures: true }),
    async run({ consumer, events }) {
      const token = await consumer.login();
      const answer = await consumer.call("/api/photos", { token: { ...token, secret: "wrong" } });
      ok(events.some((event) => event.type === "request_refused" && event.explanation));
      equal(answer.body, "oauth_problem=signature_invalid");
      ok(!/POST&|%26|explan/i.test(visible(answer)));
    },
  },
  {
    row: 16,
    claim: "a store that fails is a 503 that tells the peer nothing",
    about: "adapters",
    options: () => ({ store: failingFor("outage") }),
    async run({ consumer, events }) {
      const token = await consumer.login();
      const unlucky = consumer.withKeys({ key: "outage" });
      for (const answer of [
        await unlucky.call("/api/photos", { token }),
        await unlucky.ask("oob"),
        await unlucky.exchange(token, "x"),
        await unlucky.call("/oauth/revoke", { token }),
      ]) {
        deepEqual([answer.status, headerOf(answer, "retry-after")], [503, "5"]);
        equal(answer.body, "oauth_problem=store_unavailable");
      }
      equal(events.filter(({ type }) => type === "store_failed").length, 4);
    },
  },
];

// A login with every kind of refusal on the way: what must be hidden, and everything that can be read.
async function everything(
  target: Target,
): Promise<{ readonly hidden: readonly string[]; readonly shown: readonly string[] }> {
  const { consumer, provider, address, events, errors } = target;
  const lines: string[] = [];
  const restore = capture(lines);
  try {
    const temporary = await consumer.initiate(CALLBACK);
    const verifier = await approve(provider, temporary, USER);
    const request = await consumer.signed("/api/photos", { token: temporary });
    const refused: Answer[] = [
      await send(address, request),
      await consumer.exchange({ ...temporary, secret: "wrong" }, verifier),
      await consumer.withKeys({ secret: "wrong" }).exchange(temporary, verifier),
      await consumer.exchange(temporary, `${verifier}0`),
    ];
    const token = keysOf(await consumer.exchange(temporary, verifier));
    refused.push(
      await consumer.exchange(temporary, verifier),
      await consumer.call("/api/photos", { token, timestamp: 1 }),
      await consumer.call("/api/photos", { token: { ...token, secret: "wrong" } }),
      await consumer.call("/api/photos", { token: { ...token, secret: "x" }, method: plaintext }),
    );
    const authorization = request.headers?.find(([name]) => name === "authorization")?.[1] ?? "";
    const [, signature = ""] = /oauth_signature="([^"]+)/.exec(authorization) ?? [];
    const hidden = [
      consumer.secret,
      temporary.secret,
      temporary.key,
      verifier,
      token.key,
      token.secret,
    ];
    ok([...hidden, signature].every((text) => text.length >= 8));
    const inner = [provider, events, errors].map((value) => inspect(value, { depth: 20 }));
    const shown = [...inner, JSON.stringify(events), ...refused.map(visible), ...lines];
    return { hidden: [...hidden, signature, decodeURIComponent(signature)], shown };
  } finally {
    restore();
  }
}

function failingFor(consumer: string): Store {
  const inner = memoryStore();
  return {
    ...inner,
    findConsumer: async (key) => {
      if (key === consumer) throw new Error("connect ECONNREFUSED postgres://admin:hunter2@db");
      return inner.findConsumer(key);
    },
  };
}

function capture(lines: string[]): () => void {
  const kept = { log: console.log, warn: console.warn, error: console.error, debug: console.debug };
  const keep = (...given: unknown[]): void => void lines.push(inspect(given, { depth: 20 }));
  Object.assign(console, { log: keep, warn: keep, error: keep, debug: keep });
  return () => void Object.assign(console, kept);
}
