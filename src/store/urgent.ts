import { randomUUID } from 'node:crypto';
import type { UrgentBatch, UrgentNews, UrgentStore } from '../domain/digest/ports.ts';
import { key, parse, type RedisClient, transact } from './client.ts';

/** Channel id → when its news are due. */
const dueKey = key('urgent', 'due');
/** News of a channel that wait for each other: transition id → news. */
const waitingKey = (channelId: string) => key('urgent', 'waiting', channelId);
/** Transition ids that a channel has been told, or will be. */
const seenKey = (channelId: string) => key('urgent', 'seen', channelId);
/** Batches that are being told: name → channel id. */
const tellingKey = key('urgent', 'telling');
const batchKey = (name: string) => key('urgent', 'batch', name);

/** A follower hands a transition over again within moments, or after a restart; seconds. */
const seenSeconds = 7 * 86_400;

/** KEYS: seen, waiting, due. ARGV: transition id, news, channel id, when they are due, seconds to remember. */
const addScript = `
if redis.call('SADD', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[3], 'NX', ARGV[4], ARGV[3])
return 1`;

/** KEYS: due, waiting, telling, batch. ARGV: channel id, name. Takes what waits, under a name of its own. */
const takeScript = `
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('RENAME', KEYS[2], KEYS[4])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[1])
return 1`;

export const createUrgentStore = (redis: RedisClient): UrgentStore => ({
  add: async (channelId, news, dueAt) => {
    const keys = [seenKey(channelId), waitingKey(channelId), dueKey];
    const value = JSON.stringify(news);
    await redis.eval(addScript, keys.length, ...keys, news.transitionId, value, channelId, dueAt, seenSeconds);
  },
  due: async (now) => {
    for (const channelId of await redis.zrangebyscore(dueKey, '-inf', now)) {
      const name = randomUUID().slice(0, 8);
      const keys = [dueKey, waitingKey(channelId), tellingKey, batchKey(name)];
      await redis.eval(takeScript, keys.length, ...keys, channelId, name);
    }
    const telling = Object.entries(await redis.hgetall(tellingKey));
    return Promise.all(
      telling.map(async ([name, channelId]): Promise<UrgentBatch> => {
        const texts = await redis.hvals(batchKey(name));
        return { name, channelId, news: texts.flatMap((text) => parse<UrgentNews>(text) ?? []) };
      }),
    );
  },
  told: async ({ name }) => {
    await transact(redis, [
      ['hdel', tellingKey, name],
      ['del', batchKey(name)],
    ]);
  },
});
