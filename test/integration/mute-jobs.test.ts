import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Audit } from '../../src/domain/audit.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { LifeStore } from '../../src/domain/life/ports.ts';
import { listMutes } from '../../src/domain/mute/list-mutes.ts';
import type { Mute } from '../../src/domain/mute/mute.ts';
import type { BaselineStore, MuteStore } from '../../src/domain/mute/ports.ts';
import { previewMute } from '../../src/domain/mute/preview.ts';
import { dayMs, returnsAt } from '../../src/domain/mute/stagger.ts';
import type { AuditStore, FindingStore, JobQueue } from '../../src/domain/ports.ts';
import { onMute } from '../../src/jobs/mute/on-mute.ts';
import { publishReport } from '../../src/jobs/publish-report.ts';
import { refreshReport } from '../../src/jobs/refresh-report.ts';
import { sweepMutes } from '../../src/jobs/sweep-mutes.ts';
import { loadMeta } from '../../src/rules/registry.ts';
import { createAuditStore } from '../../src/store/audits.ts';
import { createBaselineStore } from '../../src/store/baseline.ts';
import { createFindingStore } from '../../src/store/findings.ts';
import { createLifeStore } from '../../src/store/lives.ts';
import { createMessageStore } from '../../src/store/messages.ts';
import { createMuteStore } from '../../src/store/mutes.ts';
import { withSetAside, withSetAsideSince } from '../../src/store/set-aside.ts';
import { account } from '../helpers/approval-facts.ts';
import { finding, scanned, target } from '../helpers/findings.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';

const metas = await loadMeta();
const start = Date.parse('2026-11-21T09:00:00Z');
const iso = (at: number) => new Date(at).toISOString();
const ruleId = 'aurora-backtrack-enabled';
const here = target();
const auditId = 'k7f3m2qa';

const mute = (over: Partial<Mute> = {}): Mute => ({
  id: 'm1',
  subject: { kind: 'account-rule', accountId: here.accountId, ruleId },
  accountId: here.accountId,
  label: `${ruleId} (payments-prod)`,
  until: iso(start + 30 * dayMs),
  reason: 'rebuilt next quarter',
  by: 'UBOB',
  at: iso(start),
  ...over,
});

