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
  | "memory"
  | "renew"
  | "revoke"
  | "revokeAll"
  | "revokeToken"
  | "rotateConsumer"
  | "version";

// Names the token of a grant. A user's grants last as long as the token that lasts longest, because their user may never
// come to look at them.
const NAME_TOKEN = `
    local function nameToken(grants, grant, token, seconds)
      redis.call('HSET', grants, grant, token)
      if seconds == '' then return redis.call('PERSIST', grants) end
      local left = redis.call('TTL', grants)
      if redis.call('HLEN', grants) > 1 and (left == -1 or left > tonumber(seconds)) then return end
      redis.call('EXPIRE', grants, seconds)
    end`;

// Adds a token to its user's grants. Where it has an end, others have too: what Redis has dropped of them leaves the grants.
const KEEP_GRANT = `${NAME_TOKEN}
    local function keepGrant(grants, tokens, grant, token, seconds)
      if seconds ~= '' then
        redis.call('EXPIRE', tokens .. token, seconds)
        local all = redis.call('HGETALL', grants)
        for at = 1, #all, 2 do
          if redis.call('EXISTS', tokens .. all[at + 1]) == 0 then redis.call('HDEL', grants, all[at]) end
        end
      end
      nameToken(grants, grant, token, seconds)
    end`;

/**
 * The verbs as Lua. Redis runs one script at a time, so each is one step. The keys of all but the nonces' share one
 * hash tag, so that a cluster keeps them together; those that depend on what is stored begin with one of KEYS, which has
 * the tag, and whatever a driver puts before every key. A list of fields and their values comes last.
 *
 * @example
 * REDIS_SCRIPTS.rotateConsumer.includes("HSET"); // => true
 */
