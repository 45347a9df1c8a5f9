import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Answers, answering, denied, notFound, throttled } from '../../../test/helpers/answering-clients.ts';
import { answersOf, Given, target } from '../../../test/helpers/coverage-world.ts';
import { statuses } from '../../domain/finding.ts';
import type { Outcome } from '../../domain/rule.ts';
import { fixes } from './fixes.ts';
import { meta } from './meta.ts';
import { evaluate } from './rule.ts';

const Case = z.strictObject({
  name: z.string(),
  given: Given.prefault({}),
  verdict: z.enum(statuses as [string, ...string[]]),
  cause: z.string(),
  reason: z.union([z.string(), z.array(z.string())]).transform((text) => [text].flat()),
});
const cases = z.array(Case).parse(parse(readFileSync(new URL('coverage.cases.yaml', import.meta.url), 'utf8')));

interface Run {
  readonly found: Outcome[];
  readonly calls: string[];
  /** What was thrown after the outcomes. */
  readonly thrown?: unknown;
}

async function run(given: Given, answers: Answers = answersOf(given)): Promise<Run> {
  const { context, asked } = answering(answers, { target, now: new Date(given.now), policy: given.policy });
  const found: Outcome[] = [];
  const calls = () => asked.map(({ command, input }) => `${command} ${JSON.stringify(input)}`);
  try {
    for await (const outcome of evaluate(context)) found.push(outcome);
  } catch (thrown) {
    return { found, calls: calls(), thrown };
  }
  return { found, calls: calls() };
}

const outcomeOf = async (given: unknown): Promise<Outcome> => {
  const parsed = Given.parse(given);
  const { found } = await run(parsed);
  const outcome = found.find(({ resource }) => resource.id === parsed.database.name);
  if (outcome === undefined) throw new Error('it was not judged');
  return outcome;
};

