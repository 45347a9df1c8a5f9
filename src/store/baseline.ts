import type { Accepted } from '../domain/mute/mute.ts';
import type { BaselineStore } from '../domain/mute/ports.ts';
import { key, parse, type RedisClient } from './client.ts';
import { findingsKey } from './life-keys.ts';
import { appendEvents, asArguments, outboxKey, outboxSequenceKey } from './outbox-scripts.ts';

/** Finding id → what was accepted. */
export const baselineKey = key('baseline');
const forgottenKey = key('baseline', 'forgotten');

const chunk = 200;

/**
 * KEYS: baseline, findings, when it was last forgotten. ARGV: finding id, entry as JSON, …. Answers the ids taken in:
 * what fails for that cause in this very moment, was not accepted already, nor before the baseline was forgotten.
 */
const acceptScript = `
local forgotten = redis.call('GET', KEYS[3]) or ''
local taken = {}
for i = 1, #ARGV, 2 do
  local stored = redis.call('HGET', KEYS[2], ARGV[i])
  local entry = cjson.decode(ARGV[i + 1])
  local finding = stored and cjson.decode(stored)
  if finding and finding.status == 'fail' and finding.cause == entry.cause and entry.at > forgotten then
    local known = redis.call('HGET', KEYS[1], ARGV[i])
    if not known or cjson.decode(known).cause ~= entry.cause then
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
      known = ARGV[i + 1]
    end
    if known == ARGV[i + 1] then table.insert(taken, ARGV[i]) end
  end
end
return taken`;

/** KEYS: baseline, when it was last forgotten, outbox, its sequence. ARGV: when, events …. Answers how many there were. */
const forgetScript = `
local count = redis.call('HLEN', KEYS[1])
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1])
${appendEvents('KEYS[3]', 'KEYS[4]', 2)}
return count`;

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / chunk) }, (_, index) => all.slice(index * chunk, (index + 1) * chunk));

/** The baseline. ISO times in UTC compare as text. */
export function createBaselineStore(redis: RedisClient): BaselineStore {
  return {
    accept: async (entries) => {
      const taken: string[] = [];
      for (const part of chunks(Object.entries(entries))) {
        const values = part.flatMap(([id, entry]) => [id, JSON.stringify(entry)]);
        taken.push(
          ...((await redis.eval(acceptScript, 3, baselineKey, findingsKey, forgottenKey, ...values)) as string[]),
        );
      }
      return taken;
    },
    all: async () =>
      new Map(
        Object.entries(await redis.hgetall(baselineKey)).flatMap(([id, text]) => {
          const entry = parse<Accepted>(text);
          return entry === undefined ? [] : [[id, entry] as const];
        }),
      ),
    of: async (ids) => {
      const found = new Map<string, Accepted>();
      for (const part of chunks(ids)) {
        const texts = await redis.hmget(baselineKey, ...part);
        for (const [index, text] of texts.entries()) {
          const entry = parse<Accepted>(text);
          if (entry !== undefined) found.set(part[index] ?? '', entry);
        }
      }
      return found;
    },
    size: () => redis.hlen(baselineKey),
    drop: async (ids) => {
      for (const part of chunks(ids)) await redis.hdel(baselineKey, ...part);
    },
    forget: async (at, events = []) =>
      Number(
        await redis.eval(
          forgetScript,
          4,
          baselineKey,
          forgottenKey,
          outboxKey,
          outboxSequenceKey,
          at,
          ...asArguments(events),
        ),
      ),
  };
}
