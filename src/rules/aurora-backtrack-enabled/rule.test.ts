import { describe, expect, it } from 'vitest';
import { type Answers, answering, throttled } from '../../../test/helpers/answering.ts';
import { answersOf, asked, type Given, readCases, type World, worldOf } from '../../../test/helpers/backtrack-cases.ts';
import { droppedFields } from '../../../test/helpers/dropped-fields.ts';
import { AwsCallError } from '../../domain/errors.ts';
import { defaultPolicy } from '../../domain/policy.ts';
import type { Outcome } from '../../domain/rule.ts';
import { evaluate } from './rule.ts';

const cases = readCases(new URL('backtrack.cases.yaml', import.meta.url));

interface Run {
  readonly outcomes: Outcome[];
  readonly error: unknown;
  readonly calls: { readonly name: string; readonly input: Record<string, unknown> }[];
}

async function run(given: Given, answers: Answers = answersOf(worldOf(given), given)): Promise<Run> {
  const { context, calls } = answering(answers, {
    target: { accountId: '111111111111', accountName: 'payments-prod', region: given.region },
    now: new Date(given.now),
    policy: {
      ...defaultPolicy,
      minBacktrackWindowHours: given.policy.least,
      backtrackRegions: given.policy.regions,
      iacTags: given.policy['iac tags'],
    },
  });
  const outcomes: Outcome[] = [];
  try {
    for await (const outcome of evaluate(context)) outcomes.push(outcome);
    return { outcomes, error: undefined, calls };
  } catch (error) {
    return { outcomes, error, calls };
  }
}

it('has a case for each verdict and cause, and no case twice', () => {
  const key = (value: unknown) => JSON.stringify(value, (_, inner) => inner ?? 'not given');
  expect(cases.length).toBeGreaterThanOrEqual(80);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(new Set(cases.map(({ given }) => key(given))).size).toBe(cases.length);
  expect(new Set(cases.flatMap(({ cause }) => cause ?? [])).size).toBe(20);
});

describe('each situation', () => {
  it.each(cases)('$name', async (each) => {
    const { outcomes, error, calls } = await run(each.given);
    expect(asked(calls)).toEqual(each.asks);
    if (each.verdict === 'tried again') {
      expect(error).toBeInstanceOf(AwsCallError);
      expect((error as AwsCallError).transient).toBe(true);
      return;
    }
    expect(error).toBeUndefined();
    if (each.verdict === 'no finding') {
      expect(outcomes).toEqual([]);
      return;
    }
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]).toMatchObject({ status: each.verdict, cause: each.cause });
    for (const words of each.reason) expect(outcomes[0]?.reason).toContain(words);
    expect(outcomes[0]?.reason).not.toMatch(/undefined|NaN|\[object|null/);
    expect(outcomes[0]?.remediation?.recommended).toBe(each.fix);
  });
});

/** A window in force on a cluster that is on its way out, or somebody else's, is no false pass. */
const mayPass = ({ verdict, given }: (typeof cases)[number]): boolean =>
  verdict === 'pass' || (verdict === 'not-applicable' && (given.cluster.window ?? 0) >= given.policy.least * 3600);

const lists = {
  DescribeDBClusterParameters: 'Parameters',
  DescribeEvents: 'Events',
  DescribeIntegrations: 'Integrations',
};

describe('an answer that lacks something', () => {
  it('never passes what would not have passed, and never breaks', async () => {
    let runs = 0;
    for (const each of cases) {
      for (const { path, without } of droppedFields(worldOf(each.given))) {
        const { outcomes, error } = await run(each.given, answersOf(without as World, each.given));
        const what = `${each.name}, without ${path}`;
        if (error !== undefined) expect(error, what).toBeInstanceOf(AwsCallError);
        for (const { status } of outcomes) if (status === 'pass') expect(mayPass(each), what).toBe(true);
        runs += 1;
      }
    }
    expect(runs).toBeGreaterThan(2_000);
  });

  it.each(Object.entries(lists))('is not taken for an empty one: %s without %s', async (command, list) => {
    const asking = cases.filter(({ asks, verdict }) => asks.length > 0 && verdict !== 'tried again');
    let decided = 0;
    for (const each of asking) {
      const answers = answersOf(worldOf(each.given), each.given);
      const { outcomes, calls } = await run(each.given, { ...answers, [command]: { Marker: undefined } });
      if (!calls.some(({ name }) => name === command)) continue;
      for (const { status, reason } of outcomes) {
        expect(['unknown', 'not-applicable'], `${each.name}, without ${list}`).toContain(status);
        if (status === 'unknown') decided += 1;
        expect(reason).not.toContain('undefined');
      }
    }
    expect(decided).toBeGreaterThan(0);
  });
});

