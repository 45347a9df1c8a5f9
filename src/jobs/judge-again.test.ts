import { describe, expect, it } from 'vitest';
import { type Bench, createBench, testTarget, workThrough } from '../../test/fakes/engine-bench.ts';
import { testMeta, testRule } from '../../test/fakes/engine-stage.ts';
import type { ScanReport } from '../domain/audit.ts';
import { AwsCallError } from '../domain/errors.ts';
import type { FindingStore } from '../domain/ports.ts';
import { judgeAgain } from './judge-again.ts';

const signal = new AbortController().signal;

async function createJudge(isMade: (bench: Bench) => boolean | Error) {
  const bench = createBench();
  await bench.launch();
  await workThrough(bench);
  const replaced: ScanReport[] = [];
  const findings = { replace: async (_: string, __: unknown, report: ScanReport) => void replaced.push(report) };
  const rule = testRule(testMeta({}), async () => {
    const made = isMade(bench);
    if (made instanceof Error) throw made;
    return made;
  });
  const deps = {
    ...bench.deps,
    access: {
      open: async () => ({ client: () => ({}) as never, requests: () => 1, answered: () => 1, close: () => {} }),
    },
    rules: [rule, { meta: { ...rule.meta, id: 'another-rule-of-it' }, evaluate: async function* () {} }],
    exemptions: [],
    now: () => new Date(bench.clock.now()),
    findings: findings as unknown as FindingStore,
  };
  const judge = async () => {
    const job = bench.jobs.findIndex(({ name }) => name === 'judge');
    const [next] = job < 0 ? [] : bench.jobs.splice(job, 1);
    if (next === undefined) return false;
    bench.clock.advance(Math.max(0, next.dueAt - bench.clock.now()));
    await judgeAgain(deps)({ runId: next.runId, count: next.turn }, { signal, lastAttempt: false });
    return true;
  };
  return { bench, replaced, judge };
}

describe('judging again', () => {
  it('audits the target with the rule alone, replaces its verdicts, and is settled when they pass', async () => {
    const { bench, replaced, judge } = await createJudge(({ made }) => made.length === 4);
    await judge();
    expect(replaced).toHaveLength(1);
    expect(replaced[0]).toMatchObject({ result: { target: testTarget }, findings: [{ status: 'pass' }] });
    const run = await bench.run();
    expect(run.judgement).toMatchObject({ outcome: 'passed' });
    expect(run.judgeAt).toBeUndefined();
    expect(await judge()).toBe(false);
  });

  it('goes on, ever more rarely, until it passes', async () => {
    let looks = 0;
    const { bench, judge } = await createJudge(() => {
      looks += 1;
      return looks > 4;
    });
    const times: number[] = [];
    while (await judge()) times.push(bench.clock.now());
    expect(times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 60_000)).toEqual([1, 2, 4, 8]);
    expect(await bench.run()).toMatchObject({ judgements: 5, judgement: { outcome: 'passed' } });
  });

  it('gives up when the time for it is over, and people are told', async () => {
    const { bench, judge } = await createJudge(() => false);
    while (await judge());
    const run = await bench.run();
    expect(run.judgement).toMatchObject({ outcome: 'given-up' });
    expect(bench.clock.now()).toBe(Date.parse(run.judgeUntil ?? ''));
    const told = bench.runs.events.flatMap((event) => (event.kind === 'tell' ? [event.text] : []));
    expect(told).toEqual([run.judgement?.says]);
  });

  it('replaces no verdict when the target cannot be read', async () => {
    let fails = 2;
    const { bench, replaced, judge } = await createJudge(() => {
      fails -= 1;
      return fails < 0 || new AwsCallError({ kind: 'server', action: 'rds:DescribeDBClusters', code: 'X', detail: '' });
    });
    while (await judge());
    expect(replaced).toHaveLength(1);
    expect(await bench.run()).toMatchObject({ judgements: 3, judgement: { outcome: 'passed' } });
  });

  it('does nothing for a job that comes twice', async () => {
    const { bench, replaced, judge } = await createJudge(() => false);
    const again = bench.jobs.filter(({ name }) => name === 'judge');
    await judge();
    bench.jobs.push(...again);
    bench.jobs.splice(0, bench.jobs.length - again.length);
    await judge();
    expect(replaced).toHaveLength(1);
  });
});
