import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { approve, keysOf } from "../party.js";
import { atOnce, count, type Row } from "../row.js";
import { CALLBACK, USER, type Target } from "../target.js";
import { formOf, headerOf } from "../wire.js";

/** Session fixation and the life of a verifier. */
export const loginRows: readonly Row[] = [
  {
    row: 1,
    claim: "the callback is that of the first step, whatever is sent later",
    async run({ consumer, provider }) {
      const temporary = await consumer.initiate(CALLBACK);
      const parameters = [["oauth_callback", "https://evil.example/"]] as const;
      await consumer.call("/oauth/token", { token: temporary, parameters });
      const answer = await provider.authorization.approve({ token: temporary.key, user: USER });
      match(answer.ok ? (answer.redirect ?? "") : "", /^https:\/\/printer\.example\.com\/ready\?/);
    },
  },
  {
    row: 1,
    claim: "the answer to the first step confirms the callback and holds no verifier",
    async run({ consumer }) {
      const answer = await consumer.ask(CALLBACK);
      equal(headerOf(answer, "cache-control"), "no-store");
      deepEqual(
        [...formOf(answer).keys()],
        ["oauth_token", "oauth_token_secret", "oauth_callback_confirmed"],
      );
    },
  },
  {
    row: 1,
    claim: "an exchange without the verifier, with none or with another's mints nothing",
    async run({ consumer, provider }) {
      const [temporary, other] = [await consumer.initiate(), await consumer.initiate()];
      const verifier = await approve(provider, temporary);
      const foreign = await approve(provider, other);
      equal((await consumer.call("/oauth/token", { token: temporary })).status, 400);
      equal((await consumer.exchange(temporary, "")).status, 400);
      for (const wrong of [foreign, `${verifier} `, `0${verifier}`, verifier.slice(1)]) {
        equal((await consumer.exchange(temporary, wrong)).status, 401);
      }
      deepEqual(await provider.grants.list(USER), []);
    },
  },
  {
    row: 1,
    claim: "an exchange before the approval mints nothing and spoils nothing",
    async run({ consumer, provider }) {
      const temporary = await consumer.initiate();
      for (let turn = 0; turn < 8; turn += 1) {
        equal((await consumer.exchange(temporary, "guess")).status, 401);
      }
      const verifier = await approve(provider, temporary);
      equal((await consumer.exchange(temporary, verifier)).status, 200);
    },
  },
  {
    row: 1,
    claim: "of 16 users who approve at once one does, and nobody after",
    async run({ consumer, provider }) {
      const { key: token } = await consumer.initiate();
      const answers = await atOnce(16, (index) =>
        provider.authorization.approve({ token, user: `user${index}` }),
      );
      equal(answers.filter((answer) => answer.ok).length, 1);
      equal((await provider.authorization.approve({ token, user: "mallory" })).ok, false);
      equal((await provider.authorization.deny({ token, user: "mallory" })).ok, false);
      equal((await provider.authorization.inspect(token)).ok, false);
    },
  },
  {
    row: 1,
    claim: "after a denial there is no approval and no exchange",
    async run({ consumer, provider }) {
      const temporary = await consumer.initiate();
      const denied = await provider.authorization.deny({ token: temporary.key, user: USER });
      ok(denied.ok && !JSON.stringify(denied).includes("verifier"));
      await rejects(approve(provider, temporary));
      equal((await consumer.exchange(temporary, "guess")).status, 401);
    },
  },
  {
    row: 1,
    claim: "of an approval and a denial at once one wins",
    async run({ consumer, provider }) {
      for (let turn = 0; turn < 8; turn += 1) {
        const { key: token } = await consumer.initiate();
        const answers = await Promise.all([
          provider.authorization.approve({ token, user: USER }),
          provider.authorization.deny({ token, user: USER }),
        ]);
        equal(answers.filter((answer) => answer.ok).length, 1);
      }
    },
  },
  {
    row: 1,
    claim: "temporary credentials end with their time",
    async run({ consumer, provider, clock }) {
      const [pending, approved] = [await consumer.initiate(), await consumer.initiate()];
      const verifier = await approve(provider, approved);
      clock.wait(601);
      await rejects(approve(provider, pending));
      equal((await consumer.exchange(approved, verifier)).status, 401);
    },
  },
  {
    row: 4,
    claim: "16 exchanges of one verifier at once mint one token",
    async run({ consumer, provider }) {
      const temporary = await consumer.initiate();
      const verifier = await approve(provider, temporary);
      const answers = await atOnce(16, () => consumer.exchange(temporary, verifier));
      const statuses = answers.map(({ status }) => status);
      deepEqual([count(statuses, 200), count(statuses, 401)], [1, 15]);
      equal((await provider.grants.list(USER)).length, 1);
      const winner = answers.find(({ status }) => status === 200);
      ok(winner !== undefined);
      equal((await consumer.call("/api/photos", { token: keysOf(winner) })).status, 200);
    },
  },
  {
    row: 4,
    claim: "five wrong verifiers end a login, and four do not",
    async run(target) {
      equal(await afterWrongVerifiers(target, 4), 200);
      equal(await afterWrongVerifiers(target, 5), 401);
    },
  },
  {
    row: 4,
    claim: "16 wrong verifiers at once end a login, and mint nothing",
    async run({ consumer, provider }) {
      const temporary = await consumer.initiate();
      const verifier = await approve(provider, temporary);
      const answers = await atOnce(16, (index) => consumer.exchange(temporary, `wrong${index}`));
      ok(answers.every(({ status }) => status === 401));
      equal((await consumer.exchange(temporary, verifier)).status, 401);
      deepEqual(await provider.grants.list(USER), []);
    },
  },
  {
    row: 4,
    claim: "a request that proves nothing counts as no attempt and changes no login",
    async run({ consumer, provider, register }) {
      const temporary = await consumer.initiate();
      const verifier = await approve(provider, temporary);
      const forged = { ...temporary, secret: "wrong" };
      const other = await register();
      for (let turn = 0; turn < 8; turn += 1) {
        notEqual((await consumer.exchange(forged, "wrong")).status, 200);
        notEqual(
          (await consumer.withKeys({ secret: "wrong" }).exchange(temporary, verifier)).status,
          200,
        );
        notEqual((await other.exchange(temporary, verifier)).status, 200);
      }
      equal((await consumer.exchange(temporary, verifier)).status, 200);
    },
  },
];

async function afterWrongVerifiers({ consumer, provider }: Target, times: number): Promise<number> {
  const temporary = await consumer.initiate();
  const verifier = await approve(provider, temporary);
  for (let turn = 0; turn < times; turn += 1) {
    equal((await consumer.exchange(temporary, `wrong${turn}`)).status, 401);
  }
  return (await consumer.exchange(temporary, verifier)).status;
}
