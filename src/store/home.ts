import type { HomeStore } from '../domain/home/home.ts';
import { key, type RedisClient } from './client.ts';

const viewersKey = key('home', 'viewers');
const changesKey = key('home', 'changes');
const refreshedKey = key('home', 'refreshed');
const shownKey = key('home', 'shown');

/** Somebody who has not looked for longer is not drawn for until he looks again. */
const forgetAfterMs = 30 * 86_400_000;

export function createHomeStore(redis: RedisClient): HomeStore {
  return {
    opened: async (userId, at) => {
      await redis.zadd(viewersKey, at, userId);
      await redis.zremrangebyscore(viewersKey, '-inf', at - forgetAfterMs);
      await redis.hdel(shownKey, userId);
    },
    viewers: (since) => redis.zrangebyscore(viewersKey, since, '+inf'),
    touch: async () => {
      await redis.incr(changesKey);
    },
    behind: async () => {
      const [changes, refreshed] = await redis.mget(changesKey, refreshedKey);
      const newest = Number(changes ?? 0);
      return newest > Number(refreshed ?? 0) ? newest : undefined;
    },
    refreshed: async (change) => {
      await redis.set(refreshedKey, change);
    },
    shows: async (userId) => (await redis.hget(shownKey, userId)) ?? undefined,
    shown: async (userId, contentHash) => {
      await redis.hset(shownKey, userId, contentHash);
    },
  };
}
