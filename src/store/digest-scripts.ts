/**
 * KEYS: edition, channel. ARGV: state, content, expected `toldUpTo` or nothing, the new one, time, date or nothing, name
 * of the list of what it tells, what could not be scanned. Answers `stored`, `already` (it has been told, or its date has had a digest) or `moved`
 * (the channel has moved on).
 */
export const tellScript = `
if redis.call('HGET', KEYS[1], 'state') ~= 'auditing' then return 'already' end
local date = ARGV[6]
local last = redis.call('HGET', KEYS[2], 'lastDate') or ''
if date ~= '' and last >= date then
  redis.call('HSET', KEYS[1], 'state', 'silent')
  return 'already'
end
if (redis.call('HGET', KEYS[2], 'toldUpTo') or '') ~= ARGV[3] then return 'moved' end
redis.call('HSET', KEYS[1], 'state', ARGV[1], 'content', ARGV[2], 'from', ARGV[3], 'upTo', ARGV[4], 'told', ARGV[7])
redis.call('HSET', KEYS[2], 'toldUpTo', ARGV[4], 'toldAt', ARGV[5], 'unscanned', ARGV[8])
if date ~= '' then redis.call('HSET', KEYS[2], 'lastDate', date) end
return 'stored'`;

/**
 * KEYS: edition, channel. ARGV: pause. What this edition was to tell is told by the next one, unless a later edition has
 * told it already.
 */
export const pauseScript = `
if redis.call('HGET', KEYS[2], 'on') ~= '1' then return 0 end
redis.call('HSET', KEYS[2], 'on', '0', 'paused', ARGV[1])
local from, upTo = redis.call('HGET', KEYS[1], 'from'), redis.call('HGET', KEYS[1], 'upTo')
if upTo and redis.call('HGET', KEYS[2], 'toldUpTo') == upTo then
  if from == '' then redis.call('HDEL', KEYS[2], 'toldUpTo', 'toldAt', 'unscanned')
  else redis.call('HSET', KEYS[2], 'toldUpTo', from) end
end
return 1`;
