import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding } from '../../../test/helpers/findings.ts';
import { expectUsable } from '../../../test/helpers/fixes.ts';
import { accountOf, organization, type Scans, startScans } from '../../../test/helpers/scans.ts';
import { packs } from '../../domain/rule.ts';
import { everything } from '../../domain/scope.ts';
import { meta } from './meta.ts';
import { retentionOfCluster, retentionOfInstance } from './rule.ts';
import { judge, leastDays, type Retention } from './verdict.ts';

const rule = 'rds-backup-retention';
const recoveryPoint = 'arn:aws:backup:eu-west-1:111111111111:recovery-point:continuous:cluster-abc-1';
const replica = { replicaOf: 'reports' };
const policyOf = (minRetentionDays: number) => ({ minRetentionDays });

describe('judge', () => {
  it.each<[string, Retention, number, string, string]>([
    ['exactly the minimum', { kind: 'cluster', days: 14 }, 14, 'pass', 'Keeps native backups for 14 days.'],
    ['more than the minimum', { kind: 'instance', days: 30 }, 7, 'pass', 'Keeps native backups for 30 days.'],
    ['one day, with one asked for', { kind: 'cluster', days: 1 }, 1, 'pass', 'Keeps native backups for 1 day.'],
    [
      'the most there is, with more asked for',
      { kind: 'cluster', days: 35 },
      90,
      'pass',
      'Keeps native backups for 35 days, the longest that AWS keeps them.',
    ],
    [
      'enough, by AWS Backup',
      { kind: 'cluster', days: 35, recoveryPoint },
      35,
      'pass',
      'Keeps native backups for 35 days; AWS Backup owns the setting.',
    ],
    ['enough, on a replica', { kind: 'instance', days: 7, ...replica }, 7, 'pass', 'Keeps native backups for 7 days.'],
    [
      'a day short',
      { kind: 'cluster', days: 6 },
      7,
      'fail',
      'Keeps native backups for 6 days only; the policy asks for 7 days.',
    ],
    [
      'the default of 1 day',
      { kind: 'cluster', days: 1 },
      35,
      'fail',
      'Keeps native backups for 1 day only; the policy asks for 35 days.',
    ],
    [
      'less than can be had, with more asked for',
      { kind: 'instance', days: 34 },
      365,
      'fail',
      'Keeps native backups for 34 days only; the policy asks for 365 days, and native backups reach 35 at most.',
    ],
    [
      'none',
      { kind: 'instance', days: 0 },
      7,
      'fail',
      'Cannot be restored to a point in time: native backups are off; the policy asks for 7 days.',
    ],
    [
      'none, with a change ordered',
      { kind: 'instance', days: 0, pendingDays: 7 },
      7,
      'fail',
      'Cannot be restored to a point in time: native backups are off; the policy asks for 7 days. A change to 7 days is waiting for the maintenance window.',
    ],
    [
      'too little, with a change ordered that changes nothing',
      { kind: 'instance', days: 3, pendingDays: 3 },
      7,
      'fail',
      'Keeps native backups for 3 days only; the policy asks for 7 days.',
    ],
    [
      'too little, by AWS Backup',
      { kind: 'cluster', days: 7, recoveryPoint },
      35,
      'fail',
      'AWS Backup keeps its continuous backup for 7 days; the policy asks for 35 days. RDS refuses to change that here: raise it in the backup plan.',
    ],
    [
      'none, on a replica',
      { kind: 'instance', days: 0, ...replica },
      7,
      'not-applicable',
      'It is a read replica of reports, whose backups hold the same data; it is judged on its own once it is promoted.',
    ],
    [
      'too little, on a replica',
      { kind: 'instance', days: 3, ...replica },
      7,
      'not-applicable',
      'It is a read replica of reports, whose backups hold the same data; it is judged on its own once it is promoted.',
    ],
    [
      'too little, while it is deleted',
      { kind: 'cluster', days: 1, status: 'deleting' },
      7,
      'not-applicable',
      'It is being deleted already, and AWS changes no setting of it.',
    ],
    [
      'not in the answer',
      { kind: 'cluster', days: undefined },
      7,
      'unknown',
      "AWS's answer does not say how long backups are kept.",
    ],
    [
      'an empty recovery point, which is none',
      { kind: 'cluster', days: 3, recoveryPoint: '', replicaOf: '' },
      7,
      'fail',
      'Keeps native backups for 3 days only; the policy asks for 7 days.',
    ],
  ])('a retention of %s', (_, database, days, status, reason) => {
    expect(judge(database, policyOf(days))).toMatchObject({ status, reason });
  });

  it('offers to raise, to switch on, and nothing where RDS would refuse', () => {
    const recommended = (database: Retention) => judge(database, policyOf(35)).remediation?.recommended;
    expect(recommended({ kind: 'cluster', days: 1 })).toBe('raise-retention');
    expect(recommended({ kind: 'instance', days: 1 })).toBe('raise-retention');
    expect(recommended({ kind: 'instance', days: 0 })).toBe('enable-backups');
    expect(recommended({ kind: 'instance', days: 0, recoveryPoint })).toBeUndefined();
    expect(recommended({ kind: 'cluster', days: 35 })).toBeUndefined();
  });

  const days = fc.integer({ min: 0, max: 35 });
  const tags = fc.constantFrom('available', 'deleting', 'stopped');

  it('of clusters passes exactly what reaches the minimum, whatever else is missing', () => {
    const fields: { [K in keyof DBCluster]: fc.Arbitrary<DBCluster[K]> } = {
      BackupRetentionPeriod: days,
      Status: tags,
      AwsBackupRecoveryPointArn: fc.constantFrom('', recoveryPoint),
      PendingModifiedValues: fc.record({ BackupRetentionPeriod: days }, { requiredKeys: [] }),
    };
    fc.assert(
      fc.property(fc.record(fields, { requiredKeys: [] }), fc.integer({ min: 1, max: 400 }), (cluster, least) => {
        const { status } = judge(retentionOfCluster(cluster as DBCluster), policyOf(least));
        expect(status === 'pass').toBe((cluster.BackupRetentionPeriod ?? -1) >= leastDays(policyOf(least)));
        expect(status === 'unknown').toBe(cluster.BackupRetentionPeriod === undefined);
      }),
    );
  });

  it('of instances passes exactly what reaches the minimum, whatever else is missing', () => {
    const fields: { [K in keyof DBInstance]: fc.Arbitrary<DBInstance[K]> } = {
      BackupRetentionPeriod: days,
      DBInstanceStatus: tags,
      AwsBackupRecoveryPointArn: fc.constantFrom('', recoveryPoint),
      ReadReplicaSourceDBInstanceIdentifier: fc.constantFrom('', 'reports'),
      ReadReplicaSourceDBClusterIdentifier: fc.constantFrom('', 'orders'),
      PendingModifiedValues: fc.record({ BackupRetentionPeriod: days }, { requiredKeys: [] }),
    };
    fc.assert(
      fc.property(fc.record(fields, { requiredKeys: [] }), fc.integer({ min: 1, max: 400 }), (instance, least) => {
        const { status } = judge(retentionOfInstance(instance as DBInstance), policyOf(least));
        expect(status === 'pass').toBe((instance.BackupRetentionPeriod ?? -1) >= leastDays(policyOf(least)));
        expect(status === 'unknown').toBe(instance.BackupRetentionPeriod === undefined);
      }),
    );
  });
});

