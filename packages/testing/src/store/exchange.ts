import { expose } from "@oauth1/core";
import type { Exchange, ExchangeVerdict, TemporaryRecord } from "@oauth1/server";
import { demandOne, demandSame, race } from "../demand.js";
import {
  approvedLogin,
  clock,
  fresh,
  RIGHT_VERIFIER,
  sampleExchange,
  sampleTemporary,
  sampleToken,
  type StoreChecks,
} from "./samples.js";

/** What a store does when temporary credentials are exchanged for a token. */
export const exchangeChecks: StoreChecks = {
  async "of 16 exchanges at once exactly one mints a token"(store) {
    const login = await approvedLogin(store);
    const exchanges = Array.from({ length: 16 }, () => sampleExchange(login));
    const verdicts = await Promise.all(exchanges.map((one) => store.exchange(one, clock())));
    demandOne(verdicts, ({ ok }) => ok, "the exchange");
    const minted = await Promise.all(
      exchanges.map(({ token }) => store.findToken(token.tokenHash)),
    );
    demandOne(minted, (token) => token !== undefined, "the minting");
    demandSame((await store.listGrants(login.user)).length, 1, "the number of grants");
  },
  async "an exchange is not repeated, and leaves no temporary credentials"(store) {
    const login = await approvedLogin(store);
    await store.exchange(sampleExchange(login), clock());
    const again = await store.exchange(sampleExchange(login), clock());
    demandSame(again, { ok: false, problem: "token_rejected" }, "the second exchange");
    demandSame(await store.findTemporary(login.tokenHash, clock()), undefined, "what is left");
  },
  async "an exchange before the approval fails and is not counted"(store) {
    const temporary = sampleTemporary();
    const { tokenHash } = temporary;
    await store.insertTemporary(temporary, clock());
    for (const verdict of await race(8, () => store.exchange(sampleExchange(temporary), clock()))) {
      demandSame(verdict, { ok: false, problem: "permission_unknown" }, "an early exchange");
    }
    const only = await store.exchange({ ...sampleExchange(temporary), attempts: 1 }, clock());
    demandSame(only, { ok: false, problem: "permission_unknown" }, "an early exchange of one");
    const user = fresh();
    await store.approve({ tokenHash, user, verifierHash: RIGHT_VERIFIER }, clock());
    const exchange = sampleExchange(temporary);
    await race(4, () => store.exchange({ ...exchange, verifierHash: fresh(32) }, clock()));
    const exchanged = await store.exchange(exchange, clock());
    demandSame(exchanged, minted(exchange, { ...temporary, user }), "the exchange");
  },
  async "another consumer can neither exchange nor spoil a login"(store) {
    const login = await approvedLogin(store);
    const theft = { ...sampleExchange(login), consumer: fresh(), verifierHash: fresh(32) };
    for (const verdict of await race(8, () => store.exchange(theft, clock()))) {
      demandSame(verdict, { ok: false, problem: "token_rejected" }, "a theft");
    }
    const exchange = sampleExchange(login);
    const exchanged = await store.exchange(exchange, clock());
    demandSame(exchanged, minted(exchange, login), "the owner's exchange");
  },
  async "four wrong verifiers are forgiven"(store) {
    const login = await approvedLogin(store);
    const wrong = { ...sampleExchange(login), verifierHash: fresh(32) };
    for (const verdict of await race(4, () => store.exchange(wrong, clock()))) {
      demandSame(verdict, { ok: false, problem: "verifier_invalid" }, "a wrong verifier");
    }
    const exchange = sampleExchange(login);
    const exchanged = await store.exchange(exchange, clock());
    demandSame(exchanged, minted(exchange, login), "the right verifier");
  },
  async "the fifth wrong verifier ends the login, however many come at once"(store) {
    const login = await approvedLogin(store);
    const wrong = { ...sampleExchange(login), verifierHash: fresh(32) };
    const verdicts = await race(16, () => store.exchange(wrong, clock()));
    const counted = verdicts.filter((one) => !one.ok && one.problem === "verifier_invalid");
    demandSame(counted.length, 5, "the number of verifiers that were looked at");
    const late = await store.exchange(sampleExchange(login), clock());
    demandSame(late, { ok: false, problem: "token_rejected" }, "the right verifier, too late");
    demandSame(await store.findToken(wrong.token.tokenHash), undefined, "a token of a guess");
  },
  async "a login ends after as many wrong verifiers as the exchange says"(store) {
    for (const attempts of [1, 2, 7]) {
      const login = await approvedLogin(store);
      const wrong = { ...sampleExchange(login), attempts, verifierHash: fresh(32) };
      const problems: (string | undefined)[] = [];
      for (let count = 0; count <= attempts; count += 1) {
        const verdict = await store.exchange(wrong, clock());
        problems.push(verdict.ok ? undefined : verdict.problem);
      }
      const counted = Array.from({ length: attempts }, () => "verifier_invalid");
      demandSame(problems, [...counted, "token_rejected"], `the answers for ${attempts} attempts`);
    }
  },
  async "a user who allows no scope, or is asked for none, gives a token without"(store) {
    for (const [asked, allowed] of [
      [["read"], []],
      [undefined, undefined],
      [[], undefined],
    ]) {
      const login = { ...sampleTemporary(), ...(asked && { scopes: asked }) };
      const { tokenHash } = login;
      const approval = { tokenHash, user: fresh(), verifierHash: RIGHT_VERIFIER };
      await store.insertTemporary(login, clock());
      await store.approve({ ...approval, ...(allowed && { scopes: allowed }) }, clock());
      const exchanged = await store.exchange(sampleExchange(login), clock());
      const what = `the scopes of the token, ${JSON.stringify(asked)} being asked for`;
      demandSame(exchanged.ok && exchanged.token.scopes, allowed ?? asked, what);
    }
  },
  async "a token is for what the user has allowed, and comes with its secret and its session"(
    store,
  ) {
    const login = { ...sampleTemporary(), scopes: ["read", "write"] };
    const { tokenHash } = login;
    const [user, allowed] = [fresh(), { scopes: ["read"] }];
    await store.insertTemporary(login, clock());
    await store.approve({ tokenHash, user, verifierHash: RIGHT_VERIFIER, ...allowed }, clock());
    const { expiresAt, session } = sampleToken();
    const plain = sampleExchange(login);
    const exchange = { ...plain, token: { ...plain.token, expiresAt, session } };
    const exchanged = await store.exchange(exchange, clock());
    const expected = minted(exchange, { ...login, ...allowed, user });
    demandSame(exchanged, expected, "the exchange");
    demandSame(
      exchanged.ok && expose(exchanged.token.secret),
      expose(exchange.token.secret),
      "the secret of the token",
    );
    const found = await store.findToken(exchange.token.tokenHash);
    demandSame(found, expected.ok && expected.token, "the token in the store");
  },
  async "what has expired is not exchanged"(store) {
    const login = await approvedLogin(store);
    const late = await store.exchange(sampleExchange(login), login.expiresAt + 1);
    demandSame(late, { ok: false, problem: "token_rejected" }, "a late exchange");
  },
};

function minted(
  { token }: Exchange,
  { consumer, user = "", scopes }: TemporaryRecord,
): ExchangeVerdict {
  return { ok: true, token: { ...token, consumer, user, ...(scopes && { scopes }) } };
}
