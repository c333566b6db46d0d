import type { Renewal } from "@oauth1/server";
import { demandSame } from "../demand.js";
import {
  approvedLogin,
  clock,
  fresh,
  insertedToken,
  RIGHT_VERIFIER,
  sampleConsumer,
  sampleExchange,
  sampleNonce,
  sampleRenewal,
  sampleTemporary,
  type StoreChecks,
} from "./samples.js";

/** What a store tells apart: hashes are base64, whose letter case counts, and so does that of a user. */
export const apartChecks: StoreChecks = {
  async "a hash that is almost that of temporary credentials is that of none"(store) {
    const temporary = sampleTemporary();
    await store.insertTemporary(temporary, clock());
    for (const tokenHash of almost(temporary.tokenHash)) {
      const approval = { tokenHash, user: fresh(), verifierHash: RIGHT_VERIFIER };
      const what = `the temporary credentials ${tokenHash}`;
      demandSame(await store.findTemporary(tokenHash, clock()), undefined, what);
      demandSame(await store.approve(approval, clock()), undefined, `an approval of ${tokenHash}`);
      demandSame(await store.deny(tokenHash, clock()), undefined, `a denial of ${tokenHash}`);
    }
    const found = await store.findTemporary(temporary.tokenHash, clock());
    demandSame(found, temporary, "the temporary credentials");
  },
  async "an exchange with almost the right hash, consumer or verifier fails"(store) {
    const login = await approvedLogin(store);
    const right = { ...sampleExchange(login), attempts: 99 };
    const wrong = [
      ...almost(right.tokenHash).map((tokenHash) => ({ ...right, tokenHash })),
      ...almost(right.consumer).map((consumer) => ({ ...right, consumer })),
    ];
    for (const exchange of wrong) {
      const verdict = await store.exchange(exchange, clock());
      demandSame(verdict, { ok: false, problem: "token_rejected" }, "an exchange that is wrong");
    }
    for (const verifierHash of ["", ...almost(RIGHT_VERIFIER)]) {
      const verdict = await store.exchange({ ...right, verifierHash }, clock());
      const expected = { ok: false, problem: "verifier_invalid" };
      demandSame(verdict, expected, `the exchange with "${verifierHash}" for "${RIGHT_VERIFIER}"`);
    }
    demandSame((await store.exchange(right, clock())).ok, true, "that the right exchange succeeds");
  },
  async "almost the right token, consumer or handle finds, renews and revokes nothing"(store) {
    const token = await insertedToken(store);
    const { consumer } = token;
    const right = sampleRenewal(token);
    for (const tokenHash of almost(token.tokenHash)) {
      const what = `the token ${tokenHash}`;
      demandSame(await store.findToken(tokenHash), undefined, what);
      demandSame(await store.revokeToken({ tokenHash, consumer }), undefined, `revoked: ${what}`);
    }
    for (const other of almost(consumer)) {
      const revocation = { tokenHash: token.tokenHash, consumer: other };
      demandSame(await store.revokeToken(revocation), undefined, `the revocation of ${other}`);
    }
    const wrong: readonly Renewal[] = [
      ...almost(right.tokenHash).map((tokenHash) => ({ ...right, tokenHash })),
      ...almost(right.consumer).map((other) => ({ ...right, consumer: other })),
      ...almost(right.handleHash).map((handleHash) => ({ ...right, handleHash })),
    ];
    for (const renewal of wrong) {
      demandSame(await store.renew(renewal, clock()), undefined, "a renewal that is wrong");
    }
    demandSame(await store.findToken(token.tokenHash), token, "the token");
  },
  async "a user whose name is almost another's neither sees nor revokes the other's grants"(store) {
    const token = await insertedToken(store, `${fresh()}b`);
    const { user, grant, consumer } = token;
    for (const other of almost(user)) {
      demandSame(await store.listGrants(other), [], `the grants of ${other}`);
      demandSame(await store.revoke({ user: other, id: grant }), false, `what ${other} revokes`);
      demandSame(await store.revokeAll({ user: other }), [], `all that ${other} revokes`);
    }
    for (const id of almost(grant)) {
      demandSame(await store.revoke({ user, id }), false, `the revocation of the grant ${id}`);
    }
    for (const other of ["", ...almost(consumer)]) {
      const revoked = await store.revokeAll({ user, consumer: other });
      demandSame(revoked, [], `what is revoked of ${other}`);
    }
    demandSame(await store.findToken(token.tokenHash), token, "the token");
  },
  async "a user, a consumer and an owner are told from those that only look the same"(store) {
    const name = fresh();
    const composed = `${name}\u00e9`;
    const token = await insertedToken(store, composed);
    const consumer = { ...sampleConsumer(), key: composed, owner: composed };
    await store.insertConsumer(consumer);
    for (const other of [`${name}e\u0301`, `${name}e`, `${name}\uff45`]) {
      const what = `${encodeURIComponent(other)}, which is not ${encodeURIComponent(composed)}`;
      demandSame(await store.listGrants(other), [], `the grants of ${what}`);
      demandSame(await store.revokeAll({ user: other }), [], `what is revoked of ${what}`);
      demandSame(await store.findConsumer(other), undefined, `the consumer ${what}`);
      demandSame(await store.listConsumers(other), [], `the consumers of ${what}`);
      const isAdded = await store.insertConsumer({ ...sampleConsumer(), key: other });
      demandSame(isAdded, true, `that there can be ${what}`);
    }
    demandSame(await store.findToken(token.tokenHash), token, "the token");
    demandSame(await store.findConsumer(composed), consumer, "the consumer");
  },
  async "nonces of 256 characters are told apart by any of them, and so are their owners"(store) {
    const use = sampleNonce();
    const long = fresh(128).slice(1);
    const nonces = ["a", "b", "\0", "é", "☃", "\u0003"].map((last) => `${long}${last}`);
    const others = [
      use,
      ...[...nonces, `${long}\0b`, "e\u0301", "\u00e9"].map((nonce) => ({ ...use, nonce })),
      ...almost(use.consumer).map((consumer) => ({ ...use, consumer })),
      ...almost(use.tokenHash ?? "").map((tokenHash) => ({ ...use, tokenHash })),
    ];
    for (const other of others) {
      demandSame(await store.consumeNonce(other, clock()), "fresh", JSON.stringify(other));
      demandSame(
        await store.consumeNonce(other, clock()),
        "used",
        `${JSON.stringify(other)} again`,
      );
    }
  },
};

function almost(text: string): readonly string[] {
  return [text.toUpperCase(), `${text} `, text.slice(0, -1), `${text.slice(0, -1)}-`];
}
