import { postgresStore, type PostgresClient } from "@oauth1/server/stores/postgres";
import { storeContract } from "@oauth1/testing";
import pg from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeDurable, KEY, sampleUse, type Place } from "./durable.js";
import { describeWith, postgresService } from "./services.js";

const service = await postgresService();
const { url } = service;
const schemas = new Set<string>();
const run = `oauth1_test_${process.pid}_${Date.now()}`;

const admin = new pg.Pool({ connectionString: url, max: 2 });

/** The drivers, each with as many connections as race in a test. */
const DRIVERS = {
  pg: () => poolOf(),
  // Where statements that get into each other's way are undone in place of waiting.
  pg_serializable: () => poolOf("-c default_transaction_isolation=serializable"),
  postgres: () => {
    const sql = postgres(url, { max: 8, connection: { application_name: run } });
    return { client: sql, end: () => sql.end({ timeout: 1 }) };
  },
} satisfies Record<string, () => { client: PostgresClient; end: () => Promise<unknown> }>;

function poolOf(options = ""): { client: pg.Pool; end: () => Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 8, application_name: run, options });
  // Whoever uses a pool has to hear of connections that break while nobody uses them.
  pool.on("error", () => undefined);
  return { client: pool, end: () => pool.end() };
}

afterAll(() => admin.end());

test("does not hold up nonces behind a batch that hangs and has no room for them", async () => {
  let inserts = 0;
  const client = {
    async query(statement: string) {
      if (statement.includes("make_nonce_room")) return { rows: [{ room: true }] };
      inserts += 1;
      return inserts === 1 ? new Promise<never>(() => undefined) : { rows: [] };
    },
  };
  const store = postgresStore({ client, key: KEY });
  const uses = Array.from({ length: 1001 }, () => sampleUse({}));
  const calls = uses.map((use) => store.consumeNonce(use, use.timestamp));
  expect(await calls[1000]).toBe("fresh");
});

describeWith("postgresStore, on pg with other types,", service, () => {
  test.each([
    ["text", () => String],
    ["BigInt", (oid: number) => (oid === 20 ? BigInt : pg.types.getTypeParser(oid))],
  ] as const)("keeps the contract: %s", async (name, getTypeParser) => {
    const schema = `${run}_types_${name.toLowerCase()}`;
    const client = new pg.Pool({ connectionString: url, max: 8, types: { getTypeParser } });
    const store = postgresStore({ client, key: KEY, prefix: `${schema}.oauth1_` });
    try {
      await store.migrate();
      for (const check of storeContract(() => store)) await check.run();
    } finally {
      await client.end();
      await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    }
  });
});

describeWith("postgresStore, where all tables are published,", service, () => {
  test("keeps the contract: a replica can tell each row that changes", async () => {
    const name = `${run}_published`;
    const client = new pg.Pool({ connectionString: url, max: 8 });
    const store = postgresStore({ client, key: KEY, prefix: `${name}.oauth1_` });
    try {
      await store.migrate();
      const { rows } = await admin.query<{ tablename: string }>(
        "SELECT tablename FROM pg_tables WHERE schemaname = $1",
        [name],
      );
      const tables = rows.map(({ tablename }) => `${name}.${tablename}`);
      await admin.query(`CREATE PUBLICATION ${name} FOR TABLE ${tables.join(", ")}`);
      for (const check of storeContract(() => store)) await check.run();
    } finally {
      await client.end();
      await admin.query(`DROP PUBLICATION IF EXISTS ${name}`);
      await admin.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
    }
  });
});

