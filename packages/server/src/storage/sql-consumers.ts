import type { ConsumerVerbs } from "./durable.js";
import { changeFields, type RecordCodec } from "./records.js";
import { storedText } from "./row.js";
import { insertInto } from "./sql-schema.js";
import type { RunSql, SqlDialect } from "./sql.js";

/** What the verbs of an SQL store are made of. */
export interface SqlParts {
  readonly dialect: SqlDialect;
  readonly codec: RecordCodec;
  readonly run: RunSql;
}

/**
 * The verbs about consumers, each of them one statement that PostgreSQL and SQLite both understand.
 *
 * @example
 * const codec = recordCodec(createVault("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
 * const dialect = { prefix: "", text: "TEXT", integer: "INTEGER", position: "INTEGER PRIMARY KEY", skipLocked: "" };
 * const run = async (statement) => [];
 * await sqlConsumers({ dialect, codec, run }).findConsumer("k1"); // => undefined
 */
export function sqlConsumers({ dialect, codec, run }: SqlParts): ConsumerVerbs {
  const sql = statements(dialect.prefix);
  return {
    async insertConsumer(consumer) {
      const rows = await run(sql.insert, await codec.writeConsumer(consumer));
      return rows.length === 1;
    },
    async findConsumer(key) {
      const [row] = await run(sql.find, { consumer_key: storedText(key) });
      return codec.found(row, codec.readConsumer);
    },
    async listConsumers(owner) {
      const rows =
        owner === undefined
          ? await run(sql.list, {})
          : await run(sql.listOwned, { owner: storedText(owner) });
      return Promise.all(rows.map(codec.readConsumer));
    },
    async changeConsumer(key, change) {
      const fields = changeFields(change);
      const values = { ...fields, consumer_key: storedText(key) };
      return (await run(sql.change(Object.keys(fields)), values)).length === 1;
    },
    async rotateConsumer({ previousExpiresAt, ...rotation }) {
      const fields = await codec.writeSecret(rotation);
      const rows = await run(sql.rotate, { ...fields, previous_expires_at: previousExpiresAt });
      return rows.length === 1;
    },
  };
}

const COLUMNS = [
  "consumer_key",
  "secret",
  "previous_secret",
  "previous_expires_at",
  "public_key",
  "name",
  "owner",
  "callbacks",
  "methods",
  "privileges",
  "disabled",
  "created_at",
];

interface Statements {
  readonly insert: string;
  readonly find: string;
  readonly list: string;
  readonly listOwned: string;
  readonly change: (columns: readonly string[]) => string;
  readonly rotate: string;
}

function statements(prefix: string): Statements {
  const consumers = `${prefix}consumers`;
  return {
    insert: `${insertInto(consumers, COLUMNS)}
      ON CONFLICT (consumer_key) DO NOTHING
      RETURNING consumer_key`,
    find: `SELECT * FROM ${consumers} WHERE consumer_key = :consumer_key`,
    list: `SELECT * FROM ${consumers} ORDER BY position`,
    listOwned: `SELECT * FROM ${consumers} WHERE owner = :owner ORDER BY position`,
    // Something has to be set: a change of nothing still says whether there is such a consumer.
    change: (columns) => `UPDATE ${consumers} SET
        ${["consumer_key", ...columns].map((column) => `${column} = :${column}`).join(", ")}
      WHERE consumer_key = :consumer_key
      RETURNING consumer_key`,
    rotate: `UPDATE ${consumers} SET
        previous_secret = secret,
        previous_expires_at = :previous_expires_at,
        secret = :secret
      WHERE consumer_key = :consumer_key
      RETURNING consumer_key`,
  };
}