describe('on the wire', () => {
  const [account, noClusters, noInstances] = ['111111111111', '222222222222', '333333333333'];
  const world = { clusters: [{ name: 'orders' }], instances: [{ name: 'reports' }] };
  const role = (deny: string) => [{ name: 'aurora-keeper-audit', externalId: 'test-42', deny: [deny] }];
  let scans: Scans;
  beforeAll(async () => {
    scans = await startScans(
      organization([
        {
          id: account,
          regions: {
            'us-east-1': {
              clusters: [
                { name: 'long', retentionDays: 35 },
                { name: 'short', instances: 2, tags: { 'aws:cloudformation:stack-name': 'shop' } },
                { name: 'multi-az', engine: 'postgres', retentionDays: 1 },
                { name: 'continuous', retentionDays: 14, awsBackup: { continuous: true } },
                { name: 'graph', engine: 'neptune', retentionDays: 1 },
                { name: 'documents', engine: 'docdb', retentionDays: 1 },
                { name: 'copy', retentionDays: 1, tags: { 'managed-by': 'aurora-keeper' } },
              ],
              instances: [
                { name: 'reports', retentionDays: 35 },
                { name: 'legacy', retentionDays: 0 },
                {
                  name: 'legacy-replica',
                  retentionDays: 0,
                  raw: { ReadReplicaSourceDBInstanceIdentifier: 'legacy' },
                },
                { name: 'pending', retentionDays: 7, raw: { PendingModifiedValues: { BackupRetentionPeriod: 35 } } },
              ],
            },
          },
        },
        { id: noClusters, roles: role('rds:DescribeDBClusters'), regions: { 'us-east-1': world } },
        { id: noInstances, roles: role('rds:DescribeDBInstances'), regions: { 'us-east-1': world } },
      ]),
      [account, noClusters, noInstances].map((id) => accountOf(id, { packs: [...packs] })),
    );
  });
  afterAll(() => scans.close());
  const verdict = (name?: string, id = account) => scans.verdict(id, 'us-east-1', rule, name);

  it.each([
    ['long', 'pass', 'retention-in-force', null],
    ['short', 'fail', 'retention-below-policy', 'raise-retention'],
    ['multi-az', 'fail', 'retention-below-policy', 'raise-retention'],
    ['continuous', 'fail', 'backup-plan-below-policy', null],
    ['reports', 'pass', 'retention-in-force', null],
    ['legacy', 'fail', 'native-backups-off', 'enable-backups'],
    ['legacy-replica', 'not-applicable', 'replica', null],
    ['pending', 'fail', 'retention-below-policy', 'raise-retention'],
  ])('%s: %s, %s', async (name, status, cause, strategy) => {
    expect(await verdict(name)).toMatchObject({
      status,
      cause,
      remediation: strategy === null ? null : { strategies: [strategy], recommended: strategy },
    });
  });

  it.each(['graph', 'documents', 'copy', 'short-1', 'short-2'])('%s gets no verdict', async (name) => {
    expect(await verdict(name)).toBeUndefined();
  });

  it('says what it read, in days', async () => {
    expect(await verdict('short')).toMatchObject({
      resource: { type: 'AWS::RDS::DBCluster' },
      reason: expect.stringMatching(/^Keeps native backups for 7 days only; .* CloudFormation stack shop: change it/),
      evidence: { nativeBackupRetentionDays: 7, minimumRetentionDays: 35, policyRetentionDays: 35 },
    });
    expect(await verdict('pending')).toMatchObject({
      resource: { type: 'AWS::RDS::DBInstance' },
      reason: expect.stringContaining('A change to 35 days is waiting'),
      evidence: { pendingRetentionDays: 35 },
    });
  });

  it.each([
    [noClusters, 'rds:DescribeDBClusters', 'reports', 'orders'],
    [noInstances, 'rds:DescribeDBInstances', 'orders', 'reports'],
  ])('in %s, which denies %s, %s is judged all the same', async (id, action, judged, unjudged) => {
    const { report } = await scans.scan(id, 'us-east-1', { scope: { ...everything, rules: [rule] } });
    const found = new Map(report.findings.map((each) => [each.resource.id, each]));
    expect(found.get(judged)?.status).toBe('fail');
    expect(found.get(unjudged)).toBeUndefined();
    expect(found.get(`${id}/us-east-1`)).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(new RegExp(`aurora-keeper-audit .*may not call ${action}`)),
    });
  });
});

