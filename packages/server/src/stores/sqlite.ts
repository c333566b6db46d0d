import { checkedPrefix, type DurableStore } from "../storage/durable.js";
import { recordCodec, type RecordCodec } from "../storage/records.js";
import { readNumber, storedText, type Fields, type Row } from "../storage/row.js";
import { sqlConsumers } from "../storage/sql-consumers.js";
import { sqlGrants } from "../storage/sql-grants.js";
import { mintFrom } from "../storage/sql-schema.js";
import { sqlTemporary } from "../storage/sql-temporary.js";
import {
  atomically,
  migrateSqlite,
  runSqlite,
  sqliteDialect,
  type SqliteClient,
} from "../storage/sqlite-database.js";
import { sqliteNonces } from "../storage/sqlite-nonces.js";
import { createVault, type StorageKey } from "../storage/vault.js";
import type { Exchange, ExchangeVerdict, Store } from "../store.js";

export type { SqliteClient } from "../storage/sqlite-database.js";

/** What an SQLite store is made of. */
export interface SqliteOptions {
  /** A connection that nobody else uses, because transactions belong to the whole of it. You open and close it. */
  readonly client: SqliteClient;
  /** Encrypts the secrets. Of several keys the first seals and all open, so that a key can be replaced. */
  readonly key: StorageKey;
  /** What the names of tables begin with; `oauth1_` by default. */
  readonly prefix?: string;
}

/**
 * A store in a file of SQLite 3.35 or newer, for the processes of one machine. A process that finds the file locked waits for
 * five seconds, unless its connection says otherwise, and does nothing else meanwhile. Call `migrate` before anything else.
 * Throws a TypeError for a key that is none.
 *
 * @example
 * const client = { prepare: () => ({ all: () => [{ timeout: 5000 }] }), exec: () => undefined };
 * const key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
 * typeof sqliteStore({ client, key }).migrate; // => "function"
 * try { sqliteStore({ client, key: "" }); } catch (error) { error.message.includes("openssl rand -base64 32"); } // => true
 */
export function sqliteStore({ client, key, prefix = "oauth1_" }: SqliteOptions): DurableStore {
  const dialect = sqliteDialect(checkedPrefix(prefix, /^[a-z_][a-z0-9_]*$/));
  const codec = recordCodec(createVault(key));
  // What writes has the lock before it begins: libsql leaves a statement that was refused it under way, and until that is
  // collected nothing of this connection is committed.
  const run = async (statement: string, fields: Fields): Promise<readonly Row[]> => {
    const step = (): readonly Row[] => runSqlite(client, statement, fields);
    return statement.startsWith("SELECT") ? step() : atomically(client, step);
  };
  const parts = { dialect, codec, run };
  waitWhenLocked(client);
  return {
    ...sqlConsumers(parts),
    ...sqlTemporary(parts),
    ...sqlGrants(parts),
    exchange: exchangeVerb(prefix, codec, client),
    consumeNonce: sqliteNonces(prefix, client),
    async migrate() {
      migrateSqlite(client, dialect);
    },
  };
}

function waitWhenLocked(client: SqliteClient): void {
  const [row] = runSqlite(client, "PRAGMA busy_timeout", {});
  if (row !== undefined && readNumber(row, "timeout") === 0) {
    runSqlite(client, "PRAGMA busy_timeout = 5000", {});
  }
}

type Problem = Extract<ExchangeVerdict, { ok: false }>["problem"];

function exchangeVerb(prefix: string, codec: RecordCodec, client: SqliteClient): Store["exchange"] {
  const step = exchangeStep(prefix, client);
  return async (exchange, now) => {
    const token = await codec.writeNewToken(exchange.token);
    const login = atomically(client, () => step({ ...exchange, fields: token, now }));
    if (typeof login === "string") return { ok: false, problem: login };
    return { ok: true, token: await codec.readToken(login) };
  };
}

interface Attempt extends Omit<Exchange, "token"> {
  readonly fields: Fields;
  readonly now: number;
}

// Inside a transaction: the row of the new token, or why there is none.
function exchangeStep(prefix: string, client: SqliteClient): (attempt: Attempt) => Row | Problem {
  const sql = statements(prefix);
  return ({ tokenHash, consumer, verifierHash, attempts, fields, now }) => {
    const login_hash = storedText(tokenHash);
    const values = { login_hash, consumer_key: storedText(consumer), now };
    const [login] = runSqlite(client, sql.find, values);
    if (login === undefined) return "token_rejected";
    if (login["user_id"] === null) return "permission_unknown";
    if (login["verifier_hash"] !== storedText(verifierHash)) {
      const isLast = readNumber(login, "failures") + 1 >= attempts;
      runSqlite(client, isLast ? sql.remove : sql.count, { login_hash });
      return "verifier_invalid";
    }
    const [token = {}] = runSqlite(client, sql.mint, { ...fields, login_hash });
    runSqlite(client, sql.remove, { login_hash });
    return token;
  };
}

interface Statements {
  readonly find: string;
  readonly count: string;
  readonly remove: string;
  readonly mint: string;
}

function statements(prefix: string): Statements {
  const logins = `${prefix}temporary_credentials`;
  const mine = "WHERE token_hash = :login_hash";
  return {
    find: `SELECT * FROM ${logins} ${mine} AND consumer_key = :consumer_key AND expires_at >= :now`,
    count: `UPDATE ${logins} SET failures = failures + 1 ${mine} RETURNING failures`,
    remove: `DELETE FROM ${logins} ${mine} RETURNING token_hash`,
    mint: `${mintFrom(prefix, logins)} ${mine} RETURNING *`,
  };
}
