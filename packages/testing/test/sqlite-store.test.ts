import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { secret } from "@oauth1/core";
import { sqliteStore } from "@oauth1/server/stores/sqlite";
import Database from "libsql";
import { afterAll, describe, expect, test } from "vitest";
import { describeDurable, KEY, sampleUse, type Place } from "./durable.js";

const folder = mkdtempSync(join(tmpdir(), "oauth1-sqlite-"));
const opened: Database.Database[] = [];

afterAll(() => {
  for (const database of opened) database.close();
  rmSync(folder, { recursive: true });
});

describe("sqliteStore, on libsql,", () => {
  describeDurable(place);

  test("lets one of four processes win each race", async () => {
    const store = place("race").open(KEY);
    await store.migrate();
    const now = Math.floor(Date.now() / 1000);
    const login = { tokenHash: "t1", secret: secret("s1"), consumer: "k1", callback: "oob" };
    await store.insertTemporary({ ...login, expiresAt: now + 99 }, now);
    await store.approve({ tokenHash: "t1", user: "jane", verifierHash: "v1" }, now);
    const outputs = await Promise.all(["a", "b", "c", "d"].map((name) => racer(name)));
    const outcomes = outputs.flatMap((output) => output.trim().split("\n"));
    expect(outcomes.filter((outcome) => outcome === "minted")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "token_rejected")).toHaveLength(15);
    expect(outcomes.filter((outcome) => outcome === "fresh")).toHaveLength(100);
    expect(outcomes.filter((outcome) => outcome === "used")).toHaveLength(300);
    expect(await store.listGrants("jane")).toHaveLength(1);
  });

  test("is migrated while another process writes to a file that is new to both", async () => {
    const file = join(folder, "busy.db");
    const driver = createRequire(import.meta.url).resolve("libsql");
    const writer = new Worker(WRITER, { eval: true, workerData: { file, driver } });
    await once(writer, "message");
    const store = place("busy").open(KEY);
    await store.migrate();
    const use = sampleUse({});
    expect(await store.consumeNonce(use, use.timestamp)).toBe("fresh");
    await once(writer, "exit");
  });

  test("goes on, and keeps what it writes, after a file that was locked for too long", async () => {
    const [client, other] = [connection("locked"), connection("locked")];
    const store = sqliteStore({ client, key: KEY });
    await store.migrate();
    client.exec("PRAGMA busy_timeout = 20");
    const consumer = { key: "k1", secret: secret("s1"), callbacks: ["oob"], createdAt: 7 };
    const token = { tokenHash: "t1", secret: secret("s1"), consumer: "k1" };
    const calls = [
      () => store.insertConsumer({ ...consumer, name: "Printer" }),
      () => store.changeConsumer("k1", { name: "Scanner" }),
      () => store.insertTemporary({ ...token, callback: "oob", expiresAt: 99 }, 7),
      () => store.insertToken({ ...token, grant: "g1", user: "jane", createdAt: 7 }),
      () => store.revoke({ user: "jane", id: "g1" }),
    ];
    for (const call of calls) {
      other.exec("BEGIN IMMEDIATE");
      await expect(call()).rejects.toThrow("locked");
      other.exec("COMMIT");
      const use = sampleUse({});
      expect(await store.consumeNonce(use, use.timestamp)).toBe("fresh");
      await call();
    }
    const [row] = other.prepare("SELECT name FROM oauth1_consumers").all();
    expect(Object(row).name).toBe("Scanner");
  });

  test("takes a driver whose types know no null, as those of better-sqlite3", async () => {
    type Value = NonNullable<unknown>;
    type Statement = { all(value: Value): unknown[]; run(value: Value): { changes: number } };
    const client: { prepare(text: string): Statement; exec(text: string): unknown } =
      connection("types");
    const store = sqliteStore({ client, key: KEY });
    await store.migrate();
    expect(await store.findConsumer("k1")).toBeUndefined();
  });

  test("says whose secret is damaged", async () => {
    const [store, raw] = [place("damaged").open(KEY), connection("damaged")];
    await store.migrate();
    const consumer = { key: "k1", secret: secret("s1"), name: "Printer", callbacks: ["oob"] };
    await store.insertConsumer({ ...consumer, createdAt: 7 });
    for (const damage of ["substr(secret, 1, 30)", "secret || '='", "substr(secret, 1, 9)"]) {
      raw.prepare(`UPDATE oauth1_consumers SET previous_secret = secret, secret = ${damage}`).run();
      await expect(store.findConsumer("k1")).rejects.toThrow(
        "The secret of consumer k1 does not open: it was changed, or belongs to something else.",
      );
      raw.prepare("UPDATE oauth1_consumers SET secret = previous_secret").run();
    }
  });

  test("rolls back what it could not finish", async () => {
    const client = connection("rollback");
    const store = sqliteStore({ client, key: KEY });
    await store.migrate();
    client.exec("DROP TABLE oauth1_nonces");
    const use = sampleUse({});
    await expect(store.consumeNonce(use, use.timestamp)).rejects.toThrow("oauth1_nonces");
    expect(client.inTransaction).toBe(false);
    expect(await store.findConsumer("k1")).toBeUndefined();
  });

  test("deletes nonces that are over, and accepts nothing from before", async () => {
    const [store, raw] = [place("deletion").open(KEY), connection("deletion")];
    await store.migrate();
    const start = 1_800_000_000;
    for (let second = 0; second < 1200; second += 5) {
      const use = sampleUse({ timestamp: start + second });
      expect(await store.consumeNonce(use, start + second)).toBe("fresh");
      expect(await store.consumeNonce(use, start + second)).toBe("used");
    }
    const left = raw.prepare("SELECT count(*) AS count FROM oauth1_nonces").all();
    expect(Number(Object(left[0]).count)).toBeLessThanOrEqual(64);
    expect(await store.consumeNonce(sampleUse({ timestamp: start }), start)).toBe("used");
  });

  test("deletes nothing that a process with a longer window still needs", async () => {
    const { open } = place("windows");
    const [short, long] = [open(KEY), open(KEY)];
    await short.migrate();
    const start = 1_800_000_000;
    const early = sampleUse({ timestamp: start, lifetime: 3000 });
    expect(await long.consumeNonce(early, start)).toBe("fresh");
    const later = sampleUse({ timestamp: start + 2000 });
    expect(await short.consumeNonce(later, start + 2000)).toBe("fresh");
    expect(await long.consumeNonce(early, start + 2000)).toBe("used");
    const late = sampleUse({ timestamp: start, lifetime: 3000 });
    expect(await long.consumeNonce(late, start + 2000)).toBe("fresh");
  });
});

