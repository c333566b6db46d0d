import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { memoryStore } from "@oauth1/server/stores/memory";
import { postgresStore } from "@oauth1/server/stores/postgres";
import { redisStore } from "@oauth1/server/stores/redis";
import { sqliteStore } from "@oauth1/server/stores/sqlite";
import Database from "libsql";
import pg from "pg";
import { createClient } from "redis";
import type { Engine, Subject } from "./engine.js";
import { inChunks, rows, START, WINDOW, type Turn } from "./nonces.js";

const KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const DATABASE_URL = process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
const REDIS_URL = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const MILLION = 1_000_000;

/** Every store. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: "memory",
    bareName: "a Set of strings",
    aims: { bytes: 20 },
    nonces: MILLION,
    open: openMemory,
  },
  {
    name: "sqlite",
    bareName: "libsql, 1000 rows a transaction",
    aims: { bytes: 32 },
    nonces: MILLION,
    open: openSqlite,
  },
  {
    name: "postgres",
    bareName: "pg, 1000 rows a statement, 4 connections",
    aims: { bytes: 115, rate: 40_000 },
    nonces: MILLION,
    open: openPostgres,
  },
  {
    name: "redis",
    bareName: "redis, pipelined HSETNX",
    aims: { bytes: 20, rate: 150_000 },
    nonces: MILLION,
    open: openRedis,
  },
];

async function openMemory(): Promise<Engine> {
  const store = memoryStore({ maxNonces: 10 * MILLION });
  const seen = new Set<string>();
  const before = await arrayBytes();
  return {
    store,
    bare(turn) {
      const keys = rows(turn, 48).map(({ digest }) => digest.toString("base64"));
      return async () => {
        for (const key of keys) seen.add(key);
      };
    },
    bytes: async () => (await arrayBytes()) - before,
    close: async () => undefined,
  };
}

// The table of the store is one of typed arrays, and Node.js counts those by themselves.
async function arrayBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await setTimeout(100);
  }
  return process.memoryUsage().arrayBuffers;
}

async function openSqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), "oauth1-storage-"));
  const client = new Database(join(folder, "store.db"));
  const other = new Database(join(folder, "bare.db"));
  const store = sqliteStore({ client, key: KEY });
  await store.migrate();
  other.exec("PRAGMA journal_mode = WAL");
  other.exec(
    "CREATE TABLE nonces (signed_at INTEGER, digest BLOB, PRIMARY KEY (signed_at, digest)) WITHOUT ROWID",
  );
  const insert = other.prepare("INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING");
  const pages = (): number =>
    Number(Object(client.prepare("PRAGMA page_count").all()[0]).page_count);
  const before = pages();
  return {
    store,
    bare(turn) {
      const list = rows(turn, 15);
      return () =>
        inChunks(list, 1000, async (chunk) => {
          other.exec("BEGIN IMMEDIATE");
          for (const { second, digest } of chunk) insert.run(second, digest);
          other.exec("COMMIT");
        });
    },
    bytes: async () => (pages() - before) * 4096,
    async close() {
      client.close();
      other.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openPostgres(): Promise<Engine> {
  const client = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });
  const schema = `oauth1_storage_${process.pid}`;
  const prefix = `${schema}.oauth1_`;
  const store = postgresStore({ client, key: KEY, prefix });
  await store.migrate();
  const bare = `${schema}.bare`;
  await client.query(
    `CREATE TABLE ${bare} (signed_at bigint, digest bytea, PRIMARY KEY (signed_at, digest)) PARTITION BY RANGE (signed_at)`,
  );
  for (let at = START; at < START + WINDOW; at += 60) {
    await client.query(
      `CREATE TABLE ${bare}_${at} PARTITION OF ${bare} FOR VALUES FROM (${at}) TO (${at + 60})`,
    );
  }
  const insert = `INSERT INTO ${bare} SELECT moment, decode(code, 'hex')
    FROM unnest($1::bigint[], $2::text[]) AS use (moment, code) ON CONFLICT DO NOTHING`;
  return {
    store,
    bare(turn) {
      const list = rows(turn, 15).map(
        ({ second, digest }) => [second, digest.toString("hex")] as const,
      );
      return () =>
        inChunks(list, 4000, (chunk) =>
          Promise.all(
            [0, 1000, 2000, 3000].map((from) => {
              const some = chunk.slice(from, from + 1000);
              const columns = [0, 1].map((column) => some.map((row) => row[column === 0 ? 0 : 1]));
              return client.query(insert, columns);
            }),
          ),
        );
    },
    async bytes() {
      const { rows: found } = await client.query<{ bytes: string }>(
        "SELECT sum(pg_total_relation_size(inhrelid)) AS bytes FROM pg_inherits WHERE inhparent = $1::regclass",
        [`${prefix}nonces`],
      );
      return Number(found[0]?.bytes);
    },
    async close() {
      await client.query(`DROP SCHEMA ${schema} CASCADE`);
      await client.end();
    },
  };
}

async function openRedis(): Promise<Engine> {
  const client = createClient({ url: REDIS_URL });
  await client.connect();
  const prefix = `oauth1-storage-${process.pid}`;
  const store = redisStore({ client, key: KEY, prefix });
  await store.migrate();
  const used = async (): Promise<number> =>
    Number(/^used_memory:([0-9]+)/m.exec(await client.info("memory"))?.[1]);
  const removeAll = async (pattern: string): Promise<void> => {
    const keys = await client.keys(pattern);
    if (keys.length > 0) await client.unlink(keys);
  };
  return {
    store,
    bare: (turn) => pipelined(client, prefix, turn),
    // Without the store's nonces, so much is free again: what a shared Redis holds besides does not count.
    async bytes() {
      await removeAll(`bare-${prefix}*`);
      const before = await used();
      await removeAll(`{${prefix}:*`);
      await setTimeout(500);
      return before - (await used());
    },
    async close() {
      await removeAll(`*${prefix}*`);
      client.destroy();
    },
  };
}

function pipelined(
  client: { readonly sendCommand: (words: string[]) => Promise<unknown> },
  prefix: string,
  turn: Turn,
): () => Promise<void> {
  const commands = rows(turn, 9).map(({ second, digest }) => {
    const key = `bare-${prefix}:${Math.floor(second / 60)}:${digest.readUInt32BE() % 1112}`;
    return ["HSETNX", key, digest.toString("base64").slice(4), ""];
  });
  return () =>
    inChunks(commands, 5000, (chunk) =>
      Promise.all(chunk.map((command) => client.sendCommand(command))),
    );
}
