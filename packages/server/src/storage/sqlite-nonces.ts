import type { NonceUse, Store } from "../store.js";
import { batched } from "./batch.js";
import { fingerprint } from "./fingerprint.js";
import { readNumber, readOptionalNumber } from "./row.js";
import { atomically, runSqlite, type SqliteClient } from "./sqlite-database.js";

/**
 * Nonces in SQLite: time and fifteen bytes of a hash, which are the whole row, many of them inserted in one
 * transaction. What is over is deleted from the beginning of the table, which is in the order of time.
 *
 * @example
 * const rows = [{ forgotten_before: 0, lifetime: 300 }];
 * const client = { prepare: () => ({ all: () => rows, run: () => ({ changes: 1 }) }), exec: () => undefined };
 * const consume = sqliteNonces("oauth1_", client);
 * await consume({ consumer: "k1", timestamp: 60, nonce: "n1", expiresAt: 360 }, 60); // => "fresh"
 */
export function sqliteNonces(prefix: string, client: SqliteClient): Store["consumeNonce"] {
  const sql = statements(prefix);
  const consume = batched<Call, Outcome>(
    async (calls) =>
      atomically(client, () => {
        const insert = client.prepare(sql.insert);
        const forgottenBefore = forget(sql, client, calls);
        return calls.map(({ use, digest }) => {
          if (use.timestamp < forgottenBefore) return "used";
          return Number(insert.run(use.timestamp, digest).changes) === 1 ? "fresh" : "used";
        });
      }),
    { size: 1000, lanes: 1 },
  );
  return async (use, now) => {
    const digest = bytes((await fingerprint(use)).slice(0, DIGEST_CHARACTERS));
    return consume({ use, now, digest });
  };
}

type Outcome = "fresh" | "used";

interface Call {
  readonly use: NonceUse;
  readonly now: number;
  readonly digest: Uint8Array;
}

// Fifteen bytes, which need no padding in base64.
const DIGEST_CHARACTERS = 20;

// Deletions come in steps of so many seconds, so that most batches delete nothing.
const STEP = 10;

interface Statements {
  readonly insert: string;
  readonly window: string;
  readonly last: string;
  readonly remember: string;
  readonly delete: string;
}

function statements(prefix: string): Statements {
  return {
    insert: `INSERT INTO ${prefix}nonces (signed_at, digest) VALUES (?, ?)
      ON CONFLICT DO NOTHING`,
    window: `SELECT forgotten_before, lifetime FROM ${prefix}nonce_window`,
    last: `SELECT max(signed_at) AS last FROM ${prefix}nonces WHERE signed_at < :over`,
    remember: `UPDATE ${prefix}nonce_window
      SET forgotten_before = :forgotten_before, lifetime = :lifetime RETURNING lifetime`,
    delete: `DELETE FROM ${prefix}nonces WHERE signed_at <`,
  };
}

/** Deletes what is over and answers with the timestamp before which nothing is known any more. */
function forget(sql: Statements, client: SqliteClient, calls: readonly Call[]): number {
  const [window = {}] = runSqlite(client, sql.window, {});
  const forgotten = readNumber(window, "forgotten_before");
  const known = readNumber(window, "lifetime");
  const lifetime = Math.max(known, ...calls.map(({ use }) => use.expiresAt - use.timestamp));
  const over = Math.max(...calls.map(({ now }) => now)) - lifetime;
  // Not up to what is over: a clock that was ahead and is set right would find everything used until then.
  const [row = {}] = over >= forgotten + STEP ? runSqlite(client, sql.last, { over }) : [];
  const last = readOptionalNumber(row, "last");
  if (last === undefined && lifetime === known) return forgotten;
  const forgottenBefore = last === undefined ? forgotten : last + 1;
  runSqlite(client, sql.remember, { forgotten_before: forgottenBefore, lifetime });
  if (last !== undefined) client.exec(`${sql.delete} ${forgottenBefore}`);
  return forgottenBefore;
}

function bytes(base64: string): Uint8Array {
  const text = atob(base64);
  const array = new Uint8Array(text.length);
  for (let at = 0; at < array.length; at += 1) array[at] = text.charCodeAt(at);
  return array;
}
