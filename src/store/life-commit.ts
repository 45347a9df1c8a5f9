import { randomUUID } from 'node:crypto';
import type { NewTransition } from '../domain/life/transition.ts';
import { key, type RedisClient, transact } from './client.ts';
import { byFindingKey, headKey, namesKey, transitionIdsKey, transitionsKey, versionsKey } from './life-keys.ts';

/**
 * KEYS: versions, head, transitions, their ids, by finding, names, staged changes, hashes ….
 * ARGV: target or nothing, its expected version, `at` of the oldest transition to keep, now, changes ….
 * A change is three strings: `set`, `name` or `happened`, then what it needs. Staged ones come before those in ARGV.
 * Answers 0 when another version is stored. Forgets some old transitions for each new one, so that the log shrinks to
 * its time without a long stop.
 */
const commitScript = `
local target, expected, oldest = ARGV[1], ARGV[2], ARGV[3]
if target ~= '' then
  if (redis.call('HGET', KEYS[1], target) or '0') ~= expected then
    redis.call('DEL', KEYS[7])
    return 0
  end
  redis.call('HINCRBY', KEYS[1], target, 1)
  redis.call('HSETNX', KEYS[2], 'began', ARGV[4])
end
local last = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local before = last

local function apply(what, field, value)
  if what == 'name' then
    redis.call('ZADD', KEYS[6], 0, field)
  elseif what == 'happened' then
    local blank = string.find(field, ' ', 1, true)
    local finding, id = string.sub(field, 1, blank - 1), string.sub(field, blank + 1)
    if redis.call('HSETNX', KEYS[4], id, last + 1) == 1 then
      last = last + 1
      redis.call('HSET', KEYS[3], last, value)
      redis.call('ZADD', KEYS[5], 0, finding .. ':' .. string.format('%012d', last))
    end
  elseif value == '' then
    redis.call('HDEL', KEYS[tonumber(what)], field)
  else
    redis.call('HSET', KEYS[tonumber(what)], field, value)
  end
end

local from = 0
while true do
  local staged = redis.call('LRANGE', KEYS[7], from, from + 899)
  for i = 1, #staged, 3 do apply(staged[i], staged[i + 1], staged[i + 2]) end
  if #staged < 900 then break end
  from = from + 900
end
redis.call('DEL', KEYS[7])
for i = 5, #ARGV, 3 do apply(ARGV[i], ARGV[i + 1], ARGV[i + 2]) end

if last > before then
  redis.call('HSET', KEYS[2], 'last', last)
  redis.call('HSETNX', KEYS[2], 'first', 1)
  local first = tonumber(redis.call('HGET', KEYS[2], 'first'))
  for i = 1, last - before + 20 do
    if first > before then break end
    local text = redis.call('HGET', KEYS[3], first)
    if text then
      local old = cjson.decode(text)
      if old.at >= oldest then break end
      redis.call('HDEL', KEYS[3], first)
      redis.call('HDEL', KEYS[4], old.id)
      redis.call('ZREM', KEYS[5], old.findingId .. ':' .. string.format('%012d', first))
    end
    first = first + 1
  end
  redis.call('HSET', KEYS[2], 'first', first)
end
return 1`;

/** One write among those that are made together. */
export type LifeChange =
  /** Without a value the field is deleted. */
  | { readonly set: string; readonly field: string; readonly value?: string }
  | { readonly name: string }
  | { readonly happened: NewTransition };

export interface Commit {
  /** The target whose verdicts change, and the version that the changes rest on. */
  readonly target?: { readonly key: string; readonly version: number };
  readonly changes: readonly LifeChange[];
  /** ISO time of the oldest transition that is kept. */
  readonly oldest: string;
  readonly at: string;
}

/** Strings in one command; more than that is staged first. */
const most = 1_500;
/** What a dead worker staged is forgotten after this time. */
const stagedSeconds = 600;

/** Stores changes together or not at all; false when the target's version has moved on. */
export async function commit(redis: RedisClient, { target, changes, oldest, at }: Commit): Promise<boolean> {
  const hashes = [...new Set(changes.flatMap((change) => ('set' in change ? [change.set] : [])))];
  const staged = key('lives', 'staged', randomUUID());
  const keys = [versionsKey, headKey, transitionsKey, transitionIdsKey, byFindingKey, namesKey, staged, ...hashes];
  const numberOf = new Map(hashes.map((hash) => [hash, String(keys.indexOf(hash) + 1)]));
  const strings = changes.flatMap((change) => {
    if ('name' in change) return ['name', change.name, ''];
    if ('happened' in change) {
      const { happened } = change;
      return ['happened', `${happened.findingId} ${happened.id}`, JSON.stringify(happened)];
    }
    return [numberOf.get(change.set) ?? '', change.field, change.value ?? ''];
  });
  const direct = strings.length <= most ? strings : [];
  for (let index = direct.length; index < strings.length; index += most)
    await transact(redis, [
      ['rpush', staged, ...strings.slice(index, index + most)],
      ['expire', staged, stagedSeconds],
    ]);
  const stored = await redis.eval(
    commitScript,
    keys.length,
    ...keys,
    target?.key ?? '',
    target?.version ?? '',
    oldest,
    at,
    ...direct,
  );
  return stored === 1;
}