describe.each(redisKinds)('what follows from mutes and the baseline, on %s', (kind) => {
  let server: TestRedis;
  let redis: Redis;
  let clock: number;
  let mutes: MuteStore;
  let baseline: BaselineStore;
  let findings: FindingStore;
  let audits: AuditStore;
  let lives: LifeStore;
  let queued: string[];

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
    clock = start;
    queued = [];
    const kept = { redis, retentionDays: 400, now: () => clock };
    mutes = createMuteStore(kept);
    baseline = createBaselineStore(redis);
    const setAside = { mutes, baseline, now: () => clock };
    findings = withSetAside(createFindingStore(kept), setAside);
    audits = withSetAsideSince(createAuditStore(kept), setAside);
    lives = createLifeStore(kept);
  });

  const queue: Pick<JobQueue, 'refreshReport' | 'renderMessage'> = {
    refreshReport: async (id) => void queued.push(`refresh ${id}`),
    renderMessage: async (id) => void queued.push(`render ${id}`),
  };
  const deps = () => ({ mutes, baseline, findings, audits, lives, metas, queue, now: () => new Date(clock) });
  const messages = () => createMessageStore(redis, () => clock);
  /** An audit of one target, reported. */
  const audited = async (found: readonly Finding[], id = auditId) => {
    const audit: Audit = {
      id,
      scope: { accounts: [], regions: [], rules: [], tags: {} },
      requestedBy: { userId: 'UBOB', channelId: 'C1' },
      requestedAt: iso(clock),
      state: 'requested',
      estateHash: 'x',
    };
    await audits.open(audit);
    await audits.start(id, [here], iso(clock));
    await findings.replace(id, [ruleId], scanned(found), iso(clock));
    await audits.saveTarget(id, scanned(found));
    await publishReport({
      audits,
      messages: messages(),
      queue: queue as JobQueue,
      homes: { touch: async () => {} },
      digests: { waitingFor: async () => [] },
      estate: { routes: [] },
      now: () => new Date(clock),
      groupsShown: 8,
    })({ auditId: id });
  };
  const refresh = () => refreshReport({ audits, messages: messages(), queue, estate: { routes: [] } })({ auditId });
  const kinds = async (each: Finding) => (await lives.history(each.id)).map(({ kind: what }) => what).reverse();
  const sweep = () => sweepMutes(deps());
  const orders = finding({ name: 'orders' });
  const ledger = finding({ name: 'ledger' });
  const fine = finding({ name: 'fine', status: 'pass', cause: 'window-in-force' });

  it('a mute is in the life of what it hides, once, and its report counts it apart', async () => {
    await audited([orders, ledger, fine]);
    await mutes.add(mute({ subject: { kind: 'finding', findingId: orders.id } }));
    for (let twice = 0; twice < 2; twice += 1) await onMute(deps())({ kind: 'mute', muteId: 'm1', what: 'muted' });
    expect(await kinds(orders)).toEqual(['opened', 'muted']);
    expect(await kinds(ledger)).toEqual(['opened']);
    expect((await lives.history(orders.id))[0]).toMatchObject({
      by: { kind: 'person', userId: 'UBOB' },
      note: 'rebuilt next quarter',
      to: { status: 'fail' },
    });
    expect(new Set(queued.filter((each) => each.startsWith('refresh')))).toEqual(new Set([`refresh ${auditId}`]));
    await refresh();
    expect((await audits.summary(auditId))?.counts).toMatchObject({ byStatus: { fail: 1, pass: 1 }, muted: 1 });
    expect((await audits.page(auditId, 'muted', 0))?.findings.map(({ id }) => id)).toEqual([orders.id]);
    expect((await audits.page(auditId, 'fail', 0))?.findings.map(({ id }) => id)).toEqual([ledger.id]);
    await mutes.end('m1', 'UCAROL', iso(clock + 1));
    await onMute(deps())({ kind: 'mute', muteId: 'm1', what: 'unmuted' });
    await refresh();
    expect(await kinds(orders)).toEqual(['opened', 'muted', 'unmuted']);
    expect((await audits.page(auditId, 'muted', 0))?.total).toBe(0);
    expect((await audits.page(auditId, 'fail', 0))?.total).toBe(2);
  });

  it('what another mute still hides does not come back with the first', async () => {
    await audited([orders]);
    await mutes.add(mute({ subject: { kind: 'finding', findingId: orders.id }, until: iso(start + dayMs) }));
    await mutes.add(mute({ id: 'm2' }));
    clock = start + dayMs;
    await sweep();
    expect(await kinds(orders)).toEqual(['opened']);
    expect((await findings.get(orders.id))?.muted?.muteId).toBe('m2');
    clock = start + 30 * dayMs;
    await sweep();
    expect(await kinds(orders)).toEqual(['opened', 'mute-ended']);
    expect((await lives.history(orders.id))[0]).toMatchObject({ by: { kind: 'clock' }, at: iso(clock) });
  });

  it('of many that come back day by day each is told once, by however many workers, whatever the clock does', async () => {
    const many = Array.from({ length: 40 }, (_, n) => finding({ name: `db-${n}` }));
    await audited([...many, fine]);
    await mutes.add(mute({ spreadDays: 5 }));
    const told = async () => {
      let count = 0;
      for (const each of many) count += (await kinds(each)).filter((what) => what === 'mute-ended').length;
      return count;
    };
    const back = (at: number) => many.filter((each) => returnsAt(mute({ spreadDays: 5 }), each.id) <= at).length;
    clock = start + 24 * dayMs;
    await sweep();
    expect(await told()).toBe(0);
    for (const days of [25, 27, 26, 28]) {
      clock = start + days * dayMs;
      await Promise.all([sweep(), sweep()]);
      await sweep();
    }
    expect(await told()).toBe(back(start + 28 * dayMs));
    clock = start - 300 * dayMs;
    await sweep();
    expect(await told()).toBe(back(start + 28 * dayMs));
    clock = start + 500 * dayMs;
    await Promise.all([sweep(), sweep()]);
    expect(await told()).toBe(40);
    expect(await mutes.lapsed(clock)).toEqual([]);
    clock = start + 10 * dayMs;
    expect((await findings.get(orders.id))?.muted).toBeUndefined();
    expect(await mutes.inForce(clock)).toEqual([]);
    expect(await kinds(fine)).toEqual([]);
  });

  it('a baseline is what an audit found and still is so, in the accounts that were accepted', async () => {
    await audited([orders, ledger, fine]);
    clock += 1_000;
    const changed = finding({ name: 'ledger', cause: 'window-below-policy' });
    await findings.replace('later', [ruleId], scanned([orders, changed, fine]), iso(clock));
    const event = { kind: 'accept', auditId, by: 'UBOB', at: iso(clock) } as const;
    await onMute(deps())({ ...event, accountIds: ['999999999999'] });
    expect(await baseline.size()).toBe(0);
    for (let twice = 0; twice < 2; twice += 1) await onMute(deps())({ ...event, accountIds: [here.accountId] });
    expect([...(await baseline.all()).keys()]).toEqual([orders.id]);
    expect(await kinds(orders)).toEqual(['opened', 'accepted']);
    await refresh();
    expect(await audits.summary(auditId)).toMatchObject({
      counts: { known: 1, byStatus: { fail: 1 } },
      baselineAt: iso(clock),
    });
    expect((await audits.page(auditId, 'known', 0))?.findings[0]?.accepted).toMatchObject({ by: 'UBOB' });
    await baseline.forget(iso(clock + 1));
    await onMute(deps())({ kind: 'baseline-forgotten' });
    await refresh();
    expect((await audits.summary(auditId))?.counts).toMatchObject({ known: 0, byStatus: { fail: 2 } });
  });

  it('an audit whose details are gone stays as it was', async () => {
    await audited([orders]);
    await redis.del(`{aurora}:audit:${auditId}:results`);
    await mutes.add(mute());
    queued = [];
    await refresh();
    await refreshReport({ audits, messages: messages(), queue, estate: { routes: [] } })({ auditId: 'unknown' });
    expect(queued).toEqual([]);
    expect((await audits.summary(auditId))?.counts.byStatus.fail).toBe(1);
  });

  it('thousands are previewed, muted, listed, and accepted', async () => {
    const count = kind === 'in-process' ? 500 : 10_000;
    const many = Array.from({ length: count }, (_, n) => finding({ name: `db-${n}` }));
    await audited(many);
    const previewed = await previewMute(
      {
        ...deps(),
        estate: { accounts: [{ ...account(), id: here.accountId }] },
        approvals: { get: async () => undefined, listOpen: async () => [] },
        runs: { open: async () => [] },
      },
      { id: 'm1', subject: mute().subject, time: { amount: 90, unit: 'days' } },
    );
    if ('problem' in previewed) throw new Error(previewed.problem);
    expect(previewed.preview).toMatchObject({
      hides: { failing: count, unknown: 0, fine: 0 },
      spreadDays: 7,
      earlierDays: 0,
    });
    expect(previewed.preview.hides.shown).toHaveLength(5);
    await mutes.add(mute());
    expect(await listMutes({ mutes, findings }, clock)).toMatchObject([{ failing: count, unknown: 0 }]);
    await refresh();
    expect((await audits.summary(auditId))?.counts).toMatchObject({ muted: count, byStatus: { fail: 0 } });
    await mutes.end('m1', 'UBOB', iso(clock));
    await refresh();
    await onMute(deps())({ kind: 'accept', auditId, by: 'UBOB', at: iso(clock), accountIds: [here.accountId] });
    expect(await baseline.size()).toBe(count);
  });
});
