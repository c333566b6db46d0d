import type { GrantVerbs } from "./durable.js";
import { readGrant, readGrants } from "./grant-row.js";
import type { RedisParts } from "./redis-consumers.js";
import { isOne, rowOf, rowsOf } from "./redis-runner.js";
import { storedText, type Fields } from "./row.js";
import { TOLD_SECONDS } from "./token-end.js";

/**
 * The verbs about tokens and grants: a hash for each token, and one for each user, from grants to tokens.
 *
 * @example
 * const codec = recordCodec(createVault("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
 * const redis = redisRunner({ sendCommand: async () => [] });
 * await redisGrants({ root: "{oauth1}:", codec, redis }).listGrants("jane"); // => []
 */
export function redisGrants({ root, codec, redis }: RedisParts): GrantVerbs {
  const tokens = `${root}token:`;
  const grants = `${root}grants:`;
  const tokenKey = (tokenHash: string): string => `${tokens}${storedText(tokenHash)}`;
  const grantsKey = (user: string): string => `${grants}${storedText(user)}`;
  return {
    async findToken(tokenHash) {
      const row = rowOf(await redis.script("find", { keys: [tokenKey(tokenHash)] }));
      return codec.found(row, codec.readToken);
    },
    async insertToken(token) {
      const fields = await codec.writeToken(token);
      const keys = [tokenKey(token.tokenHash), `${root}positions`, grantsKey(token.user), tokens];
      const values = [storedText(token.grant), storedText(token.tokenHash)];
      const lasting = secondsToLive(fields, token.createdAt);
      await redis.script("insertToken", { keys, values: [...values, lasting], fields });
    },
    async renew({ tokenHash, consumer, handleHash, token }, now) {
      const fields = await codec.writeRenewedToken(token);
      const keys = [tokenKey(tokenHash), tokenKey(token.tokenHash), grants];
      const values = [
        String(now),
        storedText(consumer),
        storedText(handleHash),
        storedText(token.tokenHash),
        secondsToLive(fields, now),
      ];
      const row = rowOf(await redis.script("renew", { keys, values, fields }));
      return row && codec.readToken(row);
    },
    async listGrants(user) {
      const reply = await redis.script("listGrants", { keys: [grantsKey(user), tokens] });
      return readGrants(rowsOf(reply));
    },
    async revoke({ user, id }) {
      const call = { keys: [grantsKey(user), tokens], values: [storedText(id)] };
      return isOne(await redis.script("revoke", call));
    },
    async revokeAll({ user, consumer }) {
      const values = consumer === undefined ? [] : [storedText(consumer)];
      const reply = await redis.script("revokeAll", { keys: [grantsKey(user), tokens], values });
      return readGrants(rowsOf(reply));
    },
    async revokeToken({ tokenHash, consumer }) {
      const call = { keys: [tokenKey(tokenHash), grants], values: [storedText(consumer)] };
      const row = rowOf(await redis.script("revokeToken", call));
      return row && readGrant(row);
    },
  };
}

/**
 * For how many seconds Redis keeps a token: a day longer than it can be used or renewed, in which its holder is told
 * so. Nothing for a token that has no end.
 *
 * @example
 * secondsToLive({ ends_at: 1191242156 }, 1191242096); // => "86460"
 * secondsToLive({ ends_at: null }, 1191242096); // => ""
 */
export function secondsToLive({ ends_at: end }: Fields, now: number): string {
  return typeof end === "number" ? String(Math.max(1, end - now + TOLD_SECONDS)) : "";
}