describe('the cases', () => {
  it('are many, each with a name of its own', () => {
    expect(cases.length).toBeGreaterThan(200);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it.each(cases)('$name', async ({ given, verdict, cause, reason }) => {
    const { found, calls } = await run(given);
    const outcome = found.find(({ resource }) => resource.id === given.database.name);
    expect(outcome).toMatchObject({ status: verdict, cause });
    for (const part of reason) expect(outcome?.reason).toContain(part);
    expect(outcome?.reason).toMatch(/\.$/);
    expect(outcome?.reason).not.toMatch(/undefined|null|NaN|\[object|Invalid/);
    expect(new Set(calls).size, 'no call is made twice').toBe(calls.length);
  });
});

const commands = (calls: readonly string[]): string[] => calls.map((call) => call.split(' ', 1)[0] ?? '');

describe('which databases are judged', () => {
  it('asks two questions where there is no database', async () => {
    const given = Given.parse({});
    const answers = { ...answersOf(given), DescribeDBClusters: () => ({ DBClusters: [] }) };
    const { found, calls } = await run(given, answers);
    expect(found).toEqual([]);
    expect(commands(calls)).toEqual(['DescribeDBClusters', 'DescribeDBInstances']);
  });

  it('leaves out Neptune, DocumentDB and what the bot made itself', async () => {
    const { found, calls } = await run(
      Given.parse({
        database: { name: 'graph', engine: 'neptune' },
        others: [
          { name: 'documents', engine: 'docdb' },
          { name: 'copy', tags: { 'managed-by': 'aurora-keeper' } },
          { name: 'graph-1', kind: 'instance', engine: 'neptune' },
        ],
      }),
    );
    expect(found).toEqual([]);
    expect(calls).toHaveLength(2);
  });

  it('judges clusters and instances that stand alone, never members', async () => {
    const { found } = await run(
      Given.parse({
        database: { members: ['orders-1'] },
        others: [
          { name: 'orders-1', kind: 'instance', memberOf: 'orders' },
          { name: 'multi', engine: 'mysql' },
          { name: 'multi-1', kind: 'instance', engine: 'mysql', memberOf: 'multi' },
          { name: 'reports', kind: 'instance', engine: 'postgres' },
          { name: 'replica', kind: 'instance', engine: 'postgres', replicaOf: 'reports' },
        ],
      }),
    );
    expect(found.map(({ resource }) => [resource.type, resource.id])).toEqual([
      ['AWS::RDS::DBCluster', 'orders'],
      ['AWS::RDS::DBCluster', 'multi'],
      ['AWS::RDS::DBInstance', 'reports'],
      ['AWS::RDS::DBInstance', 'replica'],
    ]);
  });

  it('judges instances when clusters may not be listed, and then says that', async () => {
    const given = Given.parse({
      database: { name: 'reports', kind: 'instance', engine: 'postgres' },
      denied: ['rds:DescribeDBClusters'],
    });
    const { found, thrown } = await run(given);
    expect(found.map(({ resource }) => resource.id)).toEqual(['reports']);
    expect(thrown).toMatchObject({ failure: { kind: 'denied', action: 'rds:DescribeDBClusters' } });
  });
});

describe('what it costs', () => {
  const fleet = (count: number) =>
    Given.parse({
      database: { name: 'c0', tags: { backup: 'daily' } },
      others: [
        ...Array.from({ length: count - 1 }, (_, index) => ({ name: `c${index + 1}`, tags: { backup: 'daily' } })),
        ...Array.from({ length: 20 }, (_, index) => ({ name: `i${index}`, kind: 'instance', engine: 'postgres' })),
      ],
    });

  it('costs 300 clusters as many calls as one', async () => {
    const { found, calls } = await run(fleet(300));
    expect(found).toHaveLength(320);
    expect(new Set(calls).size).toBe(calls.length);
    expect(calls).toHaveLength((await run(fleet(1))).calls.length);
    expect(commands(calls).sort()).toEqual([
      'DescribeDBClusterSnapshots',
      'DescribeDBClusters',
      'DescribeDBInstances',
      'DescribeDBSnapshots',
      'DescribeRegionSettings',
      'GetBackupPlan',
      'GetBackupSelection',
      'ListBackupJobs',
      'ListBackupJobs',
      'ListBackupPlans',
      'ListBackupSelections',
      'ListBackupVaults',
      'ListRecoveryPointsByBackupVault',
      'ListRecoveryPointsByBackupVault',
    ]);
  });

  it('asks for no type that is not there', async () => {
    const { calls } = await run(Given.parse({}));
    expect(commands(calls)).not.toContain('DescribeDBSnapshots');
    expect(calls.filter((call) => call.includes('"RDS"'))).toEqual([]);
  });

  it('looks back as far as a plan may be late, and not to the beginning of time', async () => {
    const since = async (schedule: string) => {
      const { calls } = await run(
        Given.parse({ plans: [{ rules: [{ schedule }, { schedule: 'cron(0 5 1 1 ? *)' }] }] }),
      );
      return ['ListRecoveryPointsByBackupVault', 'ListBackupJobs'].map(
        (command) => /"ByCreatedAfter":"([^T]+)/.exec(calls.find((call) => call.startsWith(command)) ?? '')?.[1],
      );
    };
    expect(await since('cron(0 5 ? * * *)')).toEqual(['2026-11-12', '2026-11-12']);
    expect(await since('cron(0 5 1 * ? *)')).toEqual(['2026-10-13', '2026-10-22']);
  });

  it('takes 200 plans of 500 ARNs each for 300 clusters in its stride', async () => {
    const arn = (index: number) => `arn:aws:rds:eu-west-1:111111111111:cluster:other-${index}`;
    const resources = Array.from({ length: 500 }, (_, index) => arn(index));
    const last = 'arn:aws:rds:eu-west-1:111111111111:cluster:c299';
    const plans = Array.from({ length: 200 }, (_, index) => ({
      name: `plan-${index}`,
      selections: [{ resources: index === 199 ? [...resources.slice(1), last] : resources }],
    }));
    const given = Given.parse({ ...fleet(300), recoveryPoints: [], plans });
    const started = performance.now();
    const { found, calls } = await run(given);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(new Set(calls).size).toBe(calls.length);
    expect(commands(calls).filter((command) => command === 'GetBackupSelection')).toHaveLength(200);
    expect(found.filter(({ cause }) => cause === 'not-in-a-plan')).toHaveLength(319);
    expect(found.find(({ resource }) => resource.id === 'c299')?.evidence.plan).toBe('plan-199');
  });

  it('reads every page', async () => {
    const given = Given.parse({ database: { tags: { backup: 'daily' } } });
    const answers = answersOf(given);
    const first = { BackupPlansList: [{ BackupPlanId: 'empty', BackupPlanName: 'empty' }], NextToken: 'more' };
    const { found } = await run(given, {
      ...answers,
      ListBackupPlans: (input) => (input.NextToken === 'more' ? (answers.ListBackupPlans?.(input) ?? {}) : first),
      GetBackupPlan: (input) =>
        input.BackupPlanId === 'empty' ? { BackupPlan: { Rules: [] } } : (answers.GetBackupPlan?.(input) ?? {}),
      ListBackupSelections: (input) =>
        input.BackupPlanId === 'empty' ? { BackupSelectionsList: [] } : (answers.ListBackupSelections?.(input) ?? {}),
    });
    expect(found[0]?.evidence.plan).toBe('gold');
  });
});

describe('what fails', () => {
  const given = Given.parse({ database: { tags: { backup: 'daily' } } });

  it.each(
    Object.keys(answersOf(given)).filter((command) => command !== 'DescribeDBSnapshots'),
  )('is thrown on when %s may succeed a moment later', async (command) => {
    const failing = () => {
      throw throttled(command);
    };
    const { thrown } = await run(given, { ...answersOf(given), [command]: failing });
    expect(thrown).toMatchObject({ transient: true });
  });

  it('names every action that it needs among its permissions', async () => {
    const both = Given.parse({ others: [{ name: 'reports', kind: 'instance' }] });
    const { calls } = await run(both);
    const asked = commands(calls).map(
      (command) => `${/^Describe(?!Region)/.test(command) ? 'rds' : 'backup'}:${command}`,
    );
    expect([...new Set(asked)].sort()).toEqual([...meta.permissions.audit].sort());
  });

  it.each([
    'GetBackupPlan',
    'ListBackupSelections',
    'GetBackupSelection',
    'ListRecoveryPointsByBackupVault',
  ])('is no failure when %s finds that it was deleted meanwhile', async (command) => {
    const gone = () => {
      throw notFound(`backup:${command}`);
    };
    const { found } = await run(given, { ...answersOf(given), [command]: gone });
    expect(found[0]?.status).toBe(command === 'ListRecoveryPointsByBackupVault' ? 'pass' : 'fail');
    expect(found[0]?.evidence.notRead).toBeUndefined();
  });

  it('is named in the evidence, each call once', async () => {
    const { found } = await run(
      Given.parse({
        denied: ['backup:GetBackupSelection', 'backup:ListBackupJobs'],
        plans: [{ name: 'a' }, { name: 'b' }],
      }),
    );
    expect(found[0]?.evidence.notRead).toEqual([
      denied('backup:GetBackupSelection').message,
      denied('backup:ListBackupJobs').message,
    ]);
  });
});

describe('the evidence', () => {
  it('holds assignment, recovery points and quality of a database that is covered', async () => {
    const { evidence, remediation } = await outcomeOf({
      database: { tags: { backup: 'daily' } },
      plans: [{ rules: [{ keepDays: 7, copies: ['Far'], startWindow: 60, completionWindow: 120 }] }],
      vaults: [{ name: 'Default', locked: true, minDays: 7 }],
      jobs: [{ at: '4h ago' }],
    });
    expect(remediation).toBeNull();
    expect(evidence).toMatchObject({
      trace: ['plan gold → selection prod → tag backup=daily'],
      optedIn: true,
      plan: 'gold',
      planId: 'id-of-gold',
      selection: 'prod',
      clause: 'tag backup=daily',
      schedule: 'daily 05:00 UTC',
      allowedAgeHours: 28,
      retentionDays: 7,
      retentionMeetsPolicy: false,
      minimumRetentionDays: 35,
      vault: 'Default',
      vaultLocked: true,
      copiedTo: ['arn:aws:backup:eu-central-1:111111111111:backup-vault:Far'],
      newestRecoveryPointAt: '2026-11-21T05:00:00.000Z',
      newestRecoveryPointAgeHours: 4,
      lastJobState: 'COMPLETED',
      nativeBackupRetentionDays: 7,
      readAt: '2026-11-21T09:00:00.000Z',
    });
  });

  it('traces every plan that covers', async () => {
    const { evidence } = await outcomeOf({
      database: { tags: { backup: 'daily' } },
      plans: [
        { name: 'weekly', selections: [{ resources: ['*'] }], rules: [{ schedule: 'cron(0 5 ? * SAT *)' }] },
        { name: 'daily' },
      ],
    });
    expect(evidence.trace).toEqual([
      'plan daily → selection prod → tag backup=daily',
      'plan weekly → selection prod → resource *',
    ]);
  });

  it('traces the nearest misses, one of each selection, the nearest first', async () => {
    const { evidence } = await outcomeOf({
      database: { tags: { tier: 'Gold' } },
      plans: [
        {
          name: 'a',
          selections: [
            { name: 'x', tags: ['backup=daily', 'backup=hourly'] },
            { name: 'y', resources: ['arn:aws:ec2:*'] },
          ],
        },
        { name: 'b', selections: [{ name: 'z', tags: ['tier=gold'] }] },
      ],
    });
    expect(evidence.trace).toEqual([
      'plan b → selection z: wants tag tier=gold; this cluster has tier=Gold',
      'plan a → selection x: wants tag backup=daily; this cluster has no tag backup',
      'plan a → selection y: selects other resources',
    ]);
  });

  it('is no secret of types and holds nothing but plain values', async () => {
    for (const given of [
      {},
      { database: { tags: { backup: 'daily' } } },
      { plans: [] },
      { denied: ['backup:ListBackupPlans'] },
    ]) {
      const { evidence } = await outcomeOf(given);
      expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence);
      for (const value of Object.values(evidence)) expect(value).not.toBeUndefined();
    }
  });
});

describe('what it offers', () => {
  it.each<[string, unknown, unknown]>([
    [
      'a tag that completes a selection',
      {},
      { strategies: ['add-tag', 'keeper-plan', 'add-selection'], recommended: 'add-tag' },
    ],
    [
      'a selection, where a tag would be overwritten',
      { database: { tags: { backup: 'x' } } },
      { strategies: ['keeper-plan', 'add-selection'], recommended: 'keeper-plan' },
    ],
    ['a plan, where there is none', { plans: [] }, { strategies: ['keeper-plan'], recommended: 'keeper-plan' }],
    [
      'another plan than the one that cannot run',
      { database: { tags: { backup: 'daily' } }, plans: [{ rules: [] }, { name: 'b', selections: [] }] },
      { strategies: ['keeper-plan', 'add-selection'], recommended: 'keeper-plan' },
    ],
    ['nothing to Aurora that is not opted in', { database: { tags: { backup: 'daily' } }, optIn: { RDS: true } }, null],
    [
      'a selection by ARN to an instance that is not opted in',
      { database: { kind: 'instance', engine: 'postgres', tags: { backup: 'daily' } }, optIn: { RDS: false } },
      { strategies: ['keeper-plan', 'add-selection'], recommended: 'keeper-plan' },
    ],
    [
      'nothing to a database whose backups are late',
      { database: { tags: { backup: 'daily' } }, recoveryPoints: [] },
      null,
    ],
    ['nothing where it cannot tell', { denied: ['backup:ListBackupPlans'] }, null],
  ])('%s', async (_, given, expected) => {
    expect((await outcomeOf(given)).remediation).toEqual(expected);
  });

  it('hands the fixes what they need', async () => {
    const outcome = await outcomeOf({});
    expect(outcome.evidence).toMatchObject({
      suggestedTagKey: 'backup',
      suggestedTagValue: 'daily',
      suggestedPlan: 'gold',
      suggestedPlanId: 'id-of-gold',
      suggestedTagPlan: 'gold',
      suggestedTagSelection: 'prod',
      suggestedRole: 'arn:aws:iam::111111111111:role/service-role/AWSBackupDefaultServiceRole',
    });
    expect(texts(outcome)).toContain('"Key":"backup","Value":"daily"');
    expect(texts(await outcomeOf({ database: { tags: { backup: 'x' } } }))).toContain('--backup-plan-id id-of-gold');
    expect(texts(await outcomeOf({ plans: [] }))).toContain('create-backup-plan');
  });

  it('explains the opt-in, keeping what is on', async () => {
    const outcome = await outcomeOf({ database: { tags: { backup: 'daily' } }, optIn: { Aurora: false, EBS: true } });
    expect(texts(outcome)).toContain('{"Aurora":true,"EBS":true}');
    expect(texts(outcome)).toContain('Enable Aurora');
    const unlisted = await outcomeOf({
      database: { engine: 'mysql', tags: { backup: 'daily' } },
      optIn: { EBS: false },
    });
    expect(texts(unlisted)).toContain('{"EBS":false,"RDS":true}');
  });

  it('fixes nothing that is fine, late or unknown', async () => {
    for (const given of [
      { database: { tags: { backup: 'daily' } } },
      { database: { tags: { backup: 'daily' } }, recoveryPoints: [] },
      { denied: ['backup:ListBackupPlans'] },
    ])
      expect(texts(await outcomeOf(given))).toBe('');
  });
});

const texts = (outcome: Outcome): string =>
  fixes({
    ...outcome,
    remediation: outcome.remediation ?? null,
    id: '',
    ruleId: meta.id,
    references: [],
    severity: 'medium',
    title: '',
    target,
  })
    .map(({ text }) => text)
    .join('\n');

describe('the headlines', () => {
  it.each([
    ['not-in-a-plan', '1 database is in no backup plan', '3 databases are in no backup plan'],
    [
      'opted-out',
      '1 database is selected by a plan, but not opted in to AWS Backup',
      '3 databases are selected by a plan, but not opted in to AWS Backup',
    ],
    [
      'plan-cannot-run',
      '1 database is in a backup plan that cannot run',
      '3 databases are in a backup plan that cannot run',
    ],
    [
      'no-recent-recovery-point',
      '1 database has a backup plan, but no recent recovery point',
      '3 databases have a backup plan, but no recent recovery point',
    ],
    [
      'last-backup-failed',
      '1 database has no recent recovery point, because the last backup failed',
      '3 databases have no recent recovery point, because the last backup failed',
    ],
  ])('%s', (cause, one, three) => {
    expect([1, 3].map((count) => meta.causes[cause]?.headline(count))).toEqual([one, three]);
  });

  it('exist for every cause of a failure', () => {
    const causes = new Set(cases.filter(({ verdict }) => verdict === 'fail').map(({ cause }) => cause));
    expect([...causes].sort()).toEqual(Object.keys(meta.causes).sort());
  });
});