// Holds the lock for a while.
const WRITER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const Database = require(workerData.driver);
  const database = new Database(workerData.file);
  database.exec("BEGIN IMMEDIATE; CREATE TABLE other (a)");
  parentPort.postMessage("locked");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  database.exec("COMMIT");
  database.close();`;

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

async function racer(name: string): Promise<string> {
  const script = fileURLToPath(new URL("sqlite-racer.ts", import.meta.url));
  const args = ["--conditions=@oauth1/source", script, join(folder, "race.db"), name];
  return (await promisify(execFile)(join(ROOT, "node_modules/.bin/tsx"), args)).stdout;
}

function connection(name: string): Database.Database {
  const database = new Database(join(folder, `${name}.db`));
  opened.push(database);
  return database;
}

function place(name: string): Place {
  const raw = connection(name);
  return {
    open: (key) => sqliteStore({ client: connection(name), key }),
    async dump() {
      const tables = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      const names = tables.map((row) => String(Object(row).name));
      return JSON.stringify(names.map((table) => raw.prepare(`SELECT * FROM ${table}`).all()));
    },
    moveSecret: async (from, to) =>
      raw
        .prepare(
          `UPDATE oauth1_consumers SET secret =
            (SELECT secret FROM oauth1_consumers WHERE consumer_key = ?) WHERE consumer_key = ?`,
        )
        .run(from, to),
    setVersion: async (version) => raw.prepare("UPDATE oauth1_schema SET version = ?").run(version),
  };
}
