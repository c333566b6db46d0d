import { deepEqual, equal, notEqual } from "node:assert/strict";
import { approve } from "../party.js";
import type { Row } from "../row.js";
import { USER } from "../target.js";

const suspended = new Set<string>();

/** What belongs to whom, and until when. */
export const bindingRows: readonly Row[] = [
  {
    row: 5,
    claim: "a token is worth nothing to another consumer, to use, exchange or revoke",
    async run({ consumer, provider, register }) {
      const other = await register();
      const [token, temporary] = [await consumer.login(), await consumer.initiate()];
      const verifier = await approve(provider, temporary);
      equal((await other.call("/api/photos", { token })).status, 401);
      equal((await other.call("/oauth/revoke", { token })).status, 401);
      equal((await other.exchange(temporary, verifier)).status, 401);
      equal((await consumer.call("/api/photos", { token })).status, 200);
      equal((await consumer.exchange(temporary, verifier)).status, 200);
    },
  },
  {
    row: 5,
    claim: "temporary and token credentials do not stand in for each other",
    async run({ consumer, provider }) {
      const [token, temporary] = [await consumer.login(), await consumer.initiate()];
      equal((await consumer.call("/api/photos", { token: temporary })).status, 401);
      const verifier = await approve(provider, temporary);
      equal((await consumer.call("/api/photos", { token: temporary })).status, 401);
      equal((await consumer.call("/oauth/revoke", { token: temporary })).status, 401);
      equal((await consumer.exchange(token, verifier)).status, 401);
      equal((await provider.authorization.inspect(token.key)).ok, false);
      equal((await provider.authorization.approve({ token: token.key, user: USER })).ok, false);
    },
  },
  {
    row: 5,
    claim: "keys, tokens, verifiers and users that differ in letter case alone are different",
    async run({ consumer, provider, register }) {
      const name = consumer.key.slice(0, 12);
      const [lower, upper] = [
        await register({ key: `${name}abc` }),
        await register({ key: `${name}ABC` }),
      ];
      const token = await lower.login("Jane");
      equal(
        (await upper.withKeys({ secret: lower.secret }).call("/api/photos", { token })).status,
        401,
      );
      const shouted = { ...token, key: token.key.toUpperCase() };
      notEqual(shouted.key, token.key);
      equal((await lower.call("/api/photos", { token: shouted })).status, 401);
      deepEqual(await provider.grants.list("jane"), []);
      equal(await provider.grants.revokeAll({ user: "JANE" }), 0);
      const temporary = await lower.initiate("https://printer.example.com/ready?job=7");
      const verifier = await approve(provider, temporary);
      equal((await lower.exchange(temporary, verifier.toUpperCase())).status, 401);
      equal((await lower.call("/api/photos", { token })).status, 200);
    },
  },
  {
    row: 6,
    claim: "a consumer that is disabled is refused everywhere from its next request on",
    async run({ consumer, provider }) {
      const [token, temporary] = [await consumer.login(), await consumer.initiate()];
      const verifier = await approve(provider, temporary);
      await provider.consumers.change(consumer.key, { disabled: true });
      equal((await consumer.call("/api/photos", { token })).status, 401);
      equal((await consumer.exchange(temporary, verifier)).status, 401);
      equal((await consumer.ask("oob")).status, 401);
      await provider.consumers.change(consumer.key, { disabled: false });
      equal((await consumer.call("/api/photos", { token })).status, 200);
    },
  },
  {
    row: 6,
    claim:
      "a token that is revoked, by its user or by its consumer, is refused from the next request on",
    async run({ consumer, provider, sibling }) {
      const [first, second, third] = [
        await consumer.login(),
        await consumer.login(),
        await consumer.login("joe"),
      ];
      const there = consumer.at((await sibling()).address);
      equal((await there.call("/api/photos", { token: first })).status, 200);
      const [grant] = await provider.grants.list(USER);
      equal(await provider.grants.revoke({ user: "joe", grant: grant?.id ?? "" }), false);
      equal(await provider.grants.revoke({ user: USER, grant: grant?.id ?? "" }), true);
      equal((await there.call("/api/photos", { token: first })).status, 401);
      equal(await provider.grants.revokeAll({ user: USER }), 1);
      equal((await there.call("/api/photos", { token: second })).status, 401);
      equal((await consumer.call("/oauth/revoke", { token: third })).status, 200);
      equal((await there.call("/api/photos", { token: third })).status, 401);
    },
  },
  {
    row: 6,
    claim: "the policy has its say on every call, after the proof and not before",
    options: () => ({ policy: ({ user = "" }) => !suspended.has(user) }),
    async run({ consumer, events }) {
      const token = await consumer.login("suspect");
      equal((await consumer.call("/api/photos", { token })).status, 200);
      suspended.add("suspect");
      equal((await consumer.call("/api/photos", { token })).status, 403);
      equal(events.at(-1)?.type, "request_refused");
      const forged = { ...token, secret: "wrong" };
      equal((await consumer.call("/api/photos", { token: forged })).status, 401);
      suspended.delete("suspect");
      equal((await consumer.call("/api/photos", { token })).status, 200);
    },
  },
  {
    row: 6,
    claim: "a secret that is rotated without overlap is worth nothing from the next request on",
    async run({ consumer, provider }) {
      const token = await consumer.login();
      const { secret } = await provider.consumers.rotateSecret(consumer.key, { overlap: 0 });
      equal((await consumer.call("/api/photos", { token })).status, 401);
      equal((await consumer.withKeys({ secret }).call("/api/photos", { token })).status, 200);
    },
  },
];
