import { expose } from "@oauth1/core";
import { demandOne, demandSame, race } from "../demand.js";
import {
  approvedLogin,
  clock,
  fresh,
  RIGHT_VERIFIER,
  sampleExchange,
  sampleTemporary,
  type StoreChecks,
} from "./samples.js";

/** What a store does with temporary credentials until they are exchanged. */
export const loginChecks: StoreChecks = {
  async "temporary credentials come back as they were, and pending"(store) {
    const callback = `http://127.0.0.1:9/cb?x=%2B&y=☃&z=${"z".repeat(2000)}`;
    const temporary = { ...sampleTemporary(), callback };
    await store.insertTemporary(temporary, clock());
    const found = await store.findTemporary(temporary.tokenHash, clock());
    demandSame(found, temporary, "the temporary credentials");
    demandSame(found && expose(found.secret), expose(temporary.secret), "their secret");
  },
  async "an approval adds the user and leaves the rest, secret included"(store) {
    const temporary = sampleTemporary();
    const { tokenHash } = temporary;
    const [user, scopes] = [fresh(), ["read"]];
    await store.insertTemporary(temporary, clock());
    const approval = { tokenHash, user, verifierHash: RIGHT_VERIFIER, scopes };
    const expected = { ...temporary, user, scopes };
    const approved = await store.approve(approval, clock());
    demandSame(approved, expected, "the answer to the approval");
    const found = await store.findTemporary(tokenHash, clock());
    demandSame(found, expected, "the approved temporary credentials");
    for (const one of [approved, found]) {
      demandSame(one && expose(one.secret), expose(temporary.secret), "their secret");
    }
  },
  async "temporary credentials keep the scopes that were asked for, until a user allows others"(
    store,
  ) {
    for (const [scopes, allowed] of SCOPES) {
      const temporary = { ...sampleTemporary(), ...(scopes && { scopes }) };
      const { tokenHash } = temporary;
      await store.insertTemporary(temporary, clock());
      demandSame(
        (await store.findTemporary(tokenHash, clock()))?.scopes,
        scopes,
        "the scopes that were asked for",
      );
      const approval = { tokenHash, user: fresh(), verifierHash: RIGHT_VERIFIER };
      const approved = await store.approve(
        { ...approval, ...(allowed && { scopes: allowed }) },
        clock(),
      );
      demandSame(approved?.scopes, allowed ?? scopes, "the scopes that were allowed");
    }
  },
  async "temporary credentials live through the second of their expiry and not longer"(store) {
    const temporary = sampleTemporary();
    const { tokenHash, expiresAt } = temporary;
    await store.insertTemporary(temporary, clock());
    const last = await store.findTemporary(tokenHash, expiresAt);
    demandSame(last?.tokenHash, tokenHash, "what is found in the last second");
    demandSame(
      await store.findTemporary(tokenHash, expiresAt + 1),
      undefined,
      "what is found then",
    );
  },
  async "temporary credentials expire behind others that live longer"(store) {
    const now = clock();
    await store.insertTemporary({ ...sampleTemporary(), expiresAt: now + 6000 }, now);
    const temporary = sampleTemporary();
    const { tokenHash, expiresAt } = temporary;
    await store.insertTemporary(temporary, now);
    demandSame(await store.findTemporary(tokenHash, expiresAt + 1), undefined, "what has expired");
  },
  async "temporary credentials are no token, and a token is no temporary credentials"(store) {
    const login = await approvedLogin(store);
    demandSame(await store.findToken(login.tokenHash), undefined, "the token of a login");
    const exchange = sampleExchange(login);
    await store.exchange(exchange, clock());
    const found = await store.findTemporary(exchange.token.tokenHash, clock());
    demandSame(found, undefined, "the login of a token");
  },
  async "one of many users approves"(store) {
    const temporary = sampleTemporary();
    const { tokenHash } = temporary;
    await store.insertTemporary(temporary, clock());
    const approvals = await race(16, (index) =>
      store.approve({ tokenHash, user: `user${index}`, verifierHash: fresh(32) }, clock()),
    );
    demandOne(approvals, (approval) => approval !== undefined, "the approval");
    const found = await store.findTemporary(tokenHash, clock());
    const winner = approvals.findIndex((approval) => approval !== undefined);
    demandSame(found?.user, `user${winner}`, "the user who approved");
  },
  async "a denial is final and answers with what it removed"(store) {
    const temporary = sampleTemporary();
    const { tokenHash } = temporary;
    await store.insertTemporary(temporary, clock());
    const denials = await race(16, () => store.deny(tokenHash, clock()));
    demandOne(denials, (denial) => denial !== undefined, "the denial");
    const denied = denials.find((denial) => denial !== undefined);
    demandSame(denied, temporary, "the denied temporary credentials");
    const approval = { tokenHash, user: fresh(), verifierHash: RIGHT_VERIFIER };
    demandSame(await store.approve(approval, clock()), undefined, "an approval after the denial");
    demandSame(await store.findTemporary(tokenHash, clock()), undefined, "what is left of it");
    const exchanged = await store.exchange(sampleExchange(temporary), clock());
    const rejected = { ok: false, problem: "token_rejected" };
    demandSame(exchanged, rejected, "an exchange after the denial");
  },
  async "an approval is final: it can be neither denied nor repeated"(store) {
    const login = await approvedLogin(store);
    const { tokenHash, user } = login;
    const again = { tokenHash, user: fresh(), verifierHash: fresh(32) };
    demandSame(await store.deny(tokenHash, clock()), undefined, "a denial after the approval");
    demandSame(await store.approve(again, clock()), undefined, "a second approval");
    const exchanged = await store.exchange(sampleExchange(login), clock());
    demandSame(exchanged.ok && exchanged.token.user, user, "the user of the first approval");
  },
  async "of an approval and a denial at once, one happens"(store) {
    const temporary = sampleTemporary();
    const { tokenHash } = temporary;
    await store.insertTemporary(temporary, clock());
    const decisions = await race(16, (index) =>
      index % 2 === 0
        ? store.deny(tokenHash, clock())
        : store.approve({ tokenHash, user: fresh(), verifierHash: RIGHT_VERIFIER }, clock()),
    );
    demandOne(decisions, (decision) => decision !== undefined, "the decision");
  },
  async "what has expired can be neither approved nor denied"(store) {
    const temporary = sampleTemporary();
    const { tokenHash, expiresAt } = temporary;
    await store.insertTemporary(temporary, clock());
    const approval = { tokenHash, user: fresh(), verifierHash: RIGHT_VERIFIER };
    demandSame(await store.approve(approval, expiresAt + 1), undefined, "a late approval");
    demandSame(await store.deny(tokenHash, expiresAt + 1), undefined, "a late denial");
  },
  async "in the second of their expiry temporary credentials are approved, denied and exchanged"(
    store,
  ) {
    const login = await approvedLogin(store);
    const exchanged = await store.exchange(sampleExchange(login), login.expiresAt);
    demandSame(exchanged.ok && exchanged.token.user, login.user, "the user of the exchange");
    const [one, other] = [sampleTemporary(), sampleTemporary()];
    for (const temporary of [one, other]) await store.insertTemporary(temporary, clock());
    const approval = { tokenHash: one.tokenHash, user: fresh(), verifierHash: RIGHT_VERIFIER };
    const approved = await store.approve(approval, one.expiresAt);
    demandSame(approved?.user, approval.user, "the user of the approval");
    const denied = await store.deny(other.tokenHash, other.expiresAt);
    demandSame(denied?.tokenHash, other.tokenHash, "the denial");
  },
};

// What is asked for, and what the user allows instead.
const SCOPES: readonly (readonly [string[] | undefined, string[] | undefined])[] = [
  [undefined, undefined],
  [["read", "write"], undefined],
  [["read", "write"], ["read"]],
  [["read"], []],
  [[], undefined],
];
