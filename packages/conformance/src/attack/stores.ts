import type { Store } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { postgresStore } from "@oauth1/server/stores/postgres";
import { redisStore } from "@oauth1/server/stores/redis";
import { sqliteStore } from "@oauth1/server/stores/sqlite";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DATABASE_URL, missing, REDIS_URL } from "./services.js";

/** A kind of store under attack. */
export interface StoreKind {
  /** Connects as a process does that has just started; a namespace is a name that nobody else uses. */
  readonly connect: (namespace: string) => Promise<Connection>;
  /** Removes all that is kept under a namespace. */
  readonly drop: (namespace: string) => Promise<void>;
  /** Whether another process, or one that is started again, finds the data there. */
  readonly isShared: boolean;
  /** Why it cannot be used here; `undefined` where it can. */
  readonly missing?: () => Promise<string | undefined>;
}

/** A store that can be let go. */
export interface Connection {
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** A store with nothing in it. */
export interface OpenStore extends Connection {
  readonly namespace: string;
  /** The same data on a connection of its own. */
  readonly reopen: () => Promise<Store>;
}

// Drivers are loaded when they are used: the arrows of this package name our own packages alone.

const memory: StoreKind = {
  connect: async () => ({ store: memoryStore(), close: async () => undefined }),
  drop: async () => undefined,
  isShared: false,
};

const postgres: StoreKind = {
  async connect(namespace) {
    const { Pool } = (await import("pg")).default;
    const client = new Pool({ connectionString: DATABASE_URL });
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${namespace}`);
    const store = postgresStore({ client, key: STORAGE_KEY, prefix: `${namespace}.oauth1_` });
    await store.migrate();
    return { store, close: () => client.end() };
  },
  async drop(namespace) {
    const { Client } = (await import("pg")).default;
    const client = new Client({ connectionString: DATABASE_URL });
    await client.connect();
    await client.query(`DROP SCHEMA IF EXISTS ${namespace} CASCADE`);
    await client.end();
  },
  isShared: true,
  missing: () => missing("PostgreSQL", DATABASE_URL),
};

const redis: StoreKind = {
  async connect(prefix) {
    const client = await redisClient();
    const store = redisStore({ client, key: STORAGE_KEY, prefix });
    await store.migrate();
    return { store, close: async () => client.destroy() };
  },
  async drop(namespace) {
    const client = await redisClient();
    for await (const keys of client.scanIterator({ MATCH: `*${namespace}*`, COUNT: 1000 })) {
      if (keys.length > 0) await client.del(keys);
    }
    client.destroy();
  },
  isShared: true,
  missing: () => missing("Redis", REDIS_URL),
};

const sqlite: StoreKind = {
  async connect(namespace) {
    const { default: Database } = await import("libsql");
    mkdirSync(folderOf(namespace), { recursive: true });
    const client = new Database(join(folderOf(namespace), "oauth1.db"));
    const store = sqliteStore({ client, key: STORAGE_KEY });
    await store.migrate();
    return { store, close: async () => void client.close() };
  },
  drop: async (namespace) => rmSync(folderOf(namespace), { recursive: true, force: true }),
  isShared: true,
};

/** Every store that comes with the server: one line each. */
export const STORES: Readonly<Record<string, StoreKind>> = { memory, postgres, redis, sqlite };

/** Opens a store with nothing in it; closing removes what has come into it. */
export async function openStore(kind: StoreKind): Promise<OpenStore> {
  const namespace = `attack_${randomBytes(8).toString("hex")}`;
  const connections = [await kind.connect(namespace)];
  const [first] = connections;
  if (first === undefined) throw new Error("There is no connection.");
  return {
    namespace,
    store: first.store,
    async reopen() {
      const connection = await kind.connect(namespace);
      connections.push(connection);
      return connection.store;
    },
    async close() {
      await Promise.all(connections.map((connection) => connection.close()));
      await kind.drop(namespace);
    },
  };
}

// For these tests alone, and for what is dropped after each.
const STORAGE_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

function folderOf(namespace: string): string {
  return join(tmpdir(), namespace);
}

async function redisClient() {
  const { createClient } = await import("redis");
  return createClient({ url: REDIS_URL }).connect();
}
