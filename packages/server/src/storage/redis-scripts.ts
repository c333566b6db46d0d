/** The names of the scripts. */
export type RedisScriptName =
  | "approve"
  | "changeConsumer"
  | "consumeNonces"
  | "deny"
  | "exchange"
  | "find"
  | "insertConsumer"
  | "insertTemporary"
  | "insertToken"
  | "listGrants"
  | "renew"
  | "revoke"
  | "revokeAll"
  | "revokeToken"
  | "rotateConsumer"
  | "version";

/**
 * The verbs as Lua. Redis runs one script at a time, so each is one step. The keys of all but the nonces' share one
 * hash tag, so that a cluster keeps them together; those that depend on what is stored are made from a prefix, which
 * has the tag. A list of fields and their values comes last.
 *
 * @example
 * REDIS_SCRIPTS.rotateConsumer.includes("HSET"); // => true
 */
export const REDIS_SCRIPTS: Readonly<Record<RedisScriptName, string>> = {
  // KEYS: the consumer, the counter, all consumers. ARGV: its name in lists, owners' lists, owner or nothing.
  insertConsumer: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
    local position = redis.call('INCR', KEYS[2])
    redis.call('HSET', KEYS[1], 'position', position, unpack(ARGV, 4))
    redis.call('ZADD', KEYS[3], position, ARGV[1])
    if ARGV[3] ~= '' then redis.call('ZADD', ARGV[2] .. ARGV[3], position, ARGV[1]) end
    return 1`,

  // KEYS: the consumer. ARGV: its name in lists, owners' lists, new owner or nothing.
  changeConsumer: `
    local position = redis.call('HGET', KEYS[1], 'position')
    if not position then return 0 end
    if ARGV[3] ~= '' then
      local owner = redis.call('HGET', KEYS[1], 'owner')
      if owner then redis.call('ZREM', ARGV[2] .. '=' .. owner, ARGV[1]) end
      redis.call('ZADD', ARGV[2] .. ARGV[3], position, ARGV[1])
    end
    if #ARGV > 3 then redis.call('HSET', KEYS[1], unpack(ARGV, 4)) end
    return 1`,

  // KEYS: the consumer. ARGV: the new secret, the last second of the old one.
  rotateConsumer: `
    local secret = redis.call('HGET', KEYS[1], 'secret')
    if not secret then return 0 end
    redis.call('HSET', KEYS[1], 'secret', ARGV[1], 'previous_secret', secret, 'previous_expires_at', ARGV[2])
    return 1`,

  // A script because drivers hand out a plain HGETALL in different shapes.
  find: `
    return redis.call('HGETALL', KEYS[1])`,

  // KEYS: the login. ARGV: seconds to live.
  insertTemporary: `
    redis.call('HSET', KEYS[1], unpack(ARGV, 2))
    return redis.call('EXPIRE', KEYS[1], ARGV[1])`,

  // KEYS: the login. ARGV: now.
  approve: `
    local ends = redis.call('HGET', KEYS[1], 'expires_at')
    if not ends or tonumber(ends) < tonumber(ARGV[1]) then return false end
    if redis.call('HEXISTS', KEYS[1], 'user_id') == 1 then return false end
    redis.call('HSET', KEYS[1], unpack(ARGV, 2))
    return redis.call('HGETALL', KEYS[1])`,

  // KEYS: the login. ARGV: now.
  deny: `
    local ends = redis.call('HGET', KEYS[1], 'expires_at')
    if not ends or tonumber(ends) < tonumber(ARGV[1]) then return false end
    if redis.call('HEXISTS', KEYS[1], 'user_id') == 1 then return false end
    local login = redis.call('HGETALL', KEYS[1])
    redis.call('DEL', KEYS[1])
    return login`,

  // KEYS: the login, the new token, the counter. ARGV: now, consumer, verifier's hash, attempts, users' grants, grant,
  // token's name in them, seconds to live or nothing.
  exchange: `
    local login = redis.call('HMGET', KEYS[1], 'consumer_key', 'expires_at', 'user_id', 'verifier_hash', 'scopes')
    if login[1] ~= ARGV[2] or tonumber(login[2]) < tonumber(ARGV[1]) then return 'token_rejected' end
    if not login[3] then return 'permission_unknown' end
    if login[4] ~= ARGV[3] then
      local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
      if failures >= tonumber(ARGV[4]) then redis.call('DEL', KEYS[1]) end
      return 'verifier_invalid'
    end
    redis.call('DEL', KEYS[1])
    local position = redis.call('INCR', KEYS[3])
    redis.call('HSET', KEYS[2], 'position', position, 'consumer_key', login[1], 'user_id', login[3], unpack(ARGV, 9))
    if login[5] then redis.call('HSET', KEYS[2], 'scopes', login[5]) end
    if ARGV[8] ~= '' then redis.call('EXPIRE', KEYS[2], ARGV[8]) end
    redis.call('HSET', ARGV[5] .. login[3], ARGV[6], ARGV[7])
    return redis.call('HGETALL', KEYS[2])`,

  // KEYS: the token, the counter, the user's grants. ARGV: grant, token's name in them, seconds to live or nothing.
  insertToken: `
    redis.call('HSET', KEYS[1], 'position', redis.call('INCR', KEYS[2]), unpack(ARGV, 4))
    if ARGV[3] ~= '' then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
    return redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])`,

  // KEYS: the old token, the new one. ARGV: now, consumer, handle's hash, users' grants, token's name in them, seconds to
  // live or nothing.
  renew: `
    local old = redis.call('HMGET', KEYS[1], 'consumer_key', 'handle_hash', 'session_expires_at', 'user_id', 'grant_id')
    if old[1] ~= ARGV[2] or old[2] ~= ARGV[3] then return false end
    if old[3] and tonumber(old[3]) < tonumber(ARGV[1]) then return false end
    redis.call('RENAME', KEYS[1], KEYS[2])
    redis.call('HDEL', KEYS[2], 'expires_at', 'handle_hash', 'session_expires_at', 'ends_at')
    redis.call('HSET', KEYS[2], unpack(ARGV, 7))
    if ARGV[6] == '' then redis.call('PERSIST', KEYS[2]) else redis.call('EXPIRE', KEYS[2], ARGV[6]) end
    redis.call('HSET', ARGV[4] .. old[4], old[5], ARGV[5])
    return redis.call('HGETALL', KEYS[2])`,

  // KEYS: the user's grants. ARGV: tokens.
  listGrants: `
    local rows = {}
    local grants = redis.call('HGETALL', KEYS[1])
    for at = 1, #grants, 2 do
      local row = redis.call('HGETALL', ARGV[1] .. grants[at + 1])
      if #row > 0 then rows[#rows + 1] = row else redis.call('HDEL', KEYS[1], grants[at]) end
    end
    return rows`,

  // KEYS: the user's grants. ARGV: tokens, grant.
  revoke: `
    local token = redis.call('HGET', KEYS[1], ARGV[2])
    if not token then return 0 end
    redis.call('HDEL', KEYS[1], ARGV[2])
    return redis.call('DEL', ARGV[1] .. token)`,

  // KEYS: the user's grants. ARGV: tokens, and perhaps a consumer.
  revokeAll: `
    local rows = {}
    local grants = redis.call('HGETALL', KEYS[1])
    for at = 1, #grants, 2 do
      local token = ARGV[1] .. grants[at + 1]
      if not ARGV[2] or redis.call('HGET', token, 'consumer_key') == ARGV[2] then
        local row = redis.call('HGETALL', token)
        if #row > 0 then rows[#rows + 1] = row end
        redis.call('DEL', token)
        redis.call('HDEL', KEYS[1], grants[at])
      end
    end
    return rows`,

  // KEYS: the token. ARGV: consumer, users' grants.
  revokeToken: `
    local token = redis.call('HMGET', KEYS[1], 'consumer_key', 'user_id', 'grant_id')
    if token[1] ~= ARGV[1] then return false end
    local row = redis.call('HGETALL', KEYS[1])
    redis.call('DEL', KEYS[1])
    redis.call('HDEL', ARGV[2] .. token[2], token[3])
    return row`,

  // KEYS: for each nonce the hash that it belongs to. ARGV: for each the nonce, and for how many seconds it is needed. A
  // hash is kept a minute longer than that, so that it is not prolonged with every nonce.
  consumeNonces: `
    local fresh = {}
    for at, key in ipairs(KEYS) do
      fresh[at] = redis.call('HSETNX', key, ARGV[2 * at - 1], '')
      local needed = tonumber(ARGV[2 * at])
      if fresh[at] == 1 and redis.call('TTL', key) < needed then
        redis.call('EXPIRE', key, needed + 60)
      end
    end
    return fresh`,

  // KEYS: the version. ARGV: this package's.
  version: `
    redis.call('SET', KEYS[1], ARGV[1], 'NX')
    local version = tonumber(redis.call('GET', KEYS[1]))
    if version < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
    return version`,
};
