import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answering } from '../../../test/helpers/answering.ts';
import { askedInUse, inUseAnswers, now, readInUseCases } from '../../../test/helpers/in-use-cases.ts';
import { accountOf, organization, type Scans, startScans } from '../../../test/helpers/scans.ts';
import { AwsCallError } from '../../domain/errors.ts';
import type { Outcome } from '../../domain/rule.ts';
import { everything } from '../../domain/scope.ts';
import { evaluate } from './rule.ts';

const situations = readInUseCases(new URL('in-use.cases.yaml', import.meta.url));

describe('each situation', () => {
  it.each(situations)('$name', async (each) => {
    const { context, calls } = answering(inUseAnswers(each.given), { now });
    const outcomes: Outcome[] = [];
    const read = async () => {
      for await (const outcome of evaluate(context)) outcomes.push(outcome);
    };
    const error = await read().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(askedInUse(calls)).toEqual(each.asks);
    if (each.verdict === 'tried again') {
      expect(error).toBeInstanceOf(AwsCallError);
      expect((error as AwsCallError).transient).toBe(true);
      return;
    }
    expect(error).toBeUndefined();
    expect(outcomes.map(({ status }) => status)).toEqual([each.verdict]);
    for (const words of each.reason) expect(outcomes[0]?.reason).toContain(words);
    expect(outcomes[0]?.reason).not.toMatch(/undefined|NaN|\[object|null|Invalid/);
    expect(outcomes[0]?.remediation?.recommended).toBe(each.verdict === 'fail' ? 'keeper-plan' : undefined);
  });

  it('is a situation of its own', () => {
    const key = (value: unknown) => JSON.stringify(value, (_, inner) => inner ?? 'not given');
    expect(situations.length).toBeGreaterThanOrEqual(20);
    expect(new Set(situations.map(({ name }) => name)).size).toBe(situations.length);
    expect(new Set(situations.map(({ given }) => key(given))).size).toBe(situations.length);
  });
});

/** One Region for each case; what AWS Backup holds is all that differs. */
const cases = {
  'us-east-1': { clusters: [{ name: 'orders' }], instances: [{ name: 'reports' }] },
  'us-east-2': { clusters: [{ name: 'orders', awsBackup: { newest: '6h ago' } }] },
  'us-west-1': { instances: [{ name: 'reports', awsBackup: { newest: '6h ago' } }] },
  'us-west-2': { clusters: [{ name: 'orders', awsBackup: { continuous: true } }] },
  'eu-west-1': {
    clusters: [
      { name: 'graph', engine: 'neptune', awsBackup: true },
      { name: 'documents', engine: 'docdb' },
    ],
  },
  'eu-west-2': { clusters: [{ name: 'orders' }, { name: 'graph', engine: 'neptune', awsBackup: true }] },
  'eu-west-3': {
    clusters: [{ name: 'orders' }],
    protectedResources: [
      {
        arn: 'arn:aws:rds:eu-west-3:111111111111:cluster:long-gone',
        type: 'Aurora',
        awsBackup: { newest: '400d ago' },
      },
    ],
  },
  'eu-central-1': {
    instances: [
      { name: 'a', retentionDays: 0 },
      { name: 'b', retentionDays: 3 },
      { name: 'c', retentionDays: 14 },
    ],
  },
  'eu-north-1': { clusters: [{ name: 'copy', tags: { 'managed-by': 'aurora-keeper' } }] },
} as const;
type Region = keyof typeof cases;

const rule = 'rds-aws-backup-in-use';
const [account, denied] = ['111111111111', '222222222222'];

let scans: Scans;
beforeAll(async () => {
  scans = await startScans(
    organization([
      { id: account, regions: JSON.parse(JSON.stringify(cases)) },
      {
        id: denied,
        roles: [
          { name: 'aurora-keeper-audit', externalId: 'test-42', deny: ['backup:*', 'rds:DescribeDBClusterSnapshots'] },
        ],
        regions: {
          'us-east-1': { clusters: [{ name: 'orders' }] },
          'us-east-2': { instances: [{ name: 'reports', awsBackup: true }] },
        },
      },
    ]),
    [accountOf(account), accountOf(denied)],
  );
});
afterAll(() => scans.close());

const verdict = (region: Region, accountId = account) => scans.verdict(accountId, region, rule);

describe('AWS Backup in use', () => {
  it.each<[Region, string, RegExp]>([
    ['us-east-1', 'fail', /^AWS Backup holds no recovery point of the 2 databases here \(native restore: 7 days\)\.$/],
    [
      'us-east-2',
      'pass',
      /: the newest recovery point is the cluster snapshot awsbackup:job-\S+ of orders, made on \d/,
    ],
    ['us-west-1', 'pass', /: the newest recovery point is the snapshot awsbackup:job-\S+ of reports, made on \d/],
    [
      'us-west-2',
      'pass',
      /: the newest recovery point is the continuous backup of orders, which can be restored up to/,
    ],
    ['eu-west-1', 'not-applicable', /^There is no RDS or Aurora database here\.$/],
    ['eu-west-2', 'fail', /of the 1 database here/],
    ['eu-west-3', 'pass', /of long-gone \(a database that is gone\), made on/],
    ['eu-central-1', 'fail', /\(native restore: 3 to 14 days for 2 of 3\)\.$/],
    ['eu-north-1', 'not-applicable', /no RDS or Aurora database/],
  ])('%s: %s', async (region, status, reason) => {
    expect(await verdict(region)).toMatchObject({
      status,
      reason: expect.stringMatching(reason),
      resource: { type: 'target', arn: `arn:aws:rds:${region}:${account}:*` },
    });
  });

  it('names the databases and offers a plan for them', async () => {
    const finding = await verdict('us-east-1');
    expect(finding?.evidence).toMatchObject({
      databases: ['arn:aws:rds:us-east-1:111111111111:cluster:orders', 'arn:aws:rds:us-east-1:111111111111:db:reports'],
      databaseCount: 2,
      clusterCount: 1,
      standaloneInstanceCount: 1,
    });
    expect(finding?.remediation).toEqual({ strategies: ['keeper-plan'], recommended: 'keeper-plan' });
  });

  it('is unknown, with every missing permission named, when nothing was found and something could not be read', async () => {
    expect(await verdict('us-east-1', denied)).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(
        /may not call backup:ListProtectedResources \(AccessDeniedException\).*may not call rds:DescribeDBClusterSnapshots \(AccessDenied\)/,
      ),
    });
  });

  it('passes on what it could read', async () => {
    expect(await verdict('us-east-2', denied)).toMatchObject({ status: 'pass' });
  });

  it.each<[Region, readonly string[]]>([
    ['eu-west-1', []],
    ['us-west-2', []],
    ['us-east-2', ['ListProtectedResources']],
    ['us-east-1', ['DescribeDBClusterSnapshots', 'DescribeDBSnapshots', 'ListProtectedResources']],
  ])('asks no more than it needs: %s, %j beyond the lists of databases', async (region, more) => {
    scans.aws.requests.clear();
    await scans.scan(account, region, { scope: { ...everything, rules: [rule] } });
    const asked = scans.aws.requests.list().map(({ action }) => action);
    expect(asked.sort()).toEqual(['DescribeDBClusters', 'DescribeDBInstances', ...more].sort());
  });
});
