import { tooNew } from "./durable.js";
import type { Fields, Row } from "./row.js";
import { createTables } from "./sql-schema.js";
import { positionalSql, sqlValues, type SqlDialect } from "./sql.js";

/** The driver, by what all of them share: `libsql`, `better-sqlite3`, `node:sqlite` and `bun:sqlite`. */
export interface SqliteClient {
  prepare(statement: string): SqliteStatement;
  exec(statement: string): unknown;
}

/**
 * A prepared statement: `all` is for one that returns rows, `run` for one that returns none. What is passed is text, numbers,
 * bytes and null; it says less, because types of `better-sqlite3` say that a parameter is never null, to TypeScript before 6.
 */
export interface SqliteStatement {
  all(...values: unknown[]): readonly unknown[];
  run(...values: unknown[]): { readonly changes: number | bigint };
}

/**
 * Runs one statement whose parameters are named, as `:token_hash`, and answers with its rows.
 *
 * @example
 * const client = { prepare: (text) => ({ all: (...values) => [{ text, values }] }) };
 * runSqlite(client, "SELECT :a", { a: 1 }); // => [{ text: "SELECT ?", values: [1] }]
 */
export function runSqlite(client: SqliteClient, statement: string, fields: Fields): readonly Row[] {
  const compiled = positionalSql(statement);
  return client
    .prepare(compiled.text)
    .all(...sqlValues(compiled, fields))
    .filter(isRow);
}

/**
 * Runs these steps, none of which can wait for anything, while nobody else writes to the file; undoes them when they throw.
 *
 * @example
 * const log = [];
 * const client = { exec: (statement) => log.push(statement) };
 * atomically(client, () => "done"); // => "done"
 * log; // => ["BEGIN IMMEDIATE", "COMMIT"]
 */
export function atomically<T>(client: SqliteClient, steps: () => T): T {
  client.exec("BEGIN IMMEDIATE");
  try {
    const result = steps();
    client.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(client);
    throw error;
  }
}

/**
 * What SQLite's SQL is where it differs from PostgreSQL's. Its text is compared byte for byte by default.
 *
 * @example
 * sqliteDialect("oauth1_").integer; // => "INTEGER"
 */
export function sqliteDialect(prefix: string): SqlDialect {
  return {
    prefix,
    text: "TEXT",
    integer: "INTEGER",
    position: "INTEGER PRIMARY KEY AUTOINCREMENT",
    skipLocked: "",
  };
}

/**
 * Brings any older schema up to date, in one transaction. The file changes to a write-ahead log, which lets others read
 * while one writes.
 *
 * @example
 * const client = { prepare: () => ({ all: () => [] }), exec: () => undefined };
 * migrateSqlite(client, sqliteDialect("oauth1_")); // => undefined
 */
export function migrateSqlite(client: SqliteClient, dialect: SqlDialect): void {
  const { prefix } = dialect;
  writeAhead(client);
  atomically(client, () => {
    client.exec(`CREATE TABLE IF NOT EXISTS ${prefix}schema (version INTEGER PRIMARY KEY)`);
    const [row] = runSqlite(client, `SELECT max(version) AS version FROM ${prefix}schema`, {});
    const present = Number(row?.["version"] ?? 0);
    if (present > MIGRATIONS.length) throw tooNew(present, MIGRATIONS.length);
    for (const [at, migration] of MIGRATIONS.entries()) {
      if (present > at) continue;
      for (const statement of migration(dialect)) client.exec(statement);
      client.exec(`INSERT INTO ${prefix}schema (version) VALUES (${at + 1})`);
    }
  });
}

// SQLite refuses this at once, without any waiting, when another process does the same or writes in the old way: so wait for
// the lock, which does wait, and try again.
function writeAhead(client: SqliteClient): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      client.prepare("PRAGMA journal_mode = WAL").all();
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      atomically(client, () => undefined);
    }
  }
}

const MAX_ATTEMPTS = 100;

// Version n is the n-th. What has been released is never changed: the next version is the next entry.
const MIGRATIONS: readonly ((dialect: SqlDialect) => readonly string[])[] = [
  (dialect) => [...createTables(dialect), ...createNonces(dialect)],
];

// The one row of nonce_window says up to which timestamp nonces were deleted, and how long one lives after its own.
function createNonces({ prefix }: SqlDialect): readonly string[] {
  return [
    `CREATE TABLE ${prefix}nonces (
      signed_at INTEGER NOT NULL,
      digest BLOB NOT NULL,
      PRIMARY KEY (signed_at, digest)
    ) WITHOUT ROWID`,
    `CREATE TABLE ${prefix}nonce_window (forgotten_before INTEGER NOT NULL, lifetime INTEGER NOT NULL)`,
    `INSERT INTO ${prefix}nonce_window VALUES (0, 0)`,
  ];
}

// SQLite rolls back by itself when the disk is full, and a second time would hide that error behind another.
function rollBack(client: SqliteClient): void {
  try {
    client.exec("ROLLBACK");
  } catch {
    return;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null;
}
