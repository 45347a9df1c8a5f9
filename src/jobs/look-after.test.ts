import { beforeEach, describe, expect, it } from 'vitest';
import { type Bench, createBench } from '../../test/fakes/engine-bench.ts';
import { ruleId, testApproval, testFinding, testMeta, testPlan } from '../../test/fakes/engine-stage.ts';
import type { Account } from '../domain/accounts.ts';
import { foreseenApproval } from '../domain/approval/mandate.ts';
import type { OutboxEvent } from '../domain/approval/ports.ts';
import type { Approval } from '../domain/approval/record.ts';
import { AwsCallError } from '../domain/errors.ts';
import { type PlanDraft, sealPlan } from '../domain/remediation/plan.ts';
import type { Stage } from '../domain/remediation/stage.ts';
import type { StageMeta } from '../domain/remediation/strategy.ts';
import { lookAfter } from './look-after.ts';
import { sweepLater } from './sweep-later.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** What the foreseen stage would do; a test says. */
let found: Partial<PlanDraft> | Error;
let bench: Bench;
let queued: [string, string, string][];

const tidy: Stage = {
  plan: async (_, findings) => {
    if (found instanceof Error) throw found;
    const { hash: _hash, plannedAt: _at, ...draft } = testPlan(findings, 'old');
    return { ...draft, title: 'Tidy up', ...found };
  },
  steps: {},
};

beforeEach(async () => {
  found = {};
  queued = [];
  bench = createBench();
  const [meta = testMeta({})] = bench.deps.metas;
  const stages = meta.strategies?.[0]?.stages ?? [];
  const later = { ...stages[0], id: 'tidy', risk: 'live-change' as const, after: ['test'] } as (typeof stages)[number];
  Object.assign(bench.deps, {
    metas: [{ ...meta, strategies: [{ id: 'test', title: 'Make things', stages: [...stages, later] }] }],
    remediations: new Map([[ruleId, { test: { tidy } }]]),
  });
  const plan = sealPlan({
    ...testPlan([testFinding(bench.approval.target)], 'old'),
    later: [{ stage: 'tidy', afterMinutes: 7 * 1_440 }],
  });
  bench.approvals.put(testApproval('k7f3m2qa', plan));
});

const at = () => new Date(bench.clock.now()).toISOString();
const finished = async (later: { stage: string; at: string }[]) => {
  const queuedAt = at();
  await bench.runs.create({ id: 'k7f3m2qa', version: 1, state: 'verified', steps: [], turn: 1, queuedAt, later }, []);
};
const sweep = () => sweepLater({ runs: bench.runs, queue: { lookAfter: async (...job) => void queued.push(job) } });
const work = async () => {
  await sweep();
  for (const [runId, stage, due] of queued.splice(0))
    await lookAfter(bench.deps)({ runId, stage, at: due }, { signal: new AbortController().signal, lastAttempt: true });
};
const due = async () => (await bench.run()).later;
/** What was let go beforehand, as it was due now. */
const foreseen = async (): Promise<Approval | undefined> => {
  const root = (await bench.approvals.get('k7f3m2qa')) as Approval;
  const [stage] = (bench.deps.metas[0]?.strategies?.[0]?.stages ?? []).slice(1) as [StageMeta];
  const [account] = bench.deps.accounts as [Account];
  return bench.approvals.get(foreseenApproval(root, { stage, at: at(), account, now: new Date(at()) }).id);
};
const told = () => bench.runs.events.flatMap((event: OutboxEvent) => (event.kind === 'tell' ? [event.text] : []));

describe('what a plan foresees for later', () => {
  it('waits for its time, is let go with a plan of its own, and is over then', async () => {
    await finished([{ stage: 'tidy', at: new Date(bench.clock.now() + day).toISOString() }]);
    await sweep();
    expect(queued).toEqual([]);
    bench.clock.advance(day);
    await work();
    expect(await foreseen()).toMatchObject({
      state: 'approved',
      mandate: 'k7f3m2qa',
      stage: 'tidy',
      plan: { title: 'Tidy up' },
    });
    expect(await due()).toBeUndefined();
    await work();
  });

  it('is nothing when there is nothing to do', async () => {
    found = { steps: [] };
    await finished([{ stage: 'tidy', at: at() }]);
    await work();
    expect(await foreseen()).toBeUndefined();
    expect(await due()).toBeUndefined();
  });

  it('is over when there is nothing left to look after, however often it was to come', async () => {
    const plan = sealPlan({
      ...testPlan([testFinding(bench.approval.target)], 'old'),
      later: [{ stage: 'tidy', afterMinutes: 60, every: true }],
    });
    bench.approvals.put(testApproval('k7f3m2qa', plan));
    found = { items: [], steps: [] };
    await finished([{ stage: 'tidy', at: at() }]);
    await work();
    expect(await due()).toBeUndefined();
  });

  it('is told and looked at again a day later when the plan refuses', async () => {
    found = { refusals: ['Somebody is connected to it.'] };
    await finished([{ stage: 'tidy', at: at() }]);
    const again = new Date(bench.clock.now() + day).toISOString();
    await work();
    expect(told()).toEqual(['“Tidy up” is due and was not done: Somebody is connected to it.']);
    expect(await due()).toEqual([{ stage: 'tidy', at: again }]);
  });

  it('is looked at again in an hour when AWS does not answer, and told to nobody', async () => {
    found = new AwsCallError({ kind: 'network', action: 'rds:DescribeDBClusters', code: 'ECONNRESET', detail: '' });
    await finished([{ stage: 'tidy', at: at() }]);
    const again = new Date(bench.clock.now() + 60 * minute).toISOString();
    await work();
    expect(told()).toEqual([]);
    expect(await due()).toEqual([{ stage: 'tidy', at: again }]);
  });

  it('comes again in its distance when the plan says so, whether there was something to do or not', async () => {
    const plan = sealPlan({
      ...testPlan([testFinding(bench.approval.target)], 'old'),
      later: [{ stage: 'tidy', afterMinutes: 60, every: true }],
    });
    bench.approvals.put(testApproval('k7f3m2qa', plan));
    found = { steps: [] };
    await finished([{ stage: 'tidy', at: at() }]);
    await work();
    expect(await due()).toEqual([{ stage: 'tidy', at: new Date(bench.clock.now() + 60 * minute).toISOString() }]);
  });

  it('does nothing for a job that comes twice, or too late', async () => {
    await finished([{ stage: 'tidy', at: at() }]);
    const job = { runId: 'k7f3m2qa', stage: 'tidy', at: at() };
    const signal = new AbortController().signal;
    for (const payload of [job, job, { ...job, stage: 'other' }, { ...job, runId: 'unknown' }])
      await lookAfter(bench.deps)(payload, { signal, lastAttempt: true });
    expect((await bench.run()).version).toBe(2);
  });
});
