import type { GrantVerbs } from "./durable.js";
import { readGrant, readGrants } from "./grant-row.js";
import { storedText } from "./row.js";
import type { SqlParts } from "./sql-consumers.js";
import { insertInto, purgeFrom, TOKEN_COLUMNS } from "./sql-schema.js";
import type { SqlDialect } from "./sql.js";
import { TOLD_SECONDS } from "./token-end.js";

/**
 * The verbs about tokens and grants, each decided by one statement that PostgreSQL and SQLite both understand. Where
 * tokens are given without a login, as by xAuth, each clears away some that have ended a day ago.
 *
 * @example
 * const codec = recordCodec(createVault("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
 * const dialect = { prefix: "", text: "TEXT", integer: "INTEGER", position: "INTEGER PRIMARY KEY", skipLocked: "" };
 * const run = async (statement) => [];
 * await sqlGrants({ dialect, codec, run }).listGrants("jane"); // => []
 */
export function sqlGrants({ dialect, codec, run }: SqlParts): GrantVerbs {
  const sql = statements(dialect);
  return {
    async findToken(tokenHash) {
      const [row] = await run(sql.find, { token_hash: storedText(tokenHash) });
      return codec.found(row, codec.readToken);
    },
    async insertToken(token) {
      const fields = await codec.writeToken(token);
      await run(sql.purge, { now: token.createdAt - TOLD_SECONDS });
      await run(sql.insert, fields);
    },
    async renew({ tokenHash, consumer, handleHash, token }, now) {
      const [row] = await run(sql.renew, {
        ...(await codec.writeRenewedToken(token)),
        old_token_hash: storedText(tokenHash),
        old_handle_hash: storedText(handleHash),
        consumer_key: storedText(consumer),
        now,
      });
      return row && codec.readToken(row);
    },
    async listGrants(user) {
      return readGrants(await run(sql.list, { user_id: storedText(user) }));
    },
    async revoke({ user, id }) {
      const grant = { user_id: storedText(user), grant_id: storedText(id) };
      return (await run(sql.revoke, grant)).length === 1;
    },
    async revokeAll({ user, consumer }) {
      const user_id = storedText(user);
      const rows =
        consumer === undefined
          ? await run(sql.revokeUser, { user_id })
          : await run(sql.revokeConsumer, { user_id, consumer_key: storedText(consumer) });
      return readGrants(rows);
    },
    async revokeToken({ tokenHash, consumer }) {
      const token = { token_hash: storedText(tokenHash), consumer_key: storedText(consumer) };
      const [row] = await run(sql.revokeToken, token);
      return row && readGrant(row);
    },
  };
}

interface Statements {
  readonly purge: string;
  readonly insert: string;
  readonly find: string;
  readonly renew: string;
  readonly list: string;
  readonly revoke: string;
  readonly revokeUser: string;
  readonly revokeConsumer: string;
  readonly revokeToken: string;
}

function statements(dialect: SqlDialect): Statements {
  const tokens = `${dialect.prefix}token_credentials`;
  const revokeUser = `DELETE FROM ${tokens} WHERE user_id = :user_id`;
  return {
    purge: purgeFrom(dialect, "token_credentials", "ends_at"),
    insert: `${insertInto(tokens, TOKEN_COLUMNS)} RETURNING token_hash`,
    find: `SELECT * FROM ${tokens} WHERE token_hash = :token_hash`,
    renew: `UPDATE ${tokens} SET
        token_hash = :token_hash,
        secret = :secret,
        expires_at = :expires_at,
        handle_hash = :handle_hash,
        session_expires_at = :session_expires_at,
        ends_at = :ends_at
      WHERE token_hash = :old_token_hash
        AND consumer_key = :consumer_key
        AND handle_hash = :old_handle_hash
        AND (session_expires_at IS NULL OR session_expires_at >= :now)
      RETURNING *`,
    list: `SELECT * FROM ${tokens} WHERE user_id = :user_id`,
    revoke: `${revokeUser} AND grant_id = :grant_id RETURNING *`,
    revokeUser: `${revokeUser} RETURNING *`,
    revokeConsumer: `${revokeUser} AND consumer_key = :consumer_key RETURNING *`,
    revokeToken: `DELETE FROM ${tokens}
      WHERE token_hash = :token_hash AND consumer_key = :consumer_key
      RETURNING *`,
  };
}
