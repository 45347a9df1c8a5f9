import { randomUUID } from 'node:crypto';
import type { MessageCopy, MessageRecord, Subject } from '../domain/message.ts';
import type { MessageStore } from '../domain/ports.ts';
import { key, parse, type RedisClient, transact } from './client.ts';

const messageKey = (id: string) => key('message', id);
const behindKey = key('messages', 'behind');
const keepSeconds = 30 * 86_400;
const copyField = ({ channelId }: Pick<MessageCopy, 'channelId'>) => `copy:${channelId}`;

/** KEYS: message, messages behind. ARGV: id, subject, whom to tell, field of the copy, copy, time, seconds to keep it. */
const createScript = `
if redis.call('HSETNX', KEYS[1], 'subject', ARGV[2]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'fallbackUserId', ARGV[3], ARGV[4], ARGV[5], 'version', '1')
redis.call('EXPIRE', KEYS[1], ARGV[7])
redis.call('ZADD', KEYS[2], ARGV[6], ARGV[1])
return 1`;

/** KEYS: message, messages behind. ARGV: id, version, time. Stays behind when the version has moved on. */
const renderedScript = `
redis.call('HSET', KEYS[1], 'renderedVersion', ARGV[2], 'renderedAt', ARGV[3])
if redis.call('HGET', KEYS[1], 'version') == ARGV[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
return 1`;

const renewScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const unlockScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** `lockMs`: a lock that a dead worker left behind ends after this; a living one renews its own. */
export function createMessageStore(redis: RedisClient, now: () => number, lockMs = 10_000): MessageStore {
  /** What a message shows has changed; it is behind until somebody renders it. */
  const touched = (id: string) =>
    [
      ['hincrby', messageKey(id), 'version', 1],
      ['zadd', behindKey, now(), id],
    ] as const;

  return {
    create: async (id, subject, copy, fallbackUserId) => {
      await redis.eval(
        createScript,
        2,
        messageKey(id),
        behindKey,
        id,
        JSON.stringify(subject),
        fallbackUserId,
        copyField(copy),
        JSON.stringify(copy),
        now(),
        keepSeconds,
      );
    },
    get: async (id): Promise<MessageRecord | undefined> => {
      const fields = await redis.hgetall(messageKey(id));
      const subject = parse<Subject>(fields.subject);
      if (subject === undefined) return undefined;
      return {
        id,
        subject,
        copies: Object.entries(fields).flatMap(([field, text]) =>
          field.startsWith('copy:') ? (parse<MessageCopy>(text) ?? []) : [],
        ),
        fallbackUserId: fields.fallbackUserId ?? '',
        version: Number(fields.version ?? 0),
        renderedVersion: Number(fields.renderedVersion ?? 0),
        renderedAt: Number(fields.renderedAt ?? 0),
      };
    },
    touch: async (id) => {
      if ((await redis.exists(messageKey(id))) === 1) await transact(redis, touched(id));
    },
    setSubject: async (id, subject) => {
      await transact(redis, [['hset', messageKey(id), 'subject', JSON.stringify(subject)], ...touched(id)]);
    },
    addCopy: async (id, copy) => {
      if ((await redis.hsetnx(messageKey(id), copyField(copy), JSON.stringify(copy))) === 0) return false;
      await transact(redis, touched(id));
      return true;
    },
    saveCopy: async (id, copy, insteadOf) => {
      await transact(redis, [
        ...(insteadOf === undefined ? [] : [['hdel', messageKey(id), copyField({ channelId: insteadOf })] as const]),
        ['hset', messageKey(id), copyField(copy), JSON.stringify(copy)],
      ]);
    },
    rendered: async (id, version, at) => {
      await redis.eval(renderedScript, 2, messageKey(id), behindKey, id, String(version), String(at));
    },
    behind: () => redis.zrange(behindKey, '0', '99'),
    locked: async (id, work) => {
      const lock = key('lock', 'message', id);
      const token = randomUUID();
      if ((await redis.set(lock, token, 'PX', lockMs, 'NX')) === null) return false;
      const renewal = setInterval(() => {
        redis.eval(renewScript, 1, lock, token, String(lockMs)).catch(() => {});
      }, lockMs / 3);
      try {
        await work();
      } finally {
        clearInterval(renewal);
        await redis.eval(unlockScript, 1, lock, token);
      }
      return true;
    },
  };
}
