import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../src/domain/remediation/run.ts';
import { openRecords } from '../../src/store/records.ts';
import { ruleId, testApproval, testFinding, testPlan } from '../fakes/engine-stage.ts';
import { scanned, target } from '../helpers/findings.ts';
import { at, collect } from '../helpers/lives.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const ledger = testFinding(target(), 'ledger');
const orders = testFinding(target(), 'orders');
const fine = (finding: typeof ledger) => ({ ...finding, status: 'pass' as const });

describe.each(redisKinds)('who fixed it, on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let records: ReturnType<typeof openRecords>;

  beforeAll(async () => {
    server = await startRedis(kind);
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await redis.flushall();
    records = openRecords({ redis, retentionDays: 400, logger: pino({ level: 'silent' }) });
  });

  const store = (minute: number, findings: readonly (typeof ledger)[], auditId = `audit-${minute}`) =>
    records.findings.replace(auditId, [ruleId], scanned(findings), at(minute));
  const remediated = async (
    id: string,
    from: number,
    over: Partial<Run> = {},
    expects: 'pass' | 'anything' = 'pass',
  ) => {
    const plan = { ...testPlan([ledger], 'old'), judge: { afterMinutes: 0, withinMinutes: 10, expects } };
    const approval = testApproval(id, plan);
    await records.approvals.open({ ...approval, version: 1, state: 'pending' });
    await records.approvals.save({ ...approval, version: 2 }, []);
    const run: Run = {
      id,
      version: 1,
      state: 'verified',
      steps: [{ id: 'first', state: 'done' }],
      turn: 1,
      queuedAt: at(from),
      startedAt: at(from),
      finishedAt: at(from + 1),
      judgeUntil: at(from + 11),
      ...over,
    };
    await records.runs.create(run, []);
    await records.runs.save({ ...run, version: 2 }, []);
  };
  const bob = (approvalId: string) => ({ kind: 'remediation', approvalId, approvedBy: ['U02BOB00001'] });
  const told = async () =>
    (await collect(records.lives.after(0))).map((each) => [each.resource.id, each.kind, each.by]);

  it('its remediation, whichever audit sees it first; others fix the rest', async () => {
    await store(1, [ledger, orders]);
    await remediated('fix1fix1', 2);
    await store(4, [fine(ledger), fine(orders)]);
    expect((await told()).slice(2)).toEqual([
      ['ledger', 'fixed', bob('fix1fix1')],
      ['orders', 'fixed', { kind: 'audit', auditId: 'audit-4' }],
    ]);
  });

  it('its undo, when it fails again; later than that, others', async () => {
    await store(1, [ledger]);
    await remediated('fix1fix1', 2);
    await store(3, [fine(ledger)], 'fix1fix1');
    await remediated('undo1und', 20, {}, 'anything');
    await store(21, [ledger], 'undo1und');
    await store(40, [fine(ledger)]);
    await store(41, [ledger]);
    expect((await told()).map(([, what, by]) => [what, by])).toEqual([
      ['opened', { kind: 'audit', auditId: 'audit-1' }],
      ['fixed', bob('fix1fix1')],
      ['reopened', bob('undo1und')],
      ['fixed', { kind: 'audit', auditId: 'audit-40' }],
      ['reopened', { kind: 'audit', auditId: 'audit-41' }],
    ]);
  });

  it('others, when its remediation failed', async () => {
    await store(1, [ledger]);
    await remediated('fix1fix1', 2, { state: 'failed' });
    await store(4, [fine(ledger)]);
    expect((await told()).at(-1)).toEqual(['ledger', 'fixed', { kind: 'audit', auditId: 'audit-4' }]);
  });
});