describe('the fixes', () => {
  const arnOf = (type: 'cluster' | 'db', name: string) => `arn:aws:rds:eu-west-1:111111111111:${type}:${name}`;
  const failed = (kind: 'cluster' | 'instance', cause: string, strategy: string | null, evidence = {}) => {
    const name = 'a'.repeat(63);
    return finding({
      ruleId: rule,
      cause,
      resource:
        kind === 'cluster'
          ? { type: 'AWS::RDS::DBCluster', id: name, arn: arnOf('cluster', name) }
          : { type: 'AWS::RDS::DBInstance', id: name, arn: arnOf('db', name) },
      remediation: strategy === null ? null : { strategies: [strategy], recommended: strategy },
      evidence,
    });
  };
  const textsOf = (what: Parameters<typeof meta.fixes>[0]) =>
    Object.fromEntries(meta.fixes(what).map(({ format, text }) => [format, text]));

  it.each([
    ['a cluster', failed('cluster', 'retention-below-policy', 'raise-retention', { minimumRetentionDays: 14 }), 14],
    ['an instance', failed('instance', 'retention-below-policy', 'raise-retention', { minimumRetentionDays: 7 }), 7],
    ['an instance without', failed('instance', 'native-backups-off', 'enable-backups', {}), 35],
  ])('for %s can be used as they stand', async (_, what, days) => {
    await expectUsable(meta.fixes(what), what);
    for (const { text } of meta.fixes(what)) {
      expect(text).toMatch(new RegExp(`(period |Period: |_period = |choose )${days}\\b`));
    }
  });

  it('change a cluster as a cluster and an instance as an instance', () => {
    const cluster = textsOf(failed('cluster', 'retention-below-policy', 'raise-retention'));
    expect(cluster).toMatchObject({
      cli: expect.stringContaining('aws rds modify-db-cluster'),
      cloudformation: expect.stringContaining('AWS::RDS::DBCluster'),
      terraform: expect.stringContaining('"aws_rds_cluster"'),
    });
    const instance = textsOf(failed('instance', 'retention-below-policy', 'raise-retention'));
    expect(instance).toMatchObject({
      cli: expect.stringContaining('aws rds modify-db-instance'),
      cloudformation: expect.stringContaining('AWS::RDS::DBInstance'),
      terraform: expect.stringContaining('"aws_db_instance"'),
    });
  });

  it('let an outage wait for the maintenance window, and nothing else', () => {
    expect(textsOf(failed('instance', 'native-backups-off', 'enable-backups')).cli).not.toContain(
      '--apply-immediately',
    );
    expect(textsOf(failed('instance', 'retention-below-policy', 'raise-retention')).cli).toContain(
      '--apply-immediately',
    );
  });

  it('never modify the database whose retention AWS Backup owns', async () => {
    const what = failed('cluster', 'backup-plan-below-policy', null, {
      minimumRetentionDays: 35,
      awsBackupRecoveryPoint: recoveryPoint,
    });
    await expectUsable(meta.fixes(what), what, ['console', 'cli']);
    expect(textsOf(what).cli).not.toContain('modify-db');
    expect(textsOf(what).cli).toContain(recoveryPoint);
  });
});
