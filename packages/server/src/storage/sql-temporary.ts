import type { TemporaryVerbs } from "./durable.js";
import { storedList, storedText } from "./row.js";
import type { SqlParts } from "./sql-consumers.js";
import { insertInto, purgeFrom } from "./sql-schema.js";
import type { SqlDialect } from "./sql.js";
import { TOLD_SECONDS } from "./token-end.js";

/**
 * The verbs about temporary credentials. Each login that begins clears away some that are over, and tokens that have
 * ended a day ago, so that nothing has to be swept.
 *
 * @example
 * const codec = recordCodec(createVault("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
 * const dialect = { prefix: "", text: "TEXT", integer: "INTEGER", position: "INTEGER PRIMARY KEY", skipLocked: "" };
 * const run = async (statement) => [];
 * await sqlTemporary({ dialect, codec, run }).deny("t1", 1191242096); // => undefined
 */
export function sqlTemporary({ dialect, codec, run }: SqlParts): TemporaryVerbs {
  const sql = statements(dialect);
  return {
    async insertTemporary(temporary, now) {
      const fields = await codec.writeTemporary(temporary);
      await run(sql.purgeTemporary, { now });
      await run(sql.purgeTokens, { now: now - TOLD_SECONDS });
      await run(sql.insert, fields);
    },
    async findTemporary(tokenHash, now) {
      const [row] = await run(sql.find, { token_hash: storedText(tokenHash), now });
      return codec.found(row, codec.readTemporary);
    },
    async approve({ tokenHash, user, verifierHash, scopes }, now) {
      const [row] = await run(sql.approve, {
        token_hash: storedText(tokenHash),
        user_id: storedText(user),
        verifier_hash: storedText(verifierHash),
        scopes: storedList(scopes),
        now,
      });
      return row && codec.readTemporary(row);
    },
    async deny(tokenHash, now) {
      const [row] = await run(sql.deny, { token_hash: storedText(tokenHash), now });
      return row && codec.readTemporary(row);
    },
  };
}

const COLUMNS = [
  "token_hash",
  "secret",
  "consumer_key",
  "callback",
  "scopes",
  "expires_at",
  "user_id",
];

interface Statements {
  readonly insert: string;
  readonly find: string;
  readonly approve: string;
  readonly deny: string;
  readonly purgeTemporary: string;
  readonly purgeTokens: string;
}

function statements(dialect: SqlDialect): Statements {
  const logins = `${dialect.prefix}temporary_credentials`;
  return {
    insert: `${insertInto(logins, COLUMNS)} RETURNING token_hash`,
    find: `SELECT * FROM ${logins} WHERE token_hash = :token_hash AND expires_at >= :now`,
    approve: `UPDATE ${logins} SET
        user_id = :user_id,
        verifier_hash = :verifier_hash,
        scopes = coalesce(:scopes, scopes)
      WHERE token_hash = :token_hash AND user_id IS NULL AND expires_at >= :now
      RETURNING *`,
    deny: `DELETE FROM ${logins}
      WHERE token_hash = :token_hash AND user_id IS NULL AND expires_at >= :now
      RETURNING *`,
    purgeTemporary: purgeFrom(dialect, "temporary_credentials", "expires_at"),
    purgeTokens: purgeFrom(dialect, "token_credentials", "ends_at"),
  };
}
