import type { LifeStore } from '../domain/life/ports.ts';
import { key, type RedisClient } from './client.ts';
import { followersKey, headKey } from './life-keys.ts';
import { type Held, locked } from './lock.ts';

/** KEYS: followers, head. ARGV: follower. Where it stands: a new one at the end; nobody is beyond it. */
const standScript = `
local last = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local stands = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '-1')
if stands < 0 or stands > last then
  redis.call('HSET', KEYS[1], ARGV[1], last)
  stands = last
end
return {stands, last}`;

/** KEYS: lock, followers. ARGV: token, follower, sequence number. Only whoever holds the lock moves on. */
const moveScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1`;

export interface FollowOptions {
  readonly redis: RedisClient;
  /** Another worker takes over from one that has not been heard of for this long; milliseconds. */
  readonly lockMs: number;
  readonly after: LifeStore['after'];
}

export const createFollow =
  ({ redis, lockMs, after }: FollowOptions): LifeStore['follow'] =>
  (follower, handle) => {
    const lockKey = key('lock', 'follow', follower);
    const catchUp = async ({ token, mine }: Held): Promise<void> => {
      for (;;) {
        const [stands, last] = (await redis.eval(standScript, 2, followersKey, headKey, follower)) as [number, number];
        if (stands >= last) return;
        for await (const transition of after(stands, last)) {
          if (!mine()) return;
          await handle(transition);
          if ((await redis.eval(moveScript, 2, lockKey, followersKey, token, follower, transition.seq)) === 0) return;
        }
        // What was trimmed away before it was handed over is passed by.
        if ((await redis.eval(moveScript, 2, lockKey, followersKey, token, follower, last)) === 0) return;
      }
    };
    return locked(redis, lockKey, lockMs, catchUp);
  };
