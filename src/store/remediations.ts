import { LeaseLost } from '../domain/errors.ts';
import { nextDue } from '../domain/remediation/later.ts';
import type { Lease, RunStore } from '../domain/remediation/ports.ts';
import { isFinal, type Run } from '../domain/remediation/run.ts';
import { key, parse, type RedisClient } from './client.ts';
import { asArguments, outboxKey, outboxSequenceKey } from './outbox-scripts.ts';
import {
  createScript,
  holdScript,
  leaseScript,
  releaseScript,
  renewScript,
  saveScript,
} from './remediation-scripts.ts';

const day = 86_400;

const runKey = (id: string) => key('run', id);
const leaseKey = (id: string) => key('run', id, 'lease');
const heldKey = (id: string) => key('run', id, 'held');
const openKey = key('runs', 'open');
const recentKey = key('runs', 'recent');
const judgeKey = key('runs', 'judge');
/** By the time when something is to be looked after. */
const laterKey = key('runs', 'later');
const resourcesKey = key('runs', 'resources');

export interface RunStoreOptions {
  readonly redis: RedisClient;
  /** Runs are kept for this long after their end. */
  readonly retentionDays: number;
}

export function createRunStore({ redis, retentionDays }: RunStoreOptions): RunStore {
  const get = async (id: string) => parse<Run>(await redis.hget(runKey(id), 'run'));
  return {
    get,
    create: async (run, events) => {
      const keys = [runKey(run.id), openKey, recentKey, outboxKey, outboxSequenceKey];
      await redis.eval(
        createScript,
        keys.length,
        ...keys,
        run.id,
        Date.parse(run.queuedAt),
        JSON.stringify(run),
        ...asArguments(events),
      );
    },
    save: async (next, events, token) => {
      const keys = [
        runKey(next.id),
        leaseKey(next.id),
        openKey,
        judgeKey,
        heldKey(next.id),
        resourcesKey,
        outboxKey,
        outboxSequenceKey,
        laterKey,
      ];
      const stored = await redis.eval(
        saveScript,
        keys.length,
        ...keys,
        next.id,
        next.version,
        JSON.stringify(next),
        token ?? '',
        isFinal(next) ? retentionDays * day : '',
        next.judgeAt === undefined ? '' : Date.parse(next.judgeAt),
        nextDue(next) ?? '',
        ...asArguments(events),
      );
      return stored === 1;
    },
    open: () => redis.smembers(openKey),
    recent: async (count) => {
      const ids = await redis.zrevrange(recentKey, 0, count - 1);
      const runs = await Promise.all(ids.map(get));
      return runs.filter((run) => run !== undefined);
    },
    dueForJudgement: (before) => redis.zrangebyscore(judgeKey, '-inf', before),
    dueLater: (before) => redis.zrangebyscore(laterKey, '-inf', before),
    lease: async (id, owner, ttlMs) => {
      const token = (await redis.eval(leaseScript, 2, runKey(id), leaseKey(id), owner, ttlMs)) as number;
      return token === 0 ? undefined : leaseOf(redis, id, token, ttlMs);
    },
    isLeased: async (id) => (await redis.exists(leaseKey(id))) === 1,
    holdResources: async (id, arns) => {
      if (arns.length === 0) return {};
      const heldBy = (await redis.eval(holdScript, 3, resourcesKey, heldKey(id), openKey, id, ...arns)) as string;
      return heldBy === '' ? {} : { heldBy };
    },
    now: async () => {
      const [seconds, microseconds] = await redis.time();
      return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
    },
  };
}

const leaseOf = (redis: RedisClient, id: string, token: number, ttlMs: number): Lease => ({
  token,
  check: async () => {
    if ((await redis.eval(renewScript, 1, leaseKey(id), token, ttlMs)) !== 1)
      throw new LeaseLost(`the lease of run ${id} with token ${token} is not ours any more`);
  },
  release: async () => {
    await redis.eval(releaseScript, 1, leaseKey(id), token);
  },
});
