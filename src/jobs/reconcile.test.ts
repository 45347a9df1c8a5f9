import { describe, expect, it } from 'vitest';
import { createBench, leaseMs, workThrough } from '../../test/fakes/engine-bench.ts';
import { stepStarted } from '../domain/remediation/transitions.ts';

const dueJobs = (bench: ReturnType<typeof createBench>) =>
  bench.jobs.map(({ turn, dueAt }) => [turn, dueAt - bench.clock.now()]);

describe('reconcile', () => {
  it('queues a run that was stored and never queued', async () => {
    const bench = createBench();
    await bench.launch();
    bench.jobs.splice(0);
    await bench.reconcile();
    expect(bench.jobs).toEqual([]);
    bench.clock.advance(leaseMs + 1);
    await bench.reconcile();
    await bench.reconcile();
    expect(dueJobs(bench)).toEqual([[1, 0]]);
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
  });

  it('takes a running one as soon as its lease has run out, and not before', async () => {
    const bench = createBench();
    await bench.launch();
    bench.jobs.splice(0);
    const lease = await bench.runs.lease('k7f3m2qa', 'gone', leaseMs);
    await bench.runs.save(stepStarted(await bench.run(), 'first', 'now').run, [], lease?.token);
    await bench.reconcile();
    expect(bench.jobs).toEqual([]);
    bench.clock.advance(leaseMs);
    await bench.reconcile();
    expect(dueJobs(bench)).toEqual([[1, 0]]);
  });

  it('by several workers at once queues one job', async () => {
    const bench = createBench();
    await bench.launch();
    bench.jobs.splice(0);
    bench.clock.advance(leaseMs + 1);
    await Promise.all([bench.reconcile(), bench.reconcile(), bench.reconcile()]);
    expect(dueJobs(bench)).toEqual([[1, 0]]);
  });

  it('queues a judgement whose job was lost', async () => {
    const bench = createBench();
    await bench.launch();
    await workThrough(bench);
    bench.jobs.splice(0);
    bench.clock.advance(leaseMs + 1);
    await bench.reconcile();
    expect(bench.jobs).toMatchObject([{ name: 'judge', turn: 0 }]);
  });
});
