import { appendEvents } from './outbox-scripts.ts';

/** KEYS: run, open, recent, outbox, its sequence. ARGV: id, time, run as JSON, events …. */
export const createScript = `
if redis.call('HEXISTS', KEYS[1], 'run') == 1 then return 0 end
redis.call('HSET', KEYS[1], 'run', ARGV[3], 'version', 1)
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
${appendEvents('KEYS[4]', 'KEYS[5]', 4)}
return 1`;

/**
 * KEYS: run, lease, open, due for judgement, ARNs that the run holds, holders by ARN, outbox, its sequence,
 * to be looked after. ARGV: id, version, run as JSON, token or nothing, seconds to keep it when it has ended or nothing,
 * time of its judgement or nothing, time when something is to be looked after or nothing, events ….
 */
export const saveScript = `
if redis.call('HGET', KEYS[1], 'version') ~= tostring(tonumber(ARGV[2]) - 1) then return 0 end
if ARGV[4] ~= '' and redis.call('GET', KEYS[2]) ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], 'run', ARGV[3], 'version', ARGV[2])
if ARGV[5] ~= '' then
  redis.call('SREM', KEYS[3], ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[5])
  for _, arn in ipairs(redis.call('SMEMBERS', KEYS[5])) do
    if redis.call('HGET', KEYS[6], arn) == ARGV[1] then redis.call('HDEL', KEYS[6], arn) end
  end
  redis.call('DEL', KEYS[5])
end
if ARGV[6] == '' then redis.call('ZREM', KEYS[4], ARGV[1]) else redis.call('ZADD', KEYS[4], ARGV[6], ARGV[1]) end
if ARGV[7] == '' then redis.call('ZREM', KEYS[9], ARGV[1]) else redis.call('ZADD', KEYS[9], ARGV[7], ARGV[1]) end
${appendEvents('KEYS[7]', 'KEYS[8]', 8)}
return 1`;

/** KEYS: run, lease. ARGV: owner, milliseconds. Answers the token, 0 while somebody holds it. Redis's clock decides. */
export const leaseScript = `
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local token = redis.call('HINCRBY', KEYS[1], 'token', 1)
redis.call('HSET', KEYS[1], 'worker', ARGV[1])
redis.call('SET', KEYS[2], token, 'PX', ARGV[2])
return token`;

/** KEYS: lease. ARGV: token, milliseconds. */
export const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

/** KEYS: lease. ARGV: token. */
export const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * KEYS: holders by ARN, ARNs that this run holds, open runs. ARGV: id, ARNs. Answers the run that holds one of them, or
 * nothing when all are ours now. A holder that has ended, or is not known any more, holds nothing.
 */
export const holdScript = `
for i = 2, #ARGV do
  local holder = redis.call('HGET', KEYS[1], ARGV[i])
  if holder and holder ~= ARGV[1] and redis.call('SISMEMBER', KEYS[3], holder) == 1 then return holder end
end
for i = 2, #ARGV do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[1])
  redis.call('SADD', KEYS[2], ARGV[i])
end
return ''`;
