import type { Audit, ScanReport, TargetResult } from '../domain/audit.ts';
import type { Finding } from '../domain/finding.ts';
import { listStatuses } from '../domain/listing.ts';
import { type FindingsPage, type PageFilter, pageSize } from '../domain/message.ts';
import type { AuditStore, OpenedAudit } from '../domain/ports.ts';
import { scopeKey } from '../domain/scope.ts';
import type { AuditSummary, FindingRef } from '../domain/tally.ts';
import { targetKey } from '../domain/target.ts';
import { key, parse, type RedisClient, transact } from './client.ts';

const day = 86_400;
/** Single findings of an audit stay for a week; the newest verdicts are kept apart, in the finding store. */
const detailSeconds = 7 * day;
/** A running audit without progress for this long no longer keeps others of its scope from starting; milliseconds. */
const patienceMs = 600_000;

/**
 * KEYS: audit, running (by scope), open audits. ARGV: id, now, patience, retention, audit as JSON, prefix of audit keys.
 * Answers `opened`, `already-open`, or `same-scope-running` with the id of the other audit.
 */
const openScript = `
if redis.call('EXISTS', KEYS[1]) == 1 then return {'already-open', ARGV[1]} end
local other = redis.call('GET', KEYS[2])
if other then
  local state = redis.call('HGET', ARGV[6] .. other, 'state')
  local at = tonumber(redis.call('HGET', ARGV[6] .. other, 'progressAt') or '0')
  if (state == 'requested' or state == 'running') and at > tonumber(ARGV[2]) - tonumber(ARGV[3]) then
    return {'same-scope-running', other}
  end
end
redis.call('HSET', KEYS[1], 'audit', ARGV[5], 'state', 'requested', 'progressAt', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('SET', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
return {'opened', ARGV[1]}`;

/** KEYS: running (by scope). ARGV: id. Frees the scope unless another audit has taken it since. */
const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

const auditKey = (id: string, ...rest: string[]) => key('audit', id, ...rest);
const runningKey = (audit: Audit) => key('running', scopeKey(audit.scope));
const openKey = key('audits', 'open');

export interface AuditStoreOptions {
  readonly redis: RedisClient;
  readonly retentionDays: number;
  readonly now: () => number;
}