for (const [driver, connect] of Object.entries(DRIVERS)) {
  describeWith(`postgresStore, on ${driver},`, service, () => {
    const [one, other] = [connect(), connect()];
    const connections = [one, other];
    let opened = 0;

    afterAll(async () => {
      await Promise.all(connections.map(({ end }) => end()));
      for (const schema of schemas) await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    });

    describeDurable(place);

    function place(name: string): Place {
      const schema = `${run}_${driver}_${name}`;
      schemas.add(schema);
      const prefix = `${schema}.oauth1_`;
      return {
        open(key) {
          opened += 1;
          const { client } = opened % 2 === 0 ? one : other;
          return postgresStore({ client, key, prefix });
        },
        async dump() {
          const { rows } = await admin.query<{ tablename: string }>(
            "SELECT tablename FROM pg_tables WHERE schemaname = $1",
            [schema],
          );
          const tables = rows.map(({ tablename }) =>
            admin.query(`SELECT t::text FROM ${schema}.${tablename} AS t`),
          );
          return JSON.stringify((await Promise.all(tables)).map((table) => table.rows));
        },
        moveSecret: (from, to) =>
          admin.query(
            `UPDATE ${prefix}consumers SET secret =
              (SELECT secret FROM ${prefix}consumers WHERE consumer_key = $1)
              WHERE consumer_key = $2`,
            [from, to],
          ),
        setVersion: (version) => admin.query(`UPDATE ${prefix}schema SET version = ${version}`),
      };
    }

    describe("with nonces of many minutes", () => {
      const { open } = place("minutes");
      const schema = `${run}_${driver}_minutes`;
      const store = open(KEY);
      beforeAll(() => store.migrate());

      test("drops the minutes that are over, and accepts nothing from before", async () => {
        const start = 1_800_000_000;
        const timestamps = Array.from({ length: 30 }, (_, minute) => start + 60 * minute);
        for (const timestamp of timestamps) {
          const use = sampleUse({ timestamp });
          expect(await store.consumeNonce(use, timestamp)).toBe("fresh");
          expect(await store.consumeNonce(use, timestamp)).toBe("used");
        }
        const { rows } = await admin.query(
          "SELECT count(*)::int FROM pg_inherits WHERE inhparent = $1::regclass",
          [`${schema}.oauth1_nonces`],
        );
        expect(rows[0]?.count).toBeLessThanOrEqual(7);
        expect(await store.consumeNonce(sampleUse({ timestamp: start }), start)).toBe("used");
      });

      test("drops nothing that a process with a longer window still needs", async () => {
        const start = 1_900_000_000;
        const [short, long] = [place("minutes").open(KEY), place("minutes").open(KEY)];
        const early = sampleUse({ timestamp: start, lifetime: 3000 });
        expect(await long.consumeNonce(early, start)).toBe("fresh");
        for (let minute = 1; minute < 40; minute += 1) {
          const timestamp = start + 60 * minute;
          expect(await short.consumeNonce(sampleUse({ timestamp }), timestamp)).toBe("fresh");
        }
        expect(await long.consumeNonce(early, start + 2400)).toBe("used");
        const late = sampleUse({ timestamp: start, lifetime: 3000 });
        expect(await long.consumeNonce(late, start + 2400)).toBe("fresh");
      });

      test("waits for nobody who reads them for long, and drops what is over after that", async () => {
        const start = 2_000_000_000;
        const reader = await admin.connect();
        const minutes = async (): Promise<number> => {
          const { rows } = await admin.query(
            "SELECT count(*)::int FROM pg_inherits WHERE inhparent = $1::regclass",
            [`${schema}.oauth1_nonces`],
          );
          return Number(rows[0]?.count);
        };
        const consume = (minute: number): Promise<string> => {
          const timestamp = start + 60 * minute;
          return store.consumeNonce(sampleUse({ timestamp, lifetime: 3000 }), timestamp);
        };
        try {
          // As pg_dump does with all tables, for as long as it takes.
          await reader.query(`BEGIN; LOCK TABLE ${schema}.oauth1_nonces IN ACCESS SHARE MODE`);
          const before = await minutes();
          const calls = Array.from({ length: 3 }, (_, minute) => consume(60 * minute));
          expect(await Promise.race([Promise.all(calls), pause(30_000)])).toEqual(
            calls.map(() => "fresh"),
          );
          expect(await minutes()).toBe(before + 3);
        } finally {
          await reader.query("ROLLBACK");
          reader.release();
        }
        expect(await consume(300)).toBe("fresh");
        expect(await minutes()).toBe(1);
      });
    });

    test("drops minutes that have piled up fifty at a time, so that their locks do not run out", async () => {
      const { open } = place("piled");
      const schema = `${run}_${driver}_piled`;
      const store = open(KEY);
      await store.migrate();
      const start = 1_800_000_000;
      const left = async (minute: number): Promise<number> => {
        const timestamp = start + 60 * minute;
        const use = sampleUse({ timestamp, lifetime: 3600 });
        expect(await store.consumeNonce(use, timestamp)).toBe("fresh");
        const { rows } = await admin.query(
          "SELECT count(*)::int FROM pg_inherits WHERE inhparent = $1::regclass",
          [`${schema}.oauth1_nonces`],
        );
        return Number(rows[0]?.count);
      };
      for (let minute = 0; minute < 60; minute += 1) expect(await left(minute)).toBe(minute + 1);
      expect(await left(200)).toBe(11);
      expect(await left(201)).toBe(2);
    });

    test("goes on where a backup has left out the nonces", async () => {
      const { open } = place("restored");
      const schema = `${run}_${driver}_restored`;
      const store = open(KEY);
      await store.migrate();
      const start = 1_800_000_000;
      const consume = (minute: number): Promise<string> =>
        store.consumeNonce(sampleUse({ timestamp: start + 60 * minute }), start + 60 * minute);
      for (const minute of [0, 1]) expect(await consume(minute)).toBe("fresh");
      const partitions = async (): Promise<readonly string[]> => {
        const { rows } = await admin.query(
          "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass",
          [`${schema}.oauth1_nonces`],
        );
        return rows.map(({ name }) => String(name));
      };
      for (const name of await partitions()) await admin.query(`DROP TABLE ${name}`);
      for (const minute of [1, 2, 9]) expect(await consume(minute)).toBe("fresh");
      expect(await partitions()).toHaveLength(1);
      await admin.query(`DELETE FROM ${schema}.oauth1_nonce_window`);
      for (const minute of [10, 20]) expect(await consume(minute)).toBe("fresh");
      expect(await partitions()).toHaveLength(1);
    });

    function pause(milliseconds: number): Promise<string> {
      return new Promise((resolve) => setTimeout(resolve, milliseconds, "still waiting"));
    }

    test("rejects while its connections are cut, and goes on by itself", async () => {
      const { open } = place("cut");
      const store = open(KEY);
      await store.migrate();
      const use = sampleUse({});
      expect(await store.consumeNonce(use, use.timestamp)).toBe("fresh");
      const calls = Array.from({ length: 40 }, () => {
        const fresh = sampleUse({});
        return store.consumeNonce(fresh, fresh.timestamp).then(
          (outcome) => ({ fresh, outcome }),
          () => ({ fresh, outcome: "failed" }),
        );
      });
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1",
        [run],
      );
      const outcomes = await Promise.all(calls);
      await expect
        .poll(() =>
          Promise.resolve(store.findToken("t")).then(
            () => "back",
            () => "away",
          ),
        )
        .toBe("back");
      expect(await store.consumeNonce(use, use.timestamp)).toBe("used");
      // What was accepted is remembered.
      for (const { fresh, outcome } of outcomes) {
        if (outcome !== "fresh") continue;
        expect(await store.consumeNonce(fresh, fresh.timestamp)).toBe("used");
      }
    });
  });
}
