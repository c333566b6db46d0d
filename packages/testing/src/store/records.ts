import { expose } from "@oauth1/core";
import type { Store } from "@oauth1/server";
import { demandOne, demandSame, race } from "../demand.js";
import {
  approvedLogin,
  clock,
  fresh,
  sampleConsumer,
  sampleExchange,
  type StoreChecks,
} from "./samples.js";

/** What a store keeps of consumers, tokens and grants. */
export const recordChecks: StoreChecks = {
  async "a consumer comes back as it was, secret included"(store) {
    const consumer = sampleConsumer();
    demandSame(await store.insertConsumer(consumer), true, "the insertion");
    const found = await store.findConsumer(consumer.key);
    demandSame(found, consumer, "the consumer");
    demandSame(found && expose(found.secret), expose(consumer.secret), "its secret");
  },
  async "a consumer without methods of its own comes back without"(store) {
    const { methods: _methods, ...consumer } = sampleConsumer();
    await store.insertConsumer(consumer);
    demandSame(await store.findConsumer(consumer.key), consumer, "the consumer");
  },
  async "a key is given to one of many who want it"(store) {
    const consumer = sampleConsumer();
    const inserted = await race(16, (index) =>
      store.insertConsumer({ ...consumer, name: String(index) }),
    );
    demandOne(inserted, (won) => won, "the race for a consumer key");
    const found = await store.findConsumer(consumer.key);
    demandSame(found?.name, String(inserted.indexOf(true)), "the owner of the key");
  },
  async "keys that differ in letter case, or by a space, are different"(store) {
    const consumer = { ...sampleConsumer(), key: `${fresh()}a` };
    await store.insertConsumer(consumer);
    for (const key of [consumer.key.toUpperCase(), `${consumer.key} `, ` ${consumer.key}`]) {
      demandSame(await store.findConsumer(key), undefined, `the consumer ${key}`);
    }
  },
  async "names of object properties are no consumers"(store) {
    for (const key of ["__proto__", "constructor", "toString", ""]) {
      demandSame(await store.findConsumer(key), undefined, `the consumer "${key}"`);
    }
  },
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
    demandSame(Object.keys(listed ?? {}).sort(), ["consumer", "createdAt", "id"], "its fields");
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
