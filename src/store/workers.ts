import type { WorkerInfo, WorkerRoster } from '../domain/ports.ts';
import { key, parse, type RedisClient } from './client.ts';

const workersKey = key('workers');
/** A worker that has not been heard of for this long is taken for gone; milliseconds. */
export const aliveMs = 60_000;

export function createWorkerRoster(redis: RedisClient, now: () => number): WorkerRoster {
  return {
    beat: async (worker) => {
      await redis.hset(workersKey, worker.id, JSON.stringify({ ...worker, seenAt: now() } satisfies WorkerInfo));
    },
    leave: async (id) => {
      await redis.hdel(workersKey, id);
    },
    alive: async () => {
      const all = Object.values(await redis.hgetall(workersKey)).flatMap((text) => parse<WorkerInfo>(text) ?? []);
      const gone = all.filter(({ seenAt }) => seenAt < now() - aliveMs);
      if (gone.length > 0) await redis.hdel(workersKey, ...gone.map(({ id }) => id));
      return all.filter((worker) => !gone.includes(worker));
    },
  };
}