export const REDIS_SCRIPTS: Readonly<Record<RedisScriptName, string>> = {
  // KEYS: the consumer, the counter, all consumers. ARGV: its name in lists, the end of its owner's list or nothing.
  insertConsumer: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
    local position = redis.call('INCR', KEYS[2])
    redis.call('HSET', KEYS[1], 'position', position, unpack(ARGV, 3))
    redis.call('ZADD', KEYS[3], position, ARGV[1])
    if ARGV[2] ~= '' then redis.call('ZADD', KEYS[3] .. ARGV[2], position, ARGV[1]) end
    return 1`,

  // KEYS: the consumer, all consumers. ARGV: its name in lists, 'nobody' or the end of its owner's, how many fields go, which.
  changeConsumer: `
    local position = redis.call('HGET', KEYS[1], 'position')
    if not position then return 0 end
    if ARGV[2] ~= '' then
      local owner = redis.call('HGET', KEYS[1], 'owner')
      if owner then redis.call('ZREM', KEYS[2] .. '=' .. owner, ARGV[1]) end
      if ARGV[2] ~= 'nobody' then redis.call('ZADD', KEYS[2] .. ARGV[2], position, ARGV[1]) end
    end
    local last = 3 + tonumber(ARGV[3])
    if last > 3 then redis.call('HDEL', KEYS[1], unpack(ARGV, 4, last)) end
    if #ARGV > last then redis.call('HSET', KEYS[1], unpack(ARGV, last + 1)) end
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

  // KEYS: the login, the new token, the counter, users' grants, tokens. ARGV: now, consumer, verifier's hash, attempts,
  // grant, token's name in them, seconds to live or nothing.
  exchange: `${KEEP_GRANT}
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
    redis.call('HSET', KEYS[2], 'position', position, 'consumer_key', login[1], 'user_id', login[3], unpack(ARGV, 8))
    if login[5] then redis.call('HSET', KEYS[2], 'scopes', login[5]) end
    keepGrant(KEYS[4] .. login[3], KEYS[5], ARGV[5], ARGV[6], ARGV[7])
    return redis.call('HGETALL', KEYS[2])`,

  // KEYS: the token, the counter, the user's grants, tokens. ARGV: grant, token's name in them, seconds to live or nothing.
  insertToken: `${KEEP_GRANT}
    if redis.call('EXISTS', KEYS[1]) == 1 then return redis.error_reply('ERR This token is known already.') end
    redis.call('HSET', KEYS[1], 'position', redis.call('INCR', KEYS[2]), unpack(ARGV, 4))
    keepGrant(KEYS[3], KEYS[4], ARGV[1], ARGV[2], ARGV[3])`,

  // KEYS: the old token, the new one, users' grants. ARGV: now, consumer, handle's hash, token's name in them, seconds to
  // live or nothing.
  renew: `${NAME_TOKEN}
    local old = redis.call('HMGET', KEYS[1], 'consumer_key', 'handle_hash', 'session_expires_at', 'user_id', 'grant_id')
    if old[1] ~= ARGV[2] or old[2] ~= ARGV[3] then return false end
    if old[3] and tonumber(old[3]) < tonumber(ARGV[1]) then return false end
    redis.call('RENAME', KEYS[1], KEYS[2])
    redis.call('HDEL', KEYS[2], 'expires_at', 'handle_hash', 'session_expires_at', 'ends_at')
    redis.call('HSET', KEYS[2], unpack(ARGV, 6))
    if ARGV[5] == '' then redis.call('PERSIST', KEYS[2]) else redis.call('EXPIRE', KEYS[2], ARGV[5]) end
    nameToken(KEYS[3] .. old[4], old[5], ARGV[4], ARGV[5])
    return redis.call('HGETALL', KEYS[2])`,

  // KEYS: the user's grants, tokens.
  listGrants: `
    local rows = {}
    local grants = redis.call('HGETALL', KEYS[1])
    for at = 1, #grants, 2 do
      local row = redis.call('HGETALL', KEYS[2] .. grants[at + 1])
      if #row > 0 then rows[#rows + 1] = row else redis.call('HDEL', KEYS[1], grants[at]) end
    end
    return rows`,

  // KEYS: the user's grants, tokens. ARGV: grant.
  revoke: `
    local token = redis.call('HGET', KEYS[1], ARGV[1])
    if not token then return 0 end
    redis.call('HDEL', KEYS[1], ARGV[1])
    return redis.call('DEL', KEYS[2] .. token)`,

  // KEYS: the user's grants, tokens. ARGV: perhaps a consumer.
  revokeAll: `
    local rows = {}
    local grants = redis.call('HGETALL', KEYS[1])
    for at = 1, #grants, 2 do
      local token = KEYS[2] .. grants[at + 1]
      if not ARGV[1] or redis.call('HGET', token, 'consumer_key') == ARGV[1] then
        local row = redis.call('HGETALL', token)
        if #row > 0 then rows[#rows + 1] = row end
        redis.call('DEL', token)
        redis.call('HDEL', KEYS[1], grants[at])
      end
    end
    return rows`,

  // KEYS: the token, users' grants. ARGV: consumer.
  revokeToken: `
    local token = redis.call('HMGET', KEYS[1], 'consumer_key', 'user_id', 'grant_id')
    if token[1] ~= ARGV[1] then return false end
    local row = redis.call('HGETALL', KEYS[1])
    redis.call('DEL', KEYS[1])
    redis.call('HDEL', KEYS[2] .. token[2], token[3])
    return row`,

  // KEYS: the window, and for each nonce the hash that it belongs to. ARGV: now, the longest lifetime that is asked for,
  // and for each nonce itself and the seconds that are left of its minute. Clocks of processes may differ by a minute: what
  // one needs no longer, another may. A hash is kept one more, so that it is not prolonged with every nonce. Where lifetimes
  // were shorter before, what was signed until then may have been let go after the shorter one.
  consumeNonces: `
    local now, lifetime = tonumber(ARGV[1]), tonumber(ARGV[2])
    local window = redis.call('HMGET', KEYS[1], 'lifetime', 'shorter', 'shorter_until')
    local known, shorter, shorterUntil = tonumber(window[1] or 0), tonumber(window[2] or 0), tonumber(window[3] or 0)
    if lifetime > known then
      if known > 0 then
        if shorterUntil == 0 or shorterUntil < now - lifetime then shorter = known end
        shorterUntil = now + known + 60
      end
      redis.call('HSET', KEYS[1], 'lifetime', lifetime, 'shorter', shorter, 'shorter_until', shorterUntil)
    else
      lifetime = known
    end
    local fresh = {}
    for at = 1, #KEYS - 1 do
      local key, nonce, left = KEYS[at + 1], ARGV[2 * at + 1], tonumber(ARGV[2 * at + 2])
      if left + shorter < 0 and now + left - 59 <= shorterUntil then
        fresh[at] = 0
      else
        fresh[at] = redis.call('HSETNX', key, nonce, '')
        local needed = left + lifetime + 60
        if fresh[at] == 1 and redis.call('TTL', key) < needed then
          redis.call('EXPIRE', key, needed + 60)
        end
      end
    end
    return fresh`,

  // KEYS: any key of the node in question.
  memory: `
    return redis.call('INFO', 'memory')`,

  // KEYS: the version. ARGV: this package's.
  version: `
    redis.call('SET', KEYS[1], ARGV[1], 'NX')
    local version = tonumber(redis.call('GET', KEYS[1]))
    if version < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
    return version`,
};
