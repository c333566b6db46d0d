import { checkedPrefix, type DurableStore } from "../storage/durable.js";
import { postgresNonces } from "../storage/postgres-nonces.js";
import { postgresDialect, postgresMigration } from "../storage/postgres-schema.js";
import { recordCodec, type RecordCodec } from "../storage/records.js";
import { isTrue, storedText, type Row } from "../storage/row.js";
import { sqlConsumers } from "../storage/sql-consumers.js";
import { sqlGrants } from "../storage/sql-grants.js";
import { mintFrom } from "../storage/sql-schema.js";
import { sqlTemporary } from "../storage/sql-temporary.js";
import { numberedSql, sqlValues, type RunSql } from "../storage/sql.js";
import { createVault, type StorageKey } from "../storage/vault.js";
import type { ExchangeVerdict, Store } from "../store.js";

/**
 * The driver, by what is used of it: a `Pool` of `pg`, or the `sql` of `postgres` without renamed columns. A `Client` of `pg` does
 * for a script: it takes one query after another, and once its connection is cut it does not come back.
 */
export type PostgresClient =
  | {
      query(
        text: string,
        values: (string | number | null)[],
      ): PromiseLike<{ readonly rows: readonly Row[] }>;
    }
  | {
      unsafe(text: string, values: (string | number | null)[]): PromiseLike<readonly Row[]>;
    };

/** What a PostgreSQL store is made of. */
export interface PostgresOptions {
  /** The connection stays yours: you open it, handle its errors and close it. */
  readonly client: PostgresClient;
  /** Encrypts the secrets. Of several keys the first seals and all open, so that a key can be replaced. */
  readonly key: StorageKey;
  /** What the names of tables begin with, `oauth1_` by default; `auth.oauth1_` names a schema as well. */
  readonly prefix?: string;
}

/**
 * A store in PostgreSQL 13 or newer, for any number of processes. Each verb is decided by one statement, so that a pool may
 * run each on another connection, and one that others got in the way of is run again, under whatever isolation. Call `migrate`
 * before anything else. Throws a TypeError for a key that is none, and for a client that renames columns.
 *
 * @example
 * const client = { query: async () => ({ rows: [] }) };
 * const store = postgresStore({ client, key: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" });
 * await store.migrate(); // => undefined
 * try { postgresStore({ client, key: "secret" }); } catch (error) { error.message.includes("openssl rand -base64 32"); } // => true
 */
export function postgresStore({ client, key, prefix = "oauth1_" }: PostgresOptions): DurableStore {
  const dialect = postgresDialect(checkedPrefix(prefix, PREFIX));
  const codec = recordCodec(createVault(key));
  checkNames(client);
  const run = persistent(runnerOf(client), OVERTAKEN);
  const parts = { dialect, codec, run };
  return {
    ...sqlConsumers(parts),
    ...sqlTemporary(parts),
    ...sqlGrants(parts),
    exchange: exchangeVerb(prefix, codec, run),
    consumeNonce: postgresNonces(prefix, run),
    async migrate() {
      await persistent(run, MIGRATED)(postgresMigration(dialect), {});
    },
  };
}

// PostgreSQL cuts names off at 63 characters, and the longest ends in temporary_credentials_expires_at.
const PREFIX = /^([a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,24}$/;

// With `transform: postgres.camel` rows come in which nothing is found under its name.
function checkNames(client: PostgresClient): void {
  const rename = ["options", "transform", "column", "from"].reduce(fieldOf, client);
  if (typeof rename !== "function") return;
  throw new TypeError(
    "This client renames columns, by its option transform: give the store a client of its own without that.",
  );
}

function fieldOf(value: unknown, name: string): unknown {
  const holder = typeof value === "function" || typeof value === "object" ? value : null;
  return holder === null ? undefined : Reflect.get(holder, name);
}

// Runs again what PostgreSQL has undone because others were faster, for as long as that goes on.
function persistent(run: RunSql, codes: ReadonlySet<unknown>): RunSql {
  return async (statement, fields) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await run(statement, fields);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !codes.has(fieldOf(error, "code"))) throw error;
      }
    }
  };
}

const MAX_ATTEMPTS = 20;

// serialization_failure, which is how it is above read committed, and deadlock_detected.
const OVERTAKEN: ReadonlySet<unknown> = new Set(["40001", "40P01"]);

// What is there already although it was not when the transaction began: a schema, table, function, index or row of the
// migration that has gone before.
const MIGRATED: ReadonlySet<unknown> = new Set(["42P06", "42P07", "42723", "42710", "23505"]);

function runnerOf(client: PostgresClient): RunSql {
  return async (statement, fields) => {
    const compiled = numberedSql(statement);
    const values = sqlValues(compiled, fields);
    if ("unsafe" in client) return client.unsafe(compiled.text, values);
    return (await client.query(compiled.text, values)).rows;
  };
}

function exchangeVerb(prefix: string, codec: RecordCodec, run: RunSql): Store["exchange"] {
  const statement = exchangeStatement(prefix);
  return async ({ tokenHash, consumer, verifierHash, attempts, token }, now) => {
    const fields = await codec.writeNewToken(token);
    const [login] = await run(statement, {
      ...fields,
      login_hash: storedText(tokenHash),
      consumer_key: storedText(consumer),
      verifier_hash: storedText(verifierHash),
      attempts,
      now,
    });
    if (login === undefined) return refused("token_rejected");
    if (!isTrue(login, "approved")) return refused("permission_unknown");
    if (!isTrue(login, "proved")) return refused("verifier_invalid");
    return { ok: true, token: await codec.readToken({ ...fields, ...login }) };
  };
}

function refused(problem: Extract<ExchangeVerdict, { ok: false }>["problem"]): ExchangeVerdict {
  return { ok: false, problem };
}

// The lock comes first: whoever waits for it goes on with the row as it is by then, so that every wrong verifier is counted
// and one right verifier is worth one token.
function exchangeStatement(prefix: string): string {
  const logins = `${prefix}temporary_credentials`;
  return `WITH login AS (
      SELECT token_hash, consumer_key, user_id, scopes, failures + 1 AS failures,
        user_id IS NOT NULL AS approved,
        user_id IS NOT NULL AND verifier_hash = :verifier_hash AS proved
      FROM ${logins}
      WHERE token_hash = :login_hash AND consumer_key = :consumer_key AND expires_at >= :now
      FOR UPDATE
    ), counted AS (
      UPDATE ${logins} AS stored SET failures = login.failures
      FROM login
      WHERE stored.token_hash = login.token_hash
        AND login.approved AND NOT login.proved AND login.failures < :attempts
    ), removed AS (
      DELETE FROM ${logins} AS stored USING login
      WHERE stored.token_hash = login.token_hash
        AND (login.proved OR (login.approved AND login.failures >= :attempts))
    ), minted AS (
      ${mintFrom(prefix, "login")} WHERE proved
    )
    SELECT consumer_key, user_id, scopes, approved, proved FROM login`;
}
