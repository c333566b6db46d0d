// Run with a driver's name, or the folder of its package, by a runtime that has it: the contract of stores on SQLite, and
// how each of its checks ended, as JSON.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStore, type SqliteClient } from "@oauth1/server/stores/sqlite";
import { storeContract } from "@oauth1/testing";

type Database = SqliteClient & { readonly close: () => void };

type DriverClass = new (file: string) => Database;

interface DriverModule {
  readonly Database?: DriverClass;
  readonly DatabaseSync?: DriverClass;
}

const [, , driver = ""] = process.argv;
const loaded: DriverClass | DriverModule = createRequire(import.meta.url)(driver);
const Driver = typeof loaded === "function" ? loaded : (loaded.Database ?? loaded.DatabaseSync);
if (Driver === undefined) throw new TypeError(`${driver} is no driver of SQLite.`);

const folder = mkdtempSync(join(tmpdir(), "oauth1-driver-"));
const database = new Driver(join(folder, "store.db"));
const key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const store = sqliteStore({ client: database, key });
const outcomes: { readonly name: string; readonly problem?: string }[] = [];
try {
  await store.migrate();
  await store.migrate();
  for (const { name, run } of storeContract(() => store)) {
    const problem = await run().then(() => undefined, String);
    outcomes.push(problem === undefined ? { name } : { name, problem });
  }
} finally {
  database.close();
  rmSync(folder, { recursive: true });
}
console.log(JSON.stringify(outcomes));
