import { expose } from "@oauth1/core";
import type { Renewal } from "@oauth1/server";
import { demandOne, demandSame, race } from "../demand.js";
import {
  approvedLogin,
  clock,
  fresh,
  grantOf,
  insertedToken,
  sampleRenewal,
  sampleToken,
  type StoreChecks,
} from "./samples.js";

/** What a store does when a token is renewed. */
export const renewalChecks: StoreChecks = {
  async "of 16 renewals at once exactly one gets a token, and the grant stays one"(store) {
    const token = await insertedToken(store);
    const renewals = Array.from({ length: 16 }, () => sampleRenewal(token));
    const renewed = await race(16, (index) =>
      store.renew(renewals[index] ?? sampleRenewal(token), clock()),
    );
    demandOne(renewed, (one) => one !== undefined, "the renewal");
    const won = renewals[renewed.findIndex((one) => one !== undefined)]?.token;
    demandSame(await store.findToken(token.tokenHash), undefined, "the token that was renewed");
    for (const { token: other } of renewals) {
      const found = await store.findToken(other.tokenHash);
      demandSame(found?.tokenHash, other === won ? other.tokenHash : undefined, "a new token");
    }
    demandSame(await store.listGrants(token.user), [grantOf(token)], "the grants");
  },
  async "a renewal replaces secret, end and session, and nothing else"(store) {
    for (const change of [{}, { expiresAt: clock() + 9, session: { handleHash: fresh(32) } }]) {
      const token = { ...sampleToken(), createdAt: clock() - 5000 };
      await store.insertToken(token);
      const plain = sampleRenewal(token);
      const { tokenHash, secret } = plain.token;
      const renewal = { ...plain, token: { tokenHash, secret, ...change } };
      const { expiresAt: _end, session: _old, ...kept } = token;
      const expected = { ...kept, ...renewal.token };
      demandSame(await store.renew(renewal, clock()), expected, "the renewed token");
      const found = await store.findToken(tokenHash);
      demandSame(found, expected, "the renewed token in the store");
      demandSame(found && expose(found.secret), expose(secret), "its secret");
      demandSame(await store.revoke({ user: token.user, id: token.grant }), true, "its revocation");
      demandSame(await store.findToken(tokenHash), undefined, "the revoked token");
    }
  },
  async "a renewal needs its consumer, its session handle and a session that has not expired"(
    store,
  ) {
    const token = await insertedToken(store);
    const renewal = sampleRenewal(token);
    const end = token.session.expiresAt ?? 0;
    const wrong: readonly Renewal[] = [
      { ...renewal, consumer: fresh() },
      { ...renewal, handleHash: fresh(32) },
      { ...renewal, handleHash: "" },
      { ...renewal, tokenHash: fresh(32) },
    ];
    for (const one of wrong) {
      demandSame(await store.renew(one, clock()), undefined, "a wrong renewal");
    }
    demandSame(await store.renew(renewal, end + 1), undefined, "a late renewal");
    const renewed = await store.renew(renewal, end);
    demandSame(renewed?.tokenHash, renewal.token.tokenHash, "the renewal in the last second");
  },
  async "a renewed token is kept to its new end, however long ago the old one was"(store) {
    const now = clock();
    const token = { ...sampleToken(), createdAt: now - 999_999, expiresAt: now - 200_000 };
    const session = { ...token.session, expiresAt: now - 100_000 };
    await store.insertToken({ ...token, session });
    const renewal = sampleRenewal({ ...token, session });
    const { tokenHash } = renewal.token;
    const renewed = await store.renew(renewal, now - 100_000);
    demandSame(renewed?.tokenHash, tokenHash, "the renewal in the last second");
    // What is over is cleared away when logins begin and others are given.
    await approvedLogin(store);
    await insertedToken(store);
    demandSame((await store.findToken(tokenHash))?.tokenHash, tokenHash, "the renewed token");
  },
  async "a session without an end is renewed at any time, and so is a token without one"(store) {
    for (const end of [{}, { expiresAt: clock() - 9 }]) {
      const { expiresAt: _end, ...token } = sampleToken();
      const endless = { ...token, ...end, session: { handleHash: fresh(32) } };
      await store.insertToken(endless);
      const renewal = sampleRenewal(endless);
      const renewed = await store.renew(renewal, clock() + 999_999);
      demandSame(renewed?.tokenHash, renewal.token.tokenHash, "the hash of the renewed token");
    }
  },
  async "a token without a session is not renewed"(store) {
    const { session: _session, ...token } = sampleToken();
    await store.insertToken(token);
    for (const handleHash of ["", "null", "undefined"]) {
      const renewed = await store.renew({ ...sampleRenewal(token), handleHash }, clock());
      demandSame(renewed, undefined, "the renewal");
    }
  },
  async "of a renewal and a revocation at once nothing is left that could be used"(store) {
    const token = await insertedToken(store);
    const renewal = sampleRenewal(token);
    const { user, grant: id } = token;
    await Promise.all([store.renew(renewal, clock()), store.revoke({ user, id })]);
    await store.revoke({ user, id });
    for (const { tokenHash } of [token, renewal.token]) {
      demandSame(await store.findToken(tokenHash), undefined, "a token");
    }
    demandSame(await store.listGrants(user), [], "the grants");
  },
};
