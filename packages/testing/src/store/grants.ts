import { expose } from "@oauth1/core";
import type { Store } from "@oauth1/server";
import { demandOne, demandSame, race } from "../demand.js";
import {
  approvedLogin,
  clock,
  fresh,
  grantOf,
  insertedToken,
  sampleExchange,
  sampleRenewal,
  sampleToken,
  type StoreChecks,
} from "./samples.js";

/** What a store keeps of tokens and grants. */
export const grantChecks: StoreChecks = {
  async "a token comes back with its secret and the user who approved"(store) {
    const login = await approvedLogin(store);
    const exchange = sampleExchange(login);
    await store.exchange(exchange, clock());
    const found = await store.findToken(exchange.token.tokenHash);
    const { consumer, user } = login;
    demandSame(found, { ...exchange.token, consumer, user }, "the token");
    demandSame(found && expose(found.secret), expose(exchange.token.secret), "its secret");
  },
  async "grants are listed to their user alone, without anything that could be used"(store) {
    const { user, grant, consumer } = await granted(store);
    const [listed, ...more] = await store.listGrants(user);
    demandSame(listed?.id, grant, "the grant");
    demandSame(listed?.consumer, consumer, "its consumer");
    demandSame(
      Object.keys(listed ?? {}).sort(),
      ["consumer", "createdAt", "id", "user"],
      "its fields",
    );
    demandSame(more, [], "the rest of the list");
    demandSame(await store.listGrants(fresh()), [], "the list of another user");
    demandSame(await store.listGrants(user.toUpperCase()), [], "the list in another letter case");
  },
  async "a grant is revoked by its user alone, and its token is gone at once"(store) {
    const { user, grant: id, tokenHash } = await granted(store);
    demandSame(await store.revoke({ user: fresh(), id }), false, "another user's revocation");
    demandSame((await store.findToken(tokenHash))?.user, user, "the token's user");
    demandSame(await store.revoke({ user, id }), true, "the revocation");
    demandSame(await store.findToken(tokenHash), undefined, "the revoked token");
    demandSame(await store.listGrants(user), [], "the list after the revocation");
  },
  async "revoking one grant leaves the user's others"(store) {
    const first = await granted(store);
    const second = await granted(store, first.user);
    await store.revoke({ user: first.user, id: first.grant });
    const left = await store.listGrants(first.user);
    demandSame(
      left.map(({ id }) => id),
      [second.grant],
      "what is left",
    );
  },
  async "a grant is revoked once"(store) {
    const { user, grant: id } = await granted(store);
    demandOne(await race(16, () => store.revoke({ user, id })), (won) => won, "the revocation");
  },
  async "a token that is inserted comes back whole, also without an end or a session"(store) {
    const full = sampleToken();
    const { scopes: _scopes, expiresAt: _expiresAt, session: _session, ...plain } = sampleToken();
    const endless = { ...sampleToken(), session: { handleHash: fresh(32) }, scopes: [] };
    for (const token of [full, plain, endless]) {
      await store.insertToken(token);
      demandSame(await store.findToken(token.tokenHash), token, "the token");
    }
    const found = await store.findToken(full.tokenHash);
    demandSame(found && expose(found.secret), expose(full.secret), "its secret");
    demandSame(await store.listGrants(full.user), [grantOf(full)], "its grant");
    demandSame(await store.listGrants(plain.user), [grantOf(plain)], "a grant without scopes");
  },
  async "a token is inserted once, however many try"(store) {
    const token = sampleToken();
    const users = Array.from({ length: 8 }, (_, at) => `${token.user}-${at}`);
    const inserted = await race(users.length, async (index) => {
      const mine = { ...token, user: users[index] ?? "", grant: fresh(16) };
      return store.insertToken(mine).then(
        () => mine,
        () => undefined,
      );
    });
    demandOne(inserted, (won) => won !== undefined, "the insertion");
    const winner = inserted.find((won) => won !== undefined);
    const late = { ...token, user: `${token.user}-late`, grant: fresh(16) };
    const isRefused = await store.insertToken(late).then(
      () => false,
      () => true,
    );
    demandSame(isRefused, true, "that one who comes after them is refused");
    demandSame((await store.findToken(token.tokenHash))?.user, winner?.user, "the token's user");
    for (const user of [...users, late.user]) {
      const grants = user === winner?.user ? [grantOf(winner)] : [];
      demandSame(await store.listGrants(user), grants, `the grants of ${user}`);
    }
  },
  async "a token that has expired is kept as long as it can be renewed, and one without an end for good"(
    store,
  ) {
    const now = clock();
    const { tokenHash, ...token } = sampleToken();
    const session = { ...token.session, expiresAt: now + 7200 };
    await store.insertToken({
      ...token,
      tokenHash,
      createdAt: now - 999_999,
      expiresAt: now - 9,
      session,
    });
    const { expiresAt: _end, session: _session, ...endless } = sampleToken(token.user);
    await store.insertToken({ ...endless, createdAt: now - 999_999 });
    // What is over is cleared away when logins begin.
    await approvedLogin(store);
    demandSame((await store.findToken(tokenHash))?.expiresAt, now - 9, "the end of the token");
    const found = await store.findToken(endless.tokenHash);
    demandSame(found?.user, token.user, "the user of an old token that has no end");
    const { user } = token;
    demandSame((await store.listGrants(user)).length, 2, "the number of their grants");
    demandSame((await store.revokeAll({ user })).length, 2, "the number of those revoked");
    demandSame(await store.findToken(tokenHash), undefined, "the revoked token");
  },
  async "grants are listed in the order in which they were given, also after a renewal"(store) {
    const user = fresh();
    const now = clock();
    const times = [now, now, now - 5000, now];
    const tokens = times.map((createdAt) => ({ ...sampleToken(user), createdAt }));
    for (const token of tokens) await store.insertToken(token);
    const [first, second, oldest, last] = tokens.map(({ grant }) => grant);
    const [renewable] = tokens;
    if (renewable) await store.renew(sampleRenewal(renewable), now);
    const listed = (await store.listGrants(user)).map(({ id }) => id);
    demandSame(listed, [oldest, first, second, last], "the list");
  },
  async "all grants of a user are revoked at once, or those to one consumer, and nobody else's"(
    store,
  ) {
    const [user, consumer] = [fresh(), fresh()];
    const hers = [{ ...sampleToken(user), consumer }, sampleToken(user), sampleToken(user)];
    const other = { ...sampleToken(), consumer };
    for (const token of [...hers, other]) await store.insertToken(token);
    const [first, ...more] = hers.map(grantOf);
    demandSame(await store.revokeAll({ user, consumer: fresh() }), [], "what nobody was given");
    demandSame(await store.revokeAll({ user, consumer }), [first], "the grants to the consumer");
    demandSame(await store.listGrants(user), more, "what is left");
    demandSame(await store.revokeAll({ user }), more, "the other grants");
    demandSame(await store.revokeAll({ user }), [], "the grants after that");
    for (const { tokenHash } of hers) {
      demandSame(await store.findToken(tokenHash), undefined, "a revoked token");
    }
    demandSame(await store.findToken(other.tokenHash), other, "another user's token");
  },
  async "of 16 revocations of everything at once each grant is in one answer"(store) {
    const user = fresh();
    for (let count = 0; count < 3; count += 1) await store.insertToken(sampleToken(user));
    const revoked = (await race(16, () => store.revokeAll({ user }))).flat();
    demandSame(revoked.length, 3, "the number of revoked grants");
    demandSame(new Set(revoked.map(({ id }) => id)).size, 3, "the number of different ones");
  },
  async "of an exchange and a revocation of everything at once no token is left that is not listed"(
    store,
  ) {
    for (const isFirst of [true, false]) {
      const login = await approvedLogin(store);
      const exchange = sampleExchange(login);
      const { user } = login;
      const steps = [() => store.revokeAll({ user }), () => store.exchange(exchange, clock())];
      await Promise.all((isFirst ? steps : steps.toReversed()).map((step) => step()));
      const { tokenHash } = exchange.token;
      const found = await store.findToken(tokenHash);
      demandSame(await store.listGrants(user), found ? [grantOf(found)] : [], "the grants");
      await store.revokeAll({ user });
      demandSame(await store.findToken(tokenHash), undefined, "the token after a revocation");
    }
  },
  async "a token is revoked by its own consumer alone, once, and its grant is gone"(store) {
    const token = await insertedToken(store);
    const { tokenHash, consumer, user } = token;
    const theft = { tokenHash, consumer: fresh() };
    demandSame(await store.revokeToken(theft), undefined, "another consumer's revocation");
    const revoked = await race(16, () => store.revokeToken({ tokenHash, consumer }));
    demandOne(revoked, (grant) => grant !== undefined, "the revocation");
    demandSame(
      revoked.find((grant) => grant !== undefined),
      grantOf(token),
      "the revoked grant",
    );
    demandSame(await store.findToken(tokenHash), undefined, "the revoked token");
    demandSame(await store.listGrants(user), [], "the list after the revocation");
  },
};

async function granted(
  store: Store,
  user = fresh(),
): Promise<{ user: string; grant: string; consumer: string; tokenHash: string }> {
  const login = await approvedLogin(store, user);
  const exchange = sampleExchange(login);
  await store.exchange(exchange, clock());
  const { grant, tokenHash } = exchange.token;
  return { user, grant, consumer: login.consumer, tokenHash };
}
