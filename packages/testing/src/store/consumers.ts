import { expose, secret } from "@oauth1/core";
import type { ConsumerChange, ConsumerRecord, Store } from "@oauth1/server";
import { demandOne, demandSame, race } from "../demand.js";
import { clock, fresh, sampleConsumer, type StoreChecks } from "./samples.js";

/** What a store does with consumers. */
export const consumerChecks: StoreChecks = {
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
  async "every field of a consumer comes back, and so does an empty list"(store) {
    const full = fullConsumer();
    const empty = { ...sampleConsumer(), methods: [], privileges: [], callbacks: [] };
    for (const consumer of [full, empty]) {
      await store.insertConsumer(consumer);
      demandSame(await store.findConsumer(consumer.key), consumer, "the consumer");
    }
    const found = await store.findConsumer(full.key);
    demandSame(
      found?.previous && expose(found.previous.secret),
      expose(full.previous.secret),
      "the previous secret",
    );
  },
  async "text of any characters is kept, and told from what looks like it"(store) {
    const consumer = { ...sampleConsumer(), name: "a\0b\\u0000\n\t😀", owner: `${fresh()}\0'` };
    const key = `${fresh()}\0"{}%é`;
    await store.insertConsumer({ ...consumer, key });
    demandSame(await store.findConsumer(key), { ...consumer, key }, "the consumer");
    for (const other of [
      key.slice(0, 32),
      key.replace("\0", "\\u0000"),
      key.replace("é", "e\u0301"),
    ]) {
      demandSame(await store.findConsumer(other), undefined, `the consumer ${other}`);
    }
    demandSame((await store.listConsumers(consumer.owner)).length, 1, "what its owner has");
  },
  async "consumers are listed in the order in which they were added, and each owner's alone"(
    store,
  ) {
    const [jane, tarzan] = [fresh(), fresh()];
    const consumers = [jane, tarzan, jane, jane].map((owner) => ({ ...sampleConsumer(), owner }));
    for (const consumer of consumers) await store.insertConsumer(consumer);
    const all = await store.listConsumers();
    const added = new Set(keysOf(consumers));
    demandSame(
      keysOf(all).filter((key) => added.has(key)),
      keysOf(consumers),
      "the list",
    );
    const hers = consumers.filter(({ owner }) => owner === jane);
    demandSame(await store.listConsumers(jane), hers, "the list of an owner");
    demandSame(
      await store.listConsumers(jane.toUpperCase()),
      [],
      "the list in another letter case",
    );
  },
  async "a change of a consumer changes what it names and nothing else"(store) {
    const consumer = fullConsumer();
    const { key } = consumer;
    await store.insertConsumer(consumer);
    const changes: readonly Partial<ConsumerRecord>[] = [
      { disabled: false },
      { name: "Copier", callbacks: [] },
      { methods: ["RSA-SHA1"], privileges: [] },
      { publicKey: "-----BEGIN PUBLIC KEY-----\n" },
      { owner: fresh() },
      {},
    ];
    let expected: ConsumerRecord = consumer;
    for (const change of changes) {
      demandSame(await store.changeConsumer(key, change), true, "the change");
      expected = { ...expected, ...change };
      demandSame(await store.findConsumer(key), expected, "the changed consumer");
    }
    demandSame(await store.listConsumers(consumer.owner), [], "what its old owner has");
    demandSame(await store.listConsumers(expected.owner), [expected], "what its new owner has");
  },
  async "what a change of a consumer names as null is absent then, and can come again"(store) {
    const full = fullConsumer();
    const { key } = full;
    await store.insertConsumer(full);
    const none = { methods: null, owner: null, privileges: null, publicKey: null };
    demandSame(await store.changeConsumer(key, none), true, "the change");
    const { methods: _methods, owner, privileges: _privileges, publicKey: _key, ...rest } = full;
    demandSame(await store.findConsumer(key), rest, "the consumer without them");
    demandSame(await store.listConsumers(owner), [], "what its owner had");
    const methods = ["RSA-SHA1"];
    await store.changeConsumer(key, { owner: full.owner, methods });
    demandSame(await store.listConsumers(owner), [{ ...rest, owner, methods }], "the list");
  },
  async "changes of different fields at once all happen, rotations between them too"(store) {
    const { key } = await inserted(store);
    const changesOf = (round: number): readonly ConsumerChange[] => [
      { disabled: round % 2 === 1 },
      { name: `Copier ${round}` },
      { methods: [`${round}`] },
      { owner: `${key}${round}` },
    ];
    const rotation = { key, secret: secret("rotated"), previousExpiresAt: clock() };
    await race(5, async (index) => {
      for (let round = 0; round < 4; round += 1) {
        const change = changesOf(round)[index];
        await (change ? store.changeConsumer(key, change) : store.rotateConsumer(rotation));
      }
    });
    const found = await store.findConsumer(key);
    demandSame({ ...found, ...Object.assign({}, ...changesOf(3)) }, found, "the changed consumer");
    demandSame(found && expose(found.secret), "rotated", "its secret");
  },
  async "a rotated secret becomes the previous one, and the one before is gone"(store) {
    const { key, secret: first } = await inserted(store);
    for (const [before, after] of [
      [expose(first), "second"],
      ["second", "third"],
    ] as const) {
      const until = clock() + 60;
      const rotation = { key, secret: secret(after), previousExpiresAt: until };
      demandSame(await store.rotateConsumer(rotation), true, "the rotation");
      const found = await store.findConsumer(key);
      demandSame(found && expose(found.secret), after, "the secret");
      demandSame(found?.previous && expose(found.previous.secret), before, "the previous secret");
      demandSame(found?.previous?.expiresAt, until, "the end of the previous secret");
    }
  },
  async "of 16 rotations at once none loses a secret: each replaces the one before it"(store) {
    const { key } = await inserted(store);
    const secrets = Array.from({ length: 16 }, () => fresh());
    await race(16, async (index) => {
      const rotation = { key, secret: secret(secrets[index] ?? ""), previousExpiresAt: clock() };
      demandSame(await store.rotateConsumer(rotation), true, "the rotation");
    });
    const found = await store.findConsumer(key);
    const [last, before] = [found?.secret, found?.previous?.secret].map(
      (one) => one && expose(one),
    );
    demandSame(secrets.includes(last ?? ""), true, "that the last secret is one of them");
    demandSame(secrets.includes(before ?? ""), true, "that the previous secret is one of them");
    demandSame(last === before, false, "that they are the same");
  },
  async "a key is given to one of many who want it"(store) {
    const consumer = sampleConsumer();
    const inserted = await race(16, (index) =>
      store.insertConsumer({ ...consumer, name: String(index), secret: secret(String(index)) }),
    );
    demandOne(inserted, (won) => won, "the race for a consumer key");
    const found = await store.findConsumer(consumer.key);
    const winner = String(inserted.indexOf(true));
    demandSame(found, { ...consumer, name: winner }, "the owner of the key");
    demandSame(found && expose(found.secret), winner, "the owner's secret");
  },
  async "keys that differ in letter case, or by a space, are different"(store) {
    const consumer = { ...sampleConsumer(), key: `${fresh()}a` };
    await store.insertConsumer(consumer);
    for (const key of [consumer.key.toUpperCase(), `${consumer.key} `, ` ${consumer.key}`]) {
      demandSame(await store.findConsumer(key), undefined, `the consumer ${key}`);
    }
  },
  async "names of object properties are no consumers"(store) {
    for (const key of ["__proto__", "constructor", "toString", "", "\0"]) {
      demandSame(await store.findConsumer(key), undefined, `the consumer "${key}"`);
    }
  },
};

function fullConsumer(): ConsumerRecord & Required<Pick<ConsumerRecord, "owner" | "previous">> {
  return {
    ...sampleConsumer(),
    previous: { secret: secret("the one before"), expiresAt: 2_000_000_000 },
    publicKey: "-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n",
    methods: ["RSA-SHA1", "HMAC-SHA1"],
    owner: fresh(),
    privileges: ["delegate", "any user"],
    disabled: true,
  };
}

async function inserted(store: Store): Promise<ConsumerRecord> {
  const consumer = sampleConsumer();
  await store.insertConsumer(consumer);
  return consumer;
}

function keysOf(consumers: readonly ConsumerRecord[]): readonly string[] {
  return consumers.map(({ key }) => key);
}
