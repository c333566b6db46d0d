import { secret } from "@oauth1/core";
import type { NonceUse } from "@oauth1/server";
import { redisStore, type RedisClient } from "@oauth1/server/stores/redis";
import { storeContract } from "@oauth1/testing";
import { Cluster, Redis, type ClusterOptions } from "ioredis";
import { createClient, createCluster, RESP_TYPES } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeDurable, KEY, sampleUse, type Place } from "./durable.js";
import { hasRedisServer, redisServer, startCluster, type RedisServer } from "./redis-server.js";
import { describeWith, redisService } from "./services.js";

const service = await redisService();
const { url } = service;
const run = `oauth1-test-${process.pid}-${Date.now()}`;

describeWith("redisStore", service, () => {
  const nodeRedis = [createClient({ url }), createClient({ url, RESP: 3 })] as const;
  const ioredis = [connectLazily(url), connectLazily(url)] as const;
  const admin = connectLazily(url);
  const keyPrefix = `${run}-before:`;
  const prefixing = new Redis(url, { lazyConnect: true, keyPrefix, stringNumbers: true });
  const typeMapping = { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.NUMBER]: String };
  const inBytes = createClient({ url, commandOptions: { typeMapping } });

  beforeAll(async () => {
    const clients = [...nodeRedis, ...ioredis, prefixing, inBytes, admin];
    await Promise.all(clients.map((client) => client.connect()));
  });

  afterAll(async () => {
    for (const key of await keysOf(run)) await admin.del(key);
    for (const client of [...nodeRedis, inBytes]) client.destroy();
    for (const client of [...ioredis, prefixing, admin]) client.disconnect();
  });

  describe("on redis,", () => describeDurable((name) => placeOf("redis", nodeRedis, name)));
  describe("on ioredis,", () => describeDurable((name) => placeOf("ioredis", ioredis, name)));

  describe.each(["ioredis", "redis"])("on %s, told to hand out something else,", (driver) => {
    const prefix = `${run}-${driver}-told`;
    const open = (): ReturnType<typeof redisStore> =>
      redisStore({ client: driver === "redis" ? inBytes : prefixing, key: KEY, prefix });
    test("is migrated", () => open().migrate());
    for (const { name, run: check } of storeContract(open)) test(name, check);
  });

  function placeOf(
    driver: string,
    clients: readonly [RedisClient, RedisClient],
    name: string,
  ): Place {
    const prefix = `${run}-${driver}-${name}`;
    let opened = 0;
    return {
      open: (key) => redisStore({ client: clients[(opened += 1) % 2 === 0 ? 0 : 1], key, prefix }),
      async dump() {
        const keys = await keysOf(prefix);
        const values = keys.map(async (key) =>
          (await admin.type(key)) === "hash" ? admin.hgetall(key) : admin.type(key),
        );
        return JSON.stringify([keys, await Promise.all(values)]);
      },
      async moveSecret(from, to) {
        const secret = await admin.hget(`{${prefix}}:consumer:${from}`, "secret");
        return admin.hset(`{${prefix}}:consumer:${to}`, { secret });
      },
      setVersion: (version) => admin.set(`{${prefix}}:version`, version),
    };
  }

  async function keysOf(prefix: string): Promise<readonly string[]> {
    return [...(await admin.keys(`{${prefix}*`)), ...(await admin.keys(`${prefix}*`))];
  }

  test("sends its scripts again to a Redis that has forgotten them", async () => {
    const store = redisStore({ client: ioredis[0], key: KEY, prefix: `${run}-flush` });
    await store.migrate();
    const use = sampleUse({});
    expect(await store.consumeNonce(use, use.timestamp)).toBe("fresh");
    await admin.script("FLUSH");
    expect(await store.consumeNonce(use, use.timestamp)).toBe("used");
  });

  test("keeps nonces in compact hashes that expire as a whole, and not too early", async () => {
    const prefix = `${run}-hashes`;
    const store = redisStore({ client: ioredis[0], key: KEY, prefix, requestsPerMinute: 1000 });
    const timestamp = Math.floor(Date.now() / 60_000) * 60;
    const uses = Array.from({ length: 1000 }, () => sampleUse({ timestamp }));
    await Promise.all(uses.map((use) => store.consumeNonce(use, timestamp)));
    const keys = (await keysOf(prefix)).filter((key) => /:\d+:\d+$/.test(key));
    expect(keys.length).toBe(16);
    for (const key of keys) {
      expect(await admin.hlen(key)).toBeLessThan(129);
      expect(await admin.object("ENCODING", key)).toBe("listpack");
      const seconds = await admin.ttl(key);
      expect(seconds).toBeGreaterThanOrEqual(359);
      expect(seconds).toBeLessThan(500);
    }
    // A longer window prolongs what was to expire earlier.
    const late = uses.map((use) => ({
      ...sampleUse({ timestamp }),
      expiresAt: use.expiresAt + 900,
    }));
    await Promise.all(late.map((use) => store.consumeNonce(use, timestamp)));
    for (const key of keys) expect(await admin.ttl(key)).toBeGreaterThanOrEqual(1259);
  });

  test("accepts nothing again that a shorter window has let go", async () => {
    const prefix = `${run}-windows`;
    const [short, long] = [ioredis[0], nodeRedis[1]].map((client) =>
      redisStore({ client, key: KEY, prefix, requestsPerMinute: 1 }),
    );
    const start = Math.floor(Date.now() / 60_000) * 60;
    const use = (timestamp: number, lifetime: number): NonceUse =>
      sampleUse({ timestamp, lifetime });
    const longer = (one: NonceUse): NonceUse => ({ ...one, expiresAt: one.timestamp + 600 });
    const early = [use(start, 5), use(start + 29, 5), use(start + 35, 5)];
    for (const one of early) expect(await short?.consumeNonce(one, start + 30)).toBe("fresh");
    // So many that each part of a cluster would hear of the longer window.
    const many = Array.from({ length: 400 }, () => use(start + 30, 600));
    await Promise.all(many.map((one) => long?.consumeNonce(one, start + 30)));
    // What is written from now on is kept for the longer window, whoever writes it.
    const late = use(start + 100, 5);
    expect(await short?.consumeNonce(late, start + 100)).toBe("fresh");
    const hashes = (await keysOf(prefix)).filter((key) => /:\d+:\d+$/.test(key));
    const lateOnes = hashes.filter((key) => key.includes(`:${start / 60 + 1}:`));
    expect(lateOnes).toHaveLength(1);
    for (const key of lateOnes) expect(await admin.ttl(key)).toBeGreaterThanOrEqual(600);
    // Redis lets go what it was told to keep for five seconds.
    for (const key of hashes) if (!lateOnes.includes(key)) await admin.del(key);
    for (const one of early) {
      expect(await long?.consumeNonce(longer(one), start + 128)).toBe("used");
    }
    expect(await long?.consumeNonce(longer(late), start + 128)).toBe("used");
    for (const now of [start + 128, start + 600]) {
      const fresh = use(start + 128, 600);
      expect(await long?.consumeNonce(fresh, now)).toBe("fresh");
      expect(await short?.consumeNonce(fresh, now)).toBe("used");
    }
  });

  test("keeps a user's grants as long as the tokens, and no longer", async () => {
    const prefix = `${run}-grants`;
    const store = redisStore({ client: ioredis[0], key: KEY, prefix });
    const now = Math.floor(Date.now() / 1000);
    const token = { secret: secret("s"), consumer: "k1", createdAt: now };
    const give = (user: string, name: string, expiresAt?: number): Promise<void> =>
      store.insertToken({
        ...token,
        user,
        tokenHash: `${user}-${name}`,
        grant: name,
        session: { handleHash: "h", expiresAt: now + 10 },
        ...(expiresAt !== undefined && { expiresAt }),
      });
    const renew = (user: string, name: string, expiresAt?: number): Promise<unknown> => {
      const renewed = { tokenHash: `${user}-new`, secret: secret("s") };
      const ends = { ...renewed, ...(expiresAt !== undefined && { expiresAt }) };
      const call = { tokenHash: `${user}-${name}`, consumer: "k1", handleHash: "h", token: ends };
      return store.renew(call, now);
    };
    const left = async (user: string, key = `grants:${user}`): Promise<number> => {
      const seconds = await admin.ttl(`{${prefix}}:${key}`);
      return seconds < 0 ? seconds : Math.round((seconds - 86_400) / 100) * 100;
    };
    await give("jane", "g1", now + 1000);
    expect(await left("jane")).toBe(1000);
    await give("jane", "g2", now + 3000);
    await give("jane", "g3", now + 2000);
    expect(await left("jane")).toBe(3000);
    await renew("jane", "g1", now + 4000);
    expect(await left("jane")).toBe(4000);
    expect(await left("jane", "token:jane-new")).toBe(4000);
    await renew("jane", "g2");
    expect(await left("jane")).toBe(-1);
    expect(await left("jane", "token:jane-new")).toBe(-1);
    await give("jane", "g4", now + 5000);
    expect(await left("jane")).toBe(-1);
    await give("mary", "g1");
    expect(await left("mary")).toBe(-1);
    await renew("mary", "g1", now + 1000);
    expect(await left("mary")).toBe(1000);
  });

  test("gives a token to one of those who insert it at once", async () => {
    const prefix = `${run}-taken`;
    const store = redisStore({ client: ioredis[0], key: KEY, prefix });
    const users = Array.from({ length: 16 }, (_, index) => `user${index}`);
    const token = { tokenHash: "t1", secret: secret("s"), consumer: "k1", createdAt: 7 };
    const inserted = await Promise.allSettled(
      users.map((user) => store.insertToken({ ...token, user, grant: `of-${user}` })),
    );
    expect(inserted.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const listed = (await Promise.all(users.map((user) => store.listGrants(user)))).flat();
    expect(listed.map(({ user }) => user)).toEqual([(await store.findToken("t1"))?.user]);
  });

  test("keeps a mark of the byte order, also where the driver hands out bytes", async () => {
    const store = redisStore({ client: inBytes, key: KEY, prefix: `${run}-mark` });
    const name = "\ufeffPrinter";
    const consumer = { key: "k1", secret: secret("s"), name, callbacks: ["oob"], createdAt: 7 };
    await store.insertConsumer(consumer);
    expect((await store.findConsumer("k1"))?.name).toBe(name);
  });

  test("refuses a cluster that would send scripts of several nodes to one", () => {
    const apart = ["EVALSHA", "EVAL"];
    const cluster = (options: ClusterOptions): Cluster =>
      new Cluster([{ host: "127.0.0.1", port: 1 }], { lazyConnect: true, ...options });
    const mixed = cluster({ enableAutoPipelining: true });
    expect(() => redisStore({ client: mixed, key: KEY })).toThrow(
      'add autoPipeliningIgnoredCommands: ["EVALSHA", "EVAL"]',
    );
    const others = [
      cluster({}),
      cluster({ enableAutoPipelining: true, autoPipeliningIgnoredCommands: apart }),
      new Redis(url, { lazyConnect: true, enableAutoPipelining: true }),
    ];
    for (const client of others) expect(() => redisStore({ client, key: KEY })).not.toThrow();
  });

  test("refuses a Redis that may evict keys, or does not say so", async () => {
    for (const info of [
      "maxmemory_policy:volatile-lru\r\nx:1",
      "maxmemory_policy:allkeys-lru",
      "",
    ]) {
      const client = { sendCommand: async () => info };
      await expect(redisStore({ client, key: KEY }).migrate()).rejects.toThrow(
        "set maxmemory-policy noeviction",
      );
    }
  });

  test("refuses a number of requests that is none", () => {
    for (const requestsPerMinute of [0, -1, Number.NaN]) {
      expect(() => redisStore({ client: ioredis[0], key: KEY, requestsPerMinute })).toThrow(
        "it has to be above zero",
      );
    }
  });

  test("names keys that a cluster keeps together", async () => {
    const tags = new Set<string>();
    const client: RedisClient = {
      async call(command, ...words) {
        if (command === "EVALSHA") {
          const keys = words.slice(2, 2 + Number(words[1]));
          const own = keys.map((key) => /\{(.*?)\}/.exec(key)?.[1] ?? key);
          expect(new Set(own).size).toBe(1);
          tags.add(own[0] ?? "");
        }
        return ioredis[0].call(command, ...words);
      },
    };
    const prefix = `${run}-tags`;
    const store = redisStore({ client, key: KEY, prefix });
    for (const check of storeContract(() => store)) await check.run();
    expect(tags).toContain(prefix);
    expect([...tags].filter((tag) => tag !== prefix)).toHaveLength(16);
  });
});

