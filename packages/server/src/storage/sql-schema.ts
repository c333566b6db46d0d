import type { SqlDialect } from "./sql.js";

/**
 * The tables of version 1 but the nonces', which each engine has in its own way. Columns are named as in
 * `RecordCodec`; secrets are sealed, tokens, verifiers and session handles are hashes.
 *
 * @example
 * createTables({ prefix: "oauth1_", text: "TEXT", integer: "INTEGER", position: "INTEGER PRIMARY KEY", skipLocked: "" }).length; // => 6
 */
export function createTables({ prefix, text, integer, position }: SqlDialect): readonly string[] {
  return [
    `CREATE TABLE ${prefix}consumers (
      position ${position},
      consumer_key ${text} NOT NULL UNIQUE,
      secret ${text} NOT NULL,
      previous_secret ${text},
      previous_expires_at ${integer},
      public_key ${text},
      name ${text} NOT NULL,
      owner ${text},
      callbacks ${text} NOT NULL,
      methods ${text},
      privileges ${text},
      disabled ${integer},
      created_at ${integer} NOT NULL
    )`,
    createIndex(prefix, "consumers", "owner"),
    `CREATE TABLE ${prefix}temporary_credentials (
      token_hash ${text} PRIMARY KEY,
      secret ${text} NOT NULL,
      consumer_key ${text} NOT NULL,
      callback ${text} NOT NULL,
      scopes ${text},
      expires_at ${integer} NOT NULL,
      user_id ${text},
      verifier_hash ${text},
      failures ${integer} NOT NULL DEFAULT 0
    )`,
    createIndex(prefix, "temporary_credentials", "expires_at"),
    `CREATE TABLE ${prefix}token_credentials (
      position ${position},
      token_hash ${text} NOT NULL UNIQUE,
      secret ${text} NOT NULL,
      consumer_key ${text} NOT NULL,
      user_id ${text} NOT NULL,
      grant_id ${text} NOT NULL,
      scopes ${text},
      created_at ${integer} NOT NULL,
      expires_at ${integer},
      handle_hash ${text},
      session_expires_at ${integer},
      ends_at ${integer},
      UNIQUE (user_id, grant_id)
    )`,
    createIndex(prefix, "token_credentials", "ends_at"),
  ];
}

// An index is in its table's schema, and so its own name is without one.
function createIndex(prefix: string, table: string, column: string): string {
  const name = `${prefix.replace(/^.*\./, "")}${table}_${column}`;
  return `CREATE INDEX ${name} ON ${prefix}${table} (${column})`;
}

/**
 * The statement that adds a row with a parameter for each of these columns.
 *
 * @example
 * insertInto("oauth1_nonces", ["signed_at", "digest"]);
 * // => "INSERT INTO oauth1_nonces (signed_at, digest) VALUES (:signed_at, :digest)"
 */
export function insertInto(table: string, columns: readonly string[]): string {
  const values = columns.map((column) => `:${column}`);
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values.join(", ")})`;
}

/**
 * The statement that deletes some of the rows, named by their `token_hash`, whose time was over before `:now`.
 *
 * @example
 * const dialect = { prefix: "oauth1_", text: "TEXT", integer: "INTEGER", position: "INTEGER PRIMARY KEY", skipLocked: "" };
 * purgeFrom(dialect, "token_credentials", "ends_at").startsWith("DELETE FROM oauth1_token_credentials "); // => true
 */
export function purgeFrom({ prefix, skipLocked }: SqlDialect, name: string, end: string): string {
  const table = `${prefix}${name}`;
  return `DELETE FROM ${table} WHERE token_hash IN (
      SELECT token_hash FROM ${table} WHERE ${end} < :now ORDER BY ${end} LIMIT 100 ${skipLocked}
    ) RETURNING token_hash`;
}

/** What a token's row is written from: first what it has of the temporary credentials. */
export const TOKEN_COLUMNS: readonly string[] = [
  "consumer_key",
  "user_id",
  "scopes",
  "token_hash",
  "secret",
  "grant_id",
  "created_at",
  "expires_at",
  "handle_hash",
  "session_expires_at",
  "ends_at",
];

/**
 * The beginning of the statement that turns a row of temporary credentials into a token's.
 *
 * @example
 * mintFrom("oauth1_", "login").endsWith(":session_expires_at, :ends_at FROM login"); // => true
 */
export function mintFrom(prefix: string, source: string): string {
  const given = TOKEN_COLUMNS.slice(3).map((column) => `:${column}`);
  const values = [...TOKEN_COLUMNS.slice(0, 3), ...given];
  return `INSERT INTO ${prefix}token_credentials (${TOKEN_COLUMNS.join(", ")})
      SELECT ${values.join(", ")} FROM ${source}`;
}
