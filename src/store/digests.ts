import type { DigestContent, UrgentContent } from '../domain/digest/content.ts';
import { unscannedKeys } from '../domain/digest/coverage.ts';
import type { Edition } from '../domain/digest/edition.ts';
import type { DigestStore, TellOutcome } from '../domain/digest/ports.ts';
import type { ChannelDigest, DigestPause } from '../domain/digest/settings.ts';
import { parse, type RedisClient, transact } from './client.ts';
import { channelKey, channelsKey, claimKey, editionKey, keepSeconds, underWayKey, waitingKey } from './digest-keys.ts';
import { pauseScript, tellScript } from './digest-scripts.ts';
import { readTold, writeTold } from './told.ts';

export function createDigestStore(redis: RedisClient): DigestStore {
  const channel = async (channelId: string): Promise<ChannelDigest | undefined> => {
    const { settings, on, paused, lastDate, toldUpTo, toldAt, unscanned } = await redis.hgetall(channelKey(channelId));
    const set = parse<Omit<ChannelDigest, 'on' | 'paused'>>(settings);
    const pause = parse<DigestPause>(paused);
    return (
      set && {
        ...set,
        on: on === '1',
        ...(pause === undefined ? {} : { paused: pause }),
        ...(lastDate === undefined ? {} : { lastDate }),
        ...(toldUpTo === undefined ? {} : { toldUpTo: Number(toldUpTo) }),
        ...(toldAt === undefined ? {} : { toldAt }),
        ...(unscanned === undefined ? {} : { unscanned: JSON.parse(unscanned) as string[] }),
      }
    );
  };

  const edition = async (id: string): Promise<Edition | undefined> => {
    const fields = await redis.hgetall(editionKey(id));
    const opened = parse<Edition>(fields.edition);
    const content = parse<DigestContent | UrgentContent>(fields.content);
    return (
      opened && {
        ...opened,
        state: (fields.state ?? opened.state) as Edition['state'],
        ...(fields.auditId === undefined ? {} : { auditId: fields.auditId }),
        ...(content === undefined ? {} : { content }),
        ...(fields.pictureId === undefined ? {} : { pictureId: fields.pictureId }),
      }
    );
  };

  return {
    channel,
    channels: async () => {
      const found = await Promise.all((await redis.smembers(channelsKey)).sort().map(channel));
      return found.flatMap((each) => each ?? []);
    },
    configure: async ({ on, paused: _, ...settings }) => {
      await transact(redis, [
        ['sadd', channelsKey, settings.channelId],
        ['hset', channelKey(settings.channelId), 'settings', JSON.stringify(settings), 'on', on ? '1' : '0'],
        ['hdel', channelKey(settings.channelId), 'paused'],
      ]);
    },
    claim: async (channelId, date, holdMs) =>
      (await redis.set(claimKey(channelId, date), '1', 'PX', holdMs, 'NX')) !== null,
    open: async (wanted) => {
      await transact(redis, [
        ['hsetnx', editionKey(wanted.id), 'edition', JSON.stringify(wanted)],
        ['hsetnx', editionKey(wanted.id), 'state', wanted.state],
        ['expire', editionKey(wanted.id), keepSeconds],
        ['zadd', underWayKey, 'NX', Date.parse(wanted.openedAt), wanted.id],
      ]);
      return (await edition(wanted.id)) ?? wanted;
    },
    edition,
    waitFor: async (id, auditId) => {
      await transact(redis, [
        ['hset', editionKey(id), 'auditId', auditId],
        ['sadd', waitingKey(auditId), id],
        ['expire', waitingKey(auditId), keepSeconds],
      ]);
    },
    waitingFor: (auditId) => redis.smembers(waitingKey(auditId)),
    underWay: () => redis.zrange(underWayKey, '0', '-1'),
    tell: async ({ editionId, channelId, date = '', state, content, from, upTo, at, told }) => {
      const name = await writeTold(redis, editionId, told);
      const outcome = await redis.eval(
        tellScript,
        2,
        editionKey(editionId),
        channelKey(channelId),
        state,
        JSON.stringify(content),
        from === undefined ? '' : String(from),
        String(upTo),
        at,
        date,
        name,
        JSON.stringify(unscannedKeys(content.coverage)),
      );
      return outcome as TellOutcome;
    },
    keep: async (id, content, told) => {
      const name = await writeTold(redis, id, told);
      await redis.hset(editionKey(id), 'state', 'told', 'content', JSON.stringify(content), 'told', name);
    },
    setPicture: async (id, pictureId) => {
      await redis.hset(editionKey(id), 'pictureId', pictureId);
    },
    handedOver: async (id) => {
      await redis.zrem(underWayKey, id);
    },
    page: (id, filter, page) => readTold(redis, id, filter, page),
    pause: async (id, pause) => {
      const channelId = (await edition(id))?.channelId;
      if (channelId === undefined) return false;
      const paused = await redis.eval(pauseScript, 2, editionKey(id), channelKey(channelId), JSON.stringify(pause));
      return paused === 1;
    },
  };
}
