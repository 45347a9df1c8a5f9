import { randomUUID } from 'node:crypto';
import type { Outbox, OutboxEvent } from '../domain/approval/ports.ts';
import { TryAgainIn } from '../domain/errors.ts';
import { key, type RedisClient } from './client.ts';
import { appendEvents, asArguments, outboxKey, outboxSequenceKey } from './outbox-scripts.ts';

/** Put off after a failure; by the time when they are due again. */
const putOffKey = key('outbox', 'put-off');
const failuresKey = key('outbox', 'failures');
/** Failed too often: kept for somebody to look at, the newest thousand. */
const asideKey = key('outbox', 'aside');
const lockKey = key('lock', 'outbox');

const addScript = `${appendEvents('KEYS[1]', 'KEYS[2]', 1)}
return 1`;

const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const unlockScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** KEYS: outbox, put off. ARGV: now. The oldest that is due, put-off ones first. */
const nextScript = `
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, 1)
if due[1] then return due[1] end
return redis.call('LINDEX', KEYS[1], 0)`;

const remove = `
redis.call('LREM', KEYS[1], 1, ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])`;
/** KEYS: outbox, put off, failures. ARGV: item, event id. */
const doneScript = `${remove}
redis.call('HDEL', KEYS[3], ARGV[2])
return 1`;
/** KEYS: outbox, put off. ARGV: item, when it is due again. */
const putOffScript = `${remove}
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
return 1`;
/** KEYS: outbox, put off, failures, aside. ARGV: item, event id. */
const asideScript = `${remove}
redis.call('HDEL', KEYS[3], ARGV[2])
redis.call('RPUSH', KEYS[4], ARGV[1])
redis.call('LTRIM', KEYS[4], -1000, -1)
return 1`;

export interface OutboxOptions {
  readonly redis: RedisClient;
  readonly now: () => number;
  /** An event was handed over and came back; `aside` when it is not tried again. */
  readonly onFailure: (failure: {
    readonly event: OutboxEvent;
    readonly eventId: string;
    readonly error: unknown;
    readonly aside: boolean;
  }) => void;
  /** Another worker takes over from one that has not been heard of for this long; milliseconds. */
  readonly lockMs?: number;
  /** After this many failures an event is set aside; with the growing pauses that takes over an hour. */
  readonly attempts?: number;
}

/** Pause before the next attempt: 1, 2, 4, … seconds, at most five minutes; milliseconds. */
const pauseMs = (failures: number): number => Math.min(1_000 * 2 ** (failures - 1), 300_000);

interface Item {
  readonly id: string;
  readonly event: OutboxEvent;
}

/** Events on their way from a stored change to what it entails. Nothing is lost, and the order is kept unless one fails. */
export function createOutbox({ redis, now, onFailure, lockMs = 10_000, attempts = 20 }: OutboxOptions): Outbox {
  const failed = async (text: string, { id, event }: Item, error: unknown): Promise<void> => {
    if (error instanceof TryAgainIn) {
      await redis.eval(putOffScript, 2, outboxKey, putOffKey, text, now() + error.delayMs);
      return;
    }
    const failures = await redis.hincrby(failuresKey, id, 1);
    const aside = failures >= attempts;
    onFailure({ event, eventId: id, error, aside });
    if (aside) await redis.eval(asideScript, 4, outboxKey, putOffKey, failuresKey, asideKey, text, id);
    else await redis.eval(putOffScript, 2, outboxKey, putOffKey, text, now() + pauseMs(failures));
  };

  const relayAll = async (handle: Parameters<Outbox['relay']>[0], mine: () => boolean): Promise<void> => {
    while (mine()) {
      const text = (await redis.eval(nextScript, 2, outboxKey, putOffKey, now())) as string | null;
      if (text === null) return;
      const item = JSON.parse(text) as Item;
      try {
        await handle(item.event, item.id);
      } catch (error) {
        await failed(text, item, error);
        continue;
      }
      await redis.eval(doneScript, 3, outboxKey, putOffKey, failuresKey, text, item.id);
    }
  };

  return {
    add: async (events) => {
      if (events.length > 0) await redis.eval(addScript, 2, outboxKey, outboxSequenceKey, ...asArguments(events));
    },
    relay: async (handle) => {
      const token = randomUUID();
      if ((await redis.set(lockKey, token, 'PX', lockMs, 'NX')) === null) return;
      let mine = true;
      const renewing = setInterval(async () => {
        mine &&= (await redis.eval(renewScript, 1, lockKey, token, lockMs).catch(() => 0)) === 1;
      }, lockMs / 3);
      try {
        await relayAll(handle, () => mine);
      } finally {
        clearInterval(renewing);
        await redis.eval(unlockScript, 1, lockKey, token);
      }
    },
  };
}
