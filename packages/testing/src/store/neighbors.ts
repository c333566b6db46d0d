import { expose, secret } from "@oauth1/core";
import type { Store, TokenRecord } from "@oauth1/server";
import { demandOne, demandSame, race } from "../demand.js";
import {
  clock,
  fresh,
  grantOf,
  insertedToken,
  RIGHT_VERIFIER,
  sampleConsumer,
  sampleExchange,
  sampleRenewal,
  sampleTemporary,
  sampleToken,
  type StoreChecks,
} from "./samples.js";

/** That a verb touches what it names, all of it, and nothing beside it. */
export const neighborChecks: StoreChecks = {
  async "a rotation and a change leave the rest of a consumer, its place in the list and its neighbors"(
    store,
  ) {
    const owner = fresh();
    const kept = { owner, publicKey: "PEM", privileges: ["delegate"], disabled: true };
    const consumers = [1, 2, 0].map((age) => {
      return { ...sampleConsumer(), ...kept, createdAt: clock() - age };
    });
    for (const consumer of consumers) await store.insertConsumer(consumer);
    const [first = sampleConsumer(), ...others] = consumers;
    const { key, secret: before } = first;
    const until = clock() + 60;
    await store.rotateConsumer({ key, secret: secret("rotated"), previousExpiresAt: until });
    await store.changeConsumer(key, { name: "Copier" });
    const previous = { secret: before, expiresAt: until };
    const listed = await store.listConsumers(owner);
    demandSame(listed, [{ ...first, name: "Copier", previous }, ...others], "the list");
    const secrets = listed.map((one) => expose(one.secret));
    demandSame(secrets, ["rotated", ...others.map((one) => expose(one.secret))], "the secrets");
  },
  async "what is not there is neither changed nor rotated nor made"(store) {
    const key = fresh();
    demandSame(await store.changeConsumer(key, { name: "Nobody" }), false, "the change");
    const rotation = { key, secret: secret("s"), previousExpiresAt: clock() };
    demandSame(await store.rotateConsumer(rotation), false, "the rotation");
    demandSame(await store.findConsumer(key), undefined, "the consumer");
  },
  async "an owner whose name is empty has no more consumers than any other"(store) {
    const [nobodys, named] = [sampleConsumer(), { ...sampleConsumer(), owner: fresh() }];
    const consumer = { ...sampleConsumer(), owner: "" };
    for (const one of [nobodys, named, consumer]) await store.insertConsumer(one);
    const keys = (await store.listConsumers("")).map(({ key }) => key);
    const expected = [false, false, true];
    const found = [nobodys, named, consumer].map(({ key }) => keys.includes(key));
    demandSame(found, expected, "that one of three is listed");
  },
  async "logins of one consumer and user go on side by side"(store) {
    const [consumer, user] = [fresh(), fresh()];
    const logins = Array.from({ length: 3 }, () => ({ ...sampleTemporary(), consumer }));
    for (const login of logins) await store.insertTemporary(login, clock());
    for (const { tokenHash } of logins) {
      const approval = { tokenHash, user, verifierHash: RIGHT_VERIFIER };
      const approved = await store.approve(approval, clock());
      demandSame(approved?.user, user, "the user of an approval");
    }
    // Four wrong ones for each are fewer than five, and more than five for all of them.
    for (const login of logins) {
      const wrong = { ...sampleExchange(login), verifierHash: fresh(32) };
      await race(4, () => store.exchange(wrong, clock()));
    }
    for (const login of logins) {
      const verdict = await store.exchange(sampleExchange(login), clock());
      demandSame(verdict.ok || verdict.problem, true, "that one of three logins succeeds");
    }
    demandSame((await store.listGrants(user)).length, 3, "the number of grants");
  },
  async "a login that has half a minute left outlives the beginning of another"(store) {
    const now = clock();
    const ending = { ...sampleTemporary(), expiresAt: now + 30 };
    await store.insertTemporary(ending, now);
    await store.insertTemporary(sampleTemporary(), now);
    demandSame(await store.findTemporary(ending.tokenHash, now), ending, "the older login");
  },
  async "a login outlives the beginning of another, also in its last second"(store) {
    const now = clock();
    const ending = { ...sampleTemporary(), expiresAt: now + 30 };
    await store.insertTemporary(ending, now);
    await store.insertTemporary(sampleTemporary(), ending.expiresAt);
    const found = await store.findTemporary(ending.tokenHash, ending.expiresAt);
    demandSame(found, ending, "the older login");
  },
  async "a user can give one consumer many grants, and revokes one or all of them"(store) {
    const [consumer, user] = [fresh(), fresh()];
    const tokens = Array.from({ length: 110 }, () => ({ ...sampleToken(user), consumer }));
    const other = { ...sampleToken(), consumer };
    for (const token of [...tokens, other]) await store.insertToken(token);
    demandSame(await store.listGrants(user), tokens.map(grantOf), "the list of 110 grants");
    const [first, second, ...rest] = tokens;
    if (first) await store.revoke({ user, id: first.grant });
    if (second) await store.revokeToken({ tokenHash: second.tokenHash, consumer });
    demandSame(await store.listGrants(user), rest.map(grantOf), "what two revocations leave");
    demandSame(await store.revokeAll({ user, consumer }), rest.map(grantOf), "the other 108");
    demandSame(await store.listGrants(user), [], "the list after that");
    const found = await race(110, (index) => store.findToken(tokens[index]?.tokenHash ?? ""));
    demandSame(found.filter(Boolean), [], "the tokens that are left of revoked grants");
    demandSame(await store.findToken(other.tokenHash), other, "another user's token");
  },
  async "a grant whose token was renewed is revoked by each verb, and not renewed after that"(
    store,
  ) {
    for (const verb of REVOCATIONS) {
      const token = await insertedToken(store);
      const renewed = await store.renew(sampleRenewal(token), clock());
      if (renewed === undefined) throw new Error("Expected a renewal, but there is none.");
      demandSame(await revoked(store, renewed, verb), true, `that ${verb} finds the renewed token`);
      demandSame(await store.findToken(renewed.tokenHash), undefined, "the renewed token");
      demandSame(await store.listGrants(token.user), [], `the list after ${verb}`);
      for (const gone of [token, renewed]) {
        const again = await store.renew(sampleRenewal(gone), clock());
        demandSame(again, undefined, "the renewal of a revoked token");
      }
    }
  },
  async "what is revoked while it is renewed is gone, whichever comes first"(store) {
    for (const verb of REVOCATIONS) {
      for (const isFirst of [true, false]) {
        const token = await insertedToken(store);
        const renewal = sampleRenewal(token);
        const steps = [
          async () => revoked(store, token, verb),
          async () => (await store.renew(renewal, clock())) !== undefined,
        ];
        const done = await Promise.all((isFirst ? steps : steps.toReversed()).map((one) => one()));
        const isRevoked = done[isFirst ? 0 : 1];
        // By its hash alone a token that was renewed before cannot be found.
        if (verb === "revokeToken") demandOne(done, Boolean, "revokeToken against renew");
        else demandSame(isRevoked, true, `that ${verb} finds the grant`);
        const left = isRevoked ? undefined : renewal.token.tokenHash;
        const found = await store.findToken(renewal.token.tokenHash);
        demandSame(found?.tokenHash, left, `what ${verb} has left of the renewed token`);
        const listed = await store.listGrants(token.user);
        demandSame(listed, isRevoked ? [] : [grantOf(token)], `the list after ${verb}`);
      }
    }
  },
};

type Revocation = "revoke" | "revokeAll" | "revokeToken";

const REVOCATIONS: readonly Revocation[] = ["revoke", "revokeAll", "revokeToken"];

async function revoked(store: Store, token: TokenRecord, verb: Revocation): Promise<boolean> {
  const { user, grant: id, tokenHash, consumer } = token;
  if (verb === "revoke") return store.revoke({ user, id });
  if (verb === "revokeAll") return (await store.revokeAll({ user })).length === 1;
  return (await store.revokeToken({ tokenHash, consumer })) !== undefined;
}