export function createAuditStore({ redis, retentionDays, now }: AuditStoreOptions): AuditStore {
  const get = async (auditId: string): Promise<Audit | undefined> => {
    const [audit, state, more] = await redis.hmget(auditKey(auditId), 'audit', 'state', 'more');
    const known = parse<Audit>(audit);
    return known && { ...known, ...parse<Partial<Audit>>(more), state: state as Audit['state'] };
  };

  /** Adds facts to an audit; they are merged into what `open` stored. */
  const addFacts = async (
    audit: Audit,
    state: Audit['state'],
    facts: Partial<Audit>,
    more: readonly (readonly [string, ...(string | number)[]])[] = [],
  ) => {
    const known = parse<Partial<Audit>>(await redis.hget(auditKey(audit.id), 'more')) ?? {};
    await transact(redis, [
      ['hset', auditKey(audit.id), 'state', state, 'progressAt', now(), 'more', JSON.stringify({ ...known, ...facts })],
      ...more,
    ]);
  };

  const close = async (
    audit: Audit,
    state: 'reported' | 'failed',
    facts: Partial<Audit>,
    more: readonly (readonly [string, ...(string | number)[]])[],
  ) => {
    await addFacts(audit, state, facts, [['zrem', openKey, audit.id], ...more]);
    await redis.eval(releaseScript, 1, runningKey(audit), audit.id);
  };

  const mustGet = async (auditId: string): Promise<Audit> => {
    const audit = await get(auditId);
    if (audit === undefined) throw new Error(`audit ${auditId} is not known`);
    return audit;
  };

  return {
    get,
    open: async (audit): Promise<OpenedAudit> => {
      const [outcome, id] = (await redis.eval(
        openScript,
        3,
        auditKey(audit.id),
        runningKey(audit),
        openKey,
        audit.id,
        now(),
        patienceMs,
        retentionDays * day,
        JSON.stringify(audit),
        key('audit', ''),
      )) as [OpenedAudit['outcome'], string];
      return { outcome, audit: outcome === 'opened' ? audit : ((await get(id)) ?? audit) };
    },
    start: async (auditId, targets, at) => addFacts(await mustGet(auditId), 'running', { targets, startedAt: at }),
    saveTarget: async (auditId, { result, findings }) => {
      const results = auditKey(auditId, 'results');
      const stored = auditKey(auditId, 'findings');
      await transact(redis, [
        ['hset', results, targetKey(result.target), JSON.stringify(result)],
        ['expire', results, detailSeconds],
        ...(findings.length === 0
          ? []
          : [
              ['hset', stored, ...findings.flatMap((each) => [each.id, JSON.stringify(each)])] as [string, ...string[]],
            ]),
        ['expire', stored, detailSeconds],
        ['hset', auditKey(auditId), 'progressAt', now()],
      ]);
    },
    doneTargets: (auditId) => redis.hkeys(auditKey(auditId, 'results')),
    report: async (auditId, target): Promise<ScanReport | undefined> => {
      const result = parse<TargetResult>(await redis.hget(auditKey(auditId, 'results'), targetKey(target)));
      return result && { result, findings: await readFindings(redis, auditId, result.findingIds) };
    },
    finish: async (auditId, summary, refs, at) => {
      await writeIndexes(redis, auditId, refs);
      await close(await mustGet(auditId), 'reported', { finishedAt: at }, [
        ['hset', auditKey(auditId), 'summary', JSON.stringify(summary)],
      ]);
    },
    refresh: async (auditId, summary, refs) => {
      const before = parse<AuditSummary>(await redis.hget(auditKey(auditId), 'summary'));
      const old = (before?.groups ?? []).map((group): PageFilter => `group:${group.key}`);
      await writeIndexes(redis, auditId, refs, [...listStatuses, ...old]);
      await transact(redis, [['hset', auditKey(auditId), 'summary', JSON.stringify(summary)]]);
    },
    failures: async function* (auditId) {
      const list = indexKey(auditId, 'fail');
      for (let start = 0; ; start += chunk) {
        const ids = await redis.lrange(list, start, start + chunk - 1);
        yield* await readFindings(redis, auditId, ids);
        if (ids.length < chunk) return;
      }
    },
    fail: async (auditId, problem, at) => close(await mustGet(auditId), 'failed', { problem, finishedAt: at }, []),
    summary: async (auditId) => parse<AuditSummary>(await redis.hget(auditKey(auditId), 'summary')),
    page: async (auditId, filter, page): Promise<FindingsPage | undefined> => {
      if ((await redis.exists(auditKey(auditId, 'results'))) === 0) return undefined;
      const list = indexKey(auditId, filter);
      const total = await redis.llen(list);
      const pages = Math.max(1, Math.ceil(total / pageSize));
      const shown = Math.min(Math.max(page, 0), pages - 1);
      const ids = await redis.lrange(list, shown * pageSize, (shown + 1) * pageSize - 1);
      return {
        kind: 'audit-pages',
        auditId,
        filter,
        page: shown,
        pages,
        total,
        findings: await readFindings(redis, auditId, ids),
      };
    },
    stale: async (state, before) => {
      const ids = await redis.zrangebyscore(openKey, '-inf', before);
      const states = await Promise.all(ids.map((id) => redis.hget(auditKey(id), 'state')));
      return ids.filter((_, index) => states[index] === state);
    },
  };
}

async function readFindings(redis: RedisClient, auditId: string, ids: readonly string[]): Promise<Finding[]> {
  if (ids.length === 0) return [];
  const stored = await redis.hmget(auditKey(auditId, 'findings'), ...ids);
  return stored.flatMap((text) => parse<Finding>(text) ?? []);
}

const indexKey = (auditId: string, filter: PageFilter) => auditKey(auditId, 'index', filter);

const chunk = 1_000;

/** One ordered list of ids per filter, so that any page is one range read. Those named before may have become empty. */
async function writeIndexes(
  redis: RedisClient,
  auditId: string,
  refs: readonly FindingRef[],
  before: readonly PageFilter[] = [],
): Promise<void> {
  const lists = new Map<PageFilter, string[]>(before.map((filter) => [filter, []]));
  for (const ref of refs) {
    const filters: PageFilter[] = ['all', ref.aside ?? ref.status];
    if (ref.aside === undefined && (ref.status === 'fail' || ref.status === 'unknown'))
      filters.push(`group:${ref.group}`);
    for (const filter of filters) {
      const list = lists.get(filter) ?? [];
      lists.set(filter, list);
      list.push(ref.id);
    }
  }
  for (const [filter, ids] of lists) {
    const list = indexKey(auditId, filter);
    const pushes = Array.from({ length: Math.ceil(ids.length / chunk) }, (_, index) =>
      ids.slice(index * chunk, (index + 1) * chunk),
    );
    await transact(redis, [
      ['del', list],
      ...pushes.map((part) => ['rpush', list, ...part] as [string, ...string[]]),
      ['expire', list, detailSeconds],
    ]);
  }
}
