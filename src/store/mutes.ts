import type { Mute } from '../domain/mute/mute.ts';
import type { AddedMute, MuteStore } from '../domain/mute/ports.ts';
import { nextReturn } from '../domain/mute/stagger.ts';
import { subjectKey } from '../domain/mute/subject.ts';
import { key, parse, type RedisClient, transact } from './client.ts';
import { appendEvents, asArguments, outboxKey, outboxSequenceKey } from './outbox-scripts.ts';

const mutesKey = key('mutes');
/** Those not taken back and not told of as over, by their end. */
const endsKey = key('mutes', 'ends');
/** The same, by when something of them comes back next. */
const dueKey = key('mutes', 'due');
/** Subject → the mute that holds it. */
const subjectsKey = key('mutes', 'subjects');
/** Those that are over, by when that was stored. */
const pastKey = key('mutes', 'past');

const day = 86_400_000;

/**
 * KEYS: mutes, ends, due, subjects, past, outbox, its sequence. ARGV: id, mute as JSON, its end, when something comes
 * back first, subject, now, when the oldest kept was over, events …. Answers the mute that is in force now.
 */
const addScript = `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return {'added', ARGV[1]} end
local other = redis.call('HGET', KEYS[4], ARGV[5])
local ends = other and redis.call('ZSCORE', KEYS[2], other)
if ends and tonumber(ends) > tonumber(ARGV[6]) then return {'already-muted', other} end
for _, old in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', ARGV[7], 'LIMIT', 0, 100)) do
  redis.call('HDEL', KEYS[1], old)
  redis.call('ZREM', KEYS[5], old)
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
redis.call('HSET', KEYS[4], ARGV[5], ARGV[1])
${appendEvents('KEYS[6]', 'KEYS[7]', 8)}
return {'added', ARGV[1]}`;

const over = `
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
if redis.call('HGET', KEYS[4], ARGV[2]) == ARGV[1] then redis.call('HDEL', KEYS[4], ARGV[2]) end
redis.call('ZADD', KEYS[5], ARGV[3], ARGV[1])`;

/** KEYS as above. ARGV: id, subject, now, the ended mute as JSON, events …. Answers 0 when it is not in force. */
const endScript = `
local ends = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not ends or tonumber(ends) <= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
${over}
${appendEvents('KEYS[6]', 'KEYS[7]', 5)}
return 1`;

/** KEYS as above. ARGV: id, subject, now, events …. */
const overScript = `
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) then return 0 end
${over}
${appendEvents('KEYS[6]', 'KEYS[7]', 4)}
return 1`;

export interface MuteStoreOptions {
  readonly redis: RedisClient;
  readonly retentionDays: number;
  readonly now: () => number;
}

/** Mutes, one script per change, so that two people at once make one mute and end it once. */
export function createMuteStore({ redis, retentionDays, now }: MuteStoreOptions): MuteStore {
  const keys = [mutesKey, endsKey, dueKey, subjectsKey, pastKey] as const;
  const get = async (id: string) => parse<Mute>(await redis.hget(mutesKey, id));
  const all = async (ids: readonly string[]) =>
    ids.length === 0 ? [] : (await redis.hmget(mutesKey, ...ids)).flatMap((text) => parse<Mute>(text) ?? []);

  return {
    get,
    add: async (mute, events = []): Promise<AddedMute> => {
      const [outcome, id] = (await redis.eval(
        addScript,
        7,
        ...keys,
        outboxKey,
        outboxSequenceKey,
        mute.id,
        JSON.stringify(mute),
        Date.parse(mute.until),
        nextReturn(mute, Date.parse(mute.at)) ?? Date.parse(mute.until),
        subjectKey(mute.subject),
        Date.parse(mute.at),
        now() - retentionDays * day,
        ...asArguments(events),
      )) as [AddedMute['outcome'], string];
      return { outcome, mute: (await get(id)) ?? mute };
    },
    inForce: async (at) => all(await redis.zrangebyscore(endsKey, `(${at}`, '+inf')),
    end: async (id, by, at, events = []) => {
      const mute = await get(id);
      if (mute === undefined) return undefined;
      const ended: Mute = { ...mute, endedAt: at, endedBy: by };
      const done = await redis.eval(
        endScript,
        7,
        ...keys,
        outboxKey,
        outboxSequenceKey,
        id,
        subjectKey(mute.subject),
        Date.parse(at),
        JSON.stringify(ended),
        ...asArguments(events),
      );
      return done === 1 ? ended : undefined;
    },
    lapsed: async (at) => all(await redis.zrangebyscore(dueKey, '-inf', at)),
    told: async (id, next, events = []) => {
      if (next !== undefined) {
        await transact(redis, [['zadd', dueKey, 'XX', next, id]]);
        return;
      }
      const mute = await get(id);
      if (mute === undefined) return;
      const about = subjectKey(mute.subject);
      await redis.eval(overScript, 7, ...keys, outboxKey, outboxSequenceKey, id, about, now(), ...asArguments(events));
    },
  };
}
