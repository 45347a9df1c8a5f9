/**
 * Lua that forgets so many of the oldest transitions, as far as they are older than `oldest`; its KEYS are those of
 * `commitScript`. The newest stays, whatever its age, so that no number is used twice.
 */
export const forget = (most: string): string => `
local first = tonumber(redis.call('HGET', KEYS[2], 'first') or '1')
local newest = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local forgotten = 0
for i = 1, ${most} do
  if first >= newest then break end
  local text = redis.call('HGET', KEYS[3], first)
  if text then
    local old = cjson.decode(text)
    if old.at >= oldest then break end
    redis.call('HDEL', KEYS[3], first)
    redis.call('HDEL', KEYS[4], old.id)
    redis.call('ZREM', KEYS[5], old.findingId .. ':' .. string.format('%012d', first))
  end
  first = first + 1
  forgotten = i
end
if forgotten > 0 then redis.call('HSET', KEYS[2], 'first', first) end`;

/**
 * KEYS: versions, head, transitions, their ids, by finding, hashes and staged lists ….
 * ARGV: target or nothing, its expected version, `at` of the oldest transition to keep, writes ….
 * A write: `set`, `del`, `add` or `happened`; number of the key it goes to; number of the list where its strings are
 * staged, or 0 and then how many strings follow. Strings: field and value, field, member, or a transition's finding,
 * id and JSON. Answers 0 when another version is stored. Forgets some old transitions for each new one, so that the log
 * shrinks to its time without a long stop. Works on many strings per call: calls are what takes time.
 */
export const commitScript = `
local target, expected, oldest = ARGV[1], ARGV[2], ARGV[3]
local at, stale = 4, false
if target ~= '' then
  stale = (redis.call('HGET', KEYS[1], target) or '0') ~= expected
  if not stale then redis.call('HINCRBY', KEYS[1], target, 1) end
end
local last = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local before = last

local function happened(list, i, j)
  local ids = {}
  for k = i, j, 3 do ids[#ids + 1] = list[k + 1] end
  local known = redis.call('HMGET', KEYS[4], unpack(ids))
  local numbers, texts, places, new = {}, {}, {}, {}
  for n, id in ipairs(ids) do
    if not known[n] and not new[id] then
      new[id] = true
      last = last + 1
      local k = i + (n - 1) * 3
      numbers[#numbers + 1] = id
      numbers[#numbers + 1] = last
      texts[#texts + 1] = last
      texts[#texts + 1] = list[k + 2]
      places[#places + 1] = 0
      places[#places + 1] = list[k] .. ':' .. string.format('%012d', last)
    end
  end
  if #numbers == 0 then return end
  redis.call('HSET', KEYS[4], unpack(numbers))
  redis.call('HSET', KEYS[3], unpack(texts))
  redis.call('ZADD', KEYS[5], unpack(places))
end

local function write(what, key, list, i, j)
  if what == 'happened' then
    happened(list, i, j)
  elseif what == 'set' then
    redis.call('HSET', key, unpack(list, i, j))
  elseif what == 'del' then
    redis.call('HDEL', key, unpack(list, i, j))
  else
    local members = {}
    for k = i, j do
      members[#members + 1] = 0
      members[#members + 1] = list[k]
    end
    redis.call('ZADD', key, unpack(members))
  end
end

while ARGV[at] do
  local what, key, staged, count = ARGV[at], KEYS[tonumber(ARGV[at + 1])], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  at = at + 4
  if staged > 0 then
    local from = 0
    while not stale do
      local some = redis.call('LRANGE', KEYS[staged], from, from + 299)
      if #some > 0 then write(what, key, some, 1, #some) end
      if #some < 300 then break end
      from = from + 300
    end
    redis.call('DEL', KEYS[staged])
  end
  local stop = at + count - 1
  while at <= stop do
    local j = math.min(at + 299, stop)
    if not stale then write(what, key, ARGV, at, j) end
    at = j + 1
  end
end
if stale then return 0 end

if last > before then
  redis.call('HSET', KEYS[2], 'last', last)
  redis.call('HSETNX', KEYS[2], 'first', 1)
${forget('last - before + 20')}
end
return 1`;