describe('several clusters of a target', () => {
  const given = cases[0]?.given as Given;
  const { clusters } = worldOf(given);
  const named = (name: string, more: object) => ({
    ...clusters[0],
    DBClusterIdentifier: name,
    DBClusterArn: `arn:aws:rds:eu-west-1:111111111111:cluster:${name}`,
    BacktrackWindow: undefined,
    ...more,
  });
  const world = (list: object[]): Answers => ({
    DescribeDBClusters: { DBClusters: list },
    DescribeDBInstances: { DBInstances: [] },
    DescribeDBClusterParameters: { Parameters: [] },
    DescribeEvents: { Events: [] },
    DescribeIntegrations: { Integrations: [] },
  });

  it('share what is asked: each group once, integrations and events once', async () => {
    const short = { BacktrackWindow: 172_800, EarliestBacktrackTime: new Date('2026-11-21T08:00:00Z') };
    const { outcomes, calls } = await run(
      given,
      world([
        named('a', { DBClusterParameterGroup: 'one' }),
        named('b', { DBClusterParameterGroup: 'one' }),
        named('c', { DBClusterParameterGroup: 'two' }),
        named('d', {}),
        named('e', short),
        named('f', short),
      ]),
    );
    expect(outcomes).toHaveLength(6);
    expect(asked(calls).sort()).toEqual(['events', 'integrations', 'parameters of one', 'parameters of two']);
    expect(calls.find(({ name }) => name === 'DescribeDBClusterParameters')?.input).toMatchObject({ Source: 'user' });
    expect(calls.find(({ name }) => name === 'DescribeEvents')?.input).toMatchObject({
      SourceType: 'db-instance',
      EventCategories: ['backtrack'],
      Duration: 20_160,
    });
  });

  it('that AWS throttles one of leave the others their verdicts, and are tried again', async () => {
    const { outcomes, error } = await run(given, {
      ...world([named('a', { DBClusterParameterGroup: 'one' }), named('b', { BacktrackWindow: 259_200 })]),
      DescribeDBClusterParameters: throttled,
    });
    expect(outcomes.map(({ resource, status }) => [resource.id, status])).toEqual([['b', 'pass']]);
    expect((error as AwsCallError).transient).toBe(true);
  });

  it('ask nothing where there is no Aurora MySQL', async () => {
    const { outcomes, calls } = await run(given, world([named('pg', { Engine: 'aurora-postgresql' })]));
    expect(outcomes).toEqual([]);
    expect(calls.map(({ name }) => name)).toEqual(['DescribeDBClusters', 'DescribeDBInstances']);
  });
});

describe('the evidence', () => {
  it('holds what was decided on, and what a rebuild carries over', async () => {
    const binlog = cases.find(({ name }) => name === 'the binary log alone only warns');
    const { outcomes } = await run(binlog?.given as Given);
    expect(outcomes[0]?.evidence).toMatchObject({
      engineVersion: '8.0.mysql_aurora.3.08.1',
      backtrackWindowSeconds: null,
      minimumWindowSeconds: 86_400,
      targetWindowSeconds: 259_200,
      binlogFormat: 'ROW',
      enhancedBinlog: false,
      instances: ['orders-1 db.r6g.large writer'],
      readAt: '2026-11-21T09:00:00.000Z',
    });
  });

  it('says since when a window is cut short, and how far it reaches', async () => {
    const cut = cases.find(({ name }) => name === 'a window that AWS cuts short');
    const { outcomes } = await run(cut?.given as Given);
    expect(outcomes[0]?.evidence).toMatchObject({
      windowReport: 'cut',
      windowCutShortAt: '2026-11-20T14:00:00.000Z',
      rewindableSeconds: 7_200,
    });
  });
});