const missing = (await hasRedisServer()) ? undefined : "there is no redis-server to start";

describeWith("redisStore on a Redis of its own", { missing }, () => {
  test("loses nothing, and goes on by itself, when Redis is killed and comes back", async () => {
    const server = await redisServer();
    await server.start();
    const client = new Redis(server.port, { maxRetriesPerRequest: 0, enableOfflineQueue: false });
    client.on("error", () => undefined);
    const store = redisStore({ client, key: KEY });
    await expect
      .poll(() =>
        store.migrate().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const uses = Array.from({ length: 200 }, () => sampleUse({}));
    for (const use of uses.slice(0, 100)) await store.consumeNonce(use, use.timestamp);
    const racing = uses.map(async (use) =>
      store.consumeNonce(use, use.timestamp).catch(() => "failed"),
    );
    await server.kill();
    const outcomes = await Promise.all(racing);
    await expect(store.findToken("t1")).rejects.toThrow();
    await expect(store.consumeNonce(sampleUse({}), 0)).rejects.toThrow();
    await server.start();
    await expect
      .poll(() =>
        Promise.resolve(store.findToken("t1")).then(
          () => "back",
          () => "away",
        ),
      )
      .toBe("back");
    for (const [at, use] of uses.entries()) {
      if (at >= 100 && outcomes[at] !== "fresh") continue;
      expect(await store.consumeNonce(use, use.timestamp)).toBe("used");
    }
    client.disconnect();
    await server.remove();
  });

  describe("as a cluster of three", () => {
    const servers: RedisServer[] = [];
    const clusters = new Map<string, RedisClient>();
    const closers: (() => void)[] = [];

    beforeAll(async () => {
      for (let count = 0; count < 3; count += 1) {
        servers.push(await redisServer("--cluster-enabled", "yes", "--appendonly", "no"));
      }
      const port = await startCluster(servers);
      const ofIoredis = new Cluster([{ host: "127.0.0.1", port }]);
      const ofRedis = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] });
      await ofRedis.connect();
      clusters.set("ioredis", ofIoredis).set("redis", ofRedis);
      closers.push(
        () => ofIoredis.disconnect(),
        () => ofRedis.destroy(),
      );
    }, 60_000);

    afterAll(async () => {
      for (const close of closers) close();
      for (const server of servers) await server.remove();
    });

    describe.each(["ioredis", "redis"])("on %s,", (driver) => {
      const open = (): ReturnType<typeof redisStore> => {
        const client = clusters.get(driver);
        if (client === undefined) throw new Error("The cluster did not start.");
        return redisStore({ client, key: KEY, prefix: driver });
      };
      test("is migrated", () => open().migrate());
      for (const { name, run: check } of storeContract(open)) test(name, check);

      test("is refused when any of its nodes may evict keys", async () => {
        for (const { port } of servers) {
          const node = new Redis(port);
          await node.config("SET", "maxmemory-policy", "allkeys-lru");
          await expect(open().migrate()).rejects.toThrow("set maxmemory-policy noeviction");
          await node.config("SET", "maxmemory-policy", "noeviction");
          node.disconnect();
        }
        await open().migrate();
      });
    });
  });
});

function connectLazily(address: string): Redis {
  return new Redis(address, { lazyConnect: true });
}
