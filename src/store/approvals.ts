import type { ApprovalStore, OpenedApproval } from '../domain/approval/ports.ts';
import { type Approval, approvalKey, isOpen } from '../domain/approval/record.ts';
import { hashOf } from '../domain/json.ts';
import { key, parse, type RedisClient, transact } from './client.ts';
import { appendEvents, asArguments, outboxKey, outboxSequenceKey } from './outbox-scripts.ts';

const day = 86_400;
const recordKey = (id: string) => key('approval', id);
/** Which approval of a change is open. */
const changeKey = (approval: Approval) => key('approvals', 'change', hashOf(approvalKey(approval)));
/** By the time of the request. */
const openKey = key('approvals', 'open');
const recentKey = key('approvals', 'recent');
/** By the time when something is to be done about them. */
const dueKey = key('approvals', 'due');
/** Let go, their run not known to have begun; by the time when they were let go. */
const unappliedKey = key('approvals', 'unapplied');

/**
 * KEYS: record, change, open, recent, due, outbox, its sequence. ARGV: id, record as JSON, version, requested at, due at,
 * retention in seconds, when the oldest kept was requested, events …. Answers the id of the open approval of this change.
 */
const openScript = `
local other = redis.call('GET', KEYS[2])
if other then return {'already-open', other} end
if redis.call('EXISTS', KEYS[1]) == 1 then return {'already-open', ARGV[1]} end
redis.call('HSET', KEYS[1], 'approval', ARGV[2], 'version', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[6])
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[6])
redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
redis.call('ZADD', KEYS[4], ARGV[4], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', ARGV[7])
redis.call('ZADD', KEYS[5], ARGV[5], ARGV[1])
${appendEvents('KEYS[6]', 'KEYS[7]', 8)}
return {'opened', ARGV[1]}`;

/**
 * KEYS: record, change, open, due, unapplied, outbox, its sequence. ARGV: id, record as JSON, its version, whether it
 * stays open, due at, when it was let go or nothing, events …. Answers 0 when another version is stored.
 */
const saveScript = `
if redis.call('HGET', KEYS[1], 'version') ~= string.format('%d', tonumber(ARGV[3]) - 1) then return 0 end
redis.call('HSET', KEYS[1], 'approval', ARGV[2], 'version', ARGV[3])
if ARGV[4] == '1' then
  redis.call('ZADD', KEYS[4], ARGV[5], ARGV[1])
else
  redis.call('ZREM', KEYS[3], ARGV[1])
  redis.call('ZREM', KEYS[4], ARGV[1])
  if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
end
if ARGV[6] ~= '' then redis.call('ZADD', KEYS[5], ARGV[6], ARGV[1]) end
${appendEvents('KEYS[6]', 'KEYS[7]', 7)}
return 1`;

export interface ApprovalStoreOptions {
  readonly redis: RedisClient;
  readonly retentionDays: number;
  readonly now: () => number;
}

/** Approvals, one script per change, so that a decision and what follows from it are stored together or not at all. */
export function createApprovalStore({ redis, retentionDays, now }: ApprovalStoreOptions): ApprovalStore {
  /** Longer than any approval can stay open. */
  const keepSeconds = Math.max(retentionDays, 30) * day;
  const get = async (id: string): Promise<Approval | undefined> =>
    parse<Approval>(await redis.hget(recordKey(id), 'approval'));
  const all = async (ids: readonly string[]) => (await Promise.all(ids.map(get))).flatMap((each) => each ?? []);

  return {
    get,
    open: async (approval, events = []): Promise<OpenedApproval> => {
      const [outcome, id] = (await redis.eval(
        openScript,
        7,
        recordKey(approval.id),
        changeKey(approval),
        openKey,
        recentKey,
        dueKey,
        outboxKey,
        outboxSequenceKey,
        approval.id,
        JSON.stringify(approval),
        approval.version,
        Date.parse(approval.requestedAt),
        dueAt(approval),
        keepSeconds,
        now() - keepSeconds * 1_000,
        ...asArguments(events),
      )) as [OpenedApproval['outcome'], string];
      return { outcome, approval: outcome === 'opened' ? approval : ((await get(id)) ?? approval) };
    },
    save: async (next, events) => {
      const saved = await redis.eval(
        saveScript,
        7,
        recordKey(next.id),
        changeKey(next),
        openKey,
        dueKey,
        unappliedKey,
        outboxKey,
        outboxSequenceKey,
        next.id,
        JSON.stringify(next),
        next.version,
        isOpen(next) ? '1' : '0',
        dueAt(next),
        next.state === 'approved' || next.state === 'started' ? now() : '',
        ...asArguments(events),
      );
      return saved === 1;
    },
    listOpen: async () => all(await redis.zrange(openKey, '0', '-1')),
    recent: async (count) => all(count < 1 ? [] : await redis.zrevrange(recentKey, 0, count - 1)),
    due: (before) => redis.zrangebyscore(dueKey, '-inf', before),
    unapplied: (before) => redis.zrangebyscore(unappliedKey, '-inf', before),
    applied: async (id) => {
      await transact(redis, [['zrem', unappliedKey, id]]);
    },
  };
}

const dueAt = ({ expiresAt, remindAt }: Approval): number =>
  Math.min(
    ...[expiresAt, remindAt].flatMap((at) => (at === undefined ? [] : [Date.parse(at)])),
    Number.MAX_SAFE_INTEGER,
  );
