import { chained } from '../domain/approval/chain.ts';
import type { ChainedEntry, Trail, TrailHead } from '../domain/approval/ports.ts';
import { matches } from '../domain/approval/trail-export.ts';
import { key, parse, type RedisClient } from './client.ts';

/** Sequence number → entry. */
const entriesKey = key('trail');
/** `first` and `last` sequence number kept, and the `hash` of the last. */
const headKey = key('trail', 'head');
const subjectKey = (subject: string) => key('trail', 'subject', subject);
const eventKey = (eventId: string) => key('trail', 'event', eventId);

const day = 86_400;
/** An event is not handed over again after this time; seconds. */
const rememberEventSeconds = 30 * day;
const pageSize = 500;

/**
 * KEYS: entries, head, event, subject. ARGV: sequence number, hash, entry as JSON, hash before, retention in seconds,
 * event memory in seconds, `at` of the oldest entry to keep, whether there is a subject.
 * Answers the sequence number of the event's entry, or 0 when another entry has come in between.
 * Forgets at most ten old entries at a time; the hash of the last forgotten one stays in its successor.
 */
const appendScript = `
local known = redis.call('GET', KEYS[3])
if known then return tonumber(known) end
if (redis.call('HGET', KEYS[2], 'hash') or '') ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], 'last', ARGV[1], 'hash', ARGV[2])
redis.call('HSETNX', KEYS[2], 'first', ARGV[1])
redis.call('SET', KEYS[3], ARGV[1], 'EX', ARGV[6])
if ARGV[8] == '1' then
  redis.call('RPUSH', KEYS[4], ARGV[1])
  redis.call('EXPIRE', KEYS[4], ARGV[5])
end
for i = 1, 10 do
  local first = redis.call('HGET', KEYS[2], 'first')
  local oldest = redis.call('HGET', KEYS[1], first)
  if first == ARGV[1] or (oldest and cjson.decode(oldest).at >= ARGV[7]) then break end
  redis.call('HDEL', KEYS[1], first)
  redis.call('HINCRBY', KEYS[2], 'first', 1)
end
return tonumber(ARGV[1])`;

export interface TrailOptions {
  readonly redis: RedisClient;
  readonly retentionDays: number;
  readonly now: () => number;
}

/** The audit trail. Redis cannot hash with SHA-256, so an entry is chained here and stored if nobody was faster. */
export function createTrail({ redis, retentionDays, now }: TrailOptions): Trail {
  const head = async (): Promise<TrailHead | undefined> => {
    const [last, hash] = await redis.hmget(headKey, 'last', 'hash');
    return last && hash ? { seq: Number(last), hash } : undefined;
  };
  const entries = async (numbers: readonly (string | number)[]): Promise<ChainedEntry[]> =>
    numbers.length === 0
      ? []
      : (await redis.hmget(entriesKey, ...numbers.map(String))).flatMap((text) => parse<ChainedEntry>(text) ?? []);

  return {
    head,
    append: async (entry, eventId) => {
      for (;;) {
        const before = await head();
        const linked = chained(entry, before);
        const seq = await redis.eval(
          appendScript,
          4,
          entriesKey,
          headKey,
          eventKey(eventId),
          subjectKey(entry.subject ?? ''),
          linked.seq,
          linked.hash,
          JSON.stringify(linked),
          before?.hash ?? '',
          retentionDays * day,
          rememberEventSeconds,
          new Date(now() - retentionDays * day * 1_000).toISOString(),
          entry.subject === undefined ? '0' : '1',
        );
        if (seq === linked.seq) return linked;
        if (seq !== 0) return (await entries([Number(seq)]))[0] ?? linked;
      }
    },
    read: async function* (filter) {
      for await (const entry of filter.subject === undefined ? everything() : about(filter.subject)) {
        if (matches(entry, filter)) yield entry;
      }
    },
  };

  async function* everything(): AsyncGenerator<ChainedEntry> {
    const [first, last] = (await redis.hmget(headKey, 'first', 'last')).map(Number);
    for (let seq = first ?? 0; seq > 0 && seq <= (last ?? 0); seq += pageSize) {
      const count = Math.min(pageSize, (last ?? 0) - seq + 1);
      yield* await entries(Array.from({ length: count }, (_, index) => seq + index));
    }
  }

  async function* about(subject: string): AsyncGenerator<ChainedEntry> {
    const numbers = await redis.lrange(subjectKey(subject), 0, -1);
    for (let index = 0; index < numbers.length; index += pageSize)
      yield* await entries(numbers.slice(index, index + pageSize));
  }
}
