import {
  CreateDBInstanceCommand,
  type CreateDBInstanceCommandInput,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  FailoverDBClusterCommand,
  ModifyDBInstanceCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { ACCOUNT, type Bench, REGION, startBench, VERSION } from '../bench.ts';

let bench: Bench;
const monitoring = `arn:aws:iam::${ACCOUNT}:role/rds-monitoring-role`;
beforeEach(async () => {
  bench = await startBench(
    {
      clusters: [
        { name: 'orders', instances: 2, eachInstance: { PromotionTier: 3 } },
        { name: 'empty', instances: 0 },
        { name: 'asleep', status: 'stopped' },
        { name: 'narrow', instances: 0, raw: { DBSubnetGroup: 'two-zones' } },
      ],
      subnetGroups: [{ name: 'two-zones', zones: ['a', 'b'], freeAddresses: 1 }],
      clusterSnapshots: [{ name: 'manual', of: 'orders' }],
    },
    { quotas: { dbInstances: 6 } },
  );
});
afterEach(() => bench.aws.close());

type Input = Partial<CreateDBInstanceCommandInput>;
const create = async (DBInstanceIdentifier: string, input: Input = {}) => {
  const basis = { DBInstanceClass: 'db.r6g.large', Engine: 'aurora-mysql', DBClusterIdentifier: 'empty' };
  return (await bench.rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...basis, ...input }))).DBInstance;
};
const remove = (DBInstanceIdentifier: string) =>
  bench.rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
const writers = async (cluster: string) =>
  ((await bench.cluster(cluster)).DBClusterMembers ?? []).map(({ DBInstanceIdentifier, IsClusterWriter }) => [
    DBInstanceIdentifier,
    IsClusterWriter,
  ]);

describe('a new member', () => {
  it('is creating, not seen at once, and joins when it is ready; the first writes', async () => {
    expect((await create('Empty-1'))?.DBInstanceStatus).toBe('creating');
    expect((await failureOf(bench.instance('empty-1'))).name).toBe('DBInstanceNotFoundFault');
    bench.minutes(1);
    expect((await bench.instance('empty-1')).DBInstanceStatus).toBe('creating');
    expect(await writers('empty')).toEqual([]);
    await create('empty-2', { PromotionTier: 0 });
    bench.minutes(7);
    expect(await writers('empty')).toEqual([['empty-1', true]]);
    bench.minutes(1);
    expect(await writers('empty')).toEqual([
      ['empty-1', true],
      ['empty-2', false],
    ]);
  });

  it('has what it was told, else AWS’s defaults', async () => {
    const told = await bench.member('empty', 'empty-1', {
      PromotionTier: 2,
      AvailabilityZone: 'us-east-1c',
      EnablePerformanceInsights: true,
      MonitoringInterval: 60,
      MonitoringRoleArn: monitoring,
      CACertificateIdentifier: 'rds-ca-ecc384-g1',
      AutoMinorVersionUpgrade: false,
      PreferredMaintenanceWindow: 'sun:03:00-sun:03:30',
      Tags: [{ Key: 'env', Value: 'prod' }],
    });
    expect(told).toMatchObject({
      PromotionTier: 2,
      AvailabilityZone: 'us-east-1c',
      PerformanceInsightsEnabled: true,
      PerformanceInsightsRetentionPeriod: 7,
      MonitoringInterval: 60,
      TagList: [{ Key: 'env', Value: 'prod' }],
      DBClusterIdentifier: 'empty',
    });
    expect(await bench.member('empty', 'empty-2')).toMatchObject({
      PromotionTier: 1,
      PerformanceInsightsEnabled: false,
      MonitoringInterval: 0,
      AutoMinorVersionUpgrade: true,
      DBParameterGroups: [{ DBParameterGroupName: 'default.aurora-mysql8.0' }],
    });
  });

  it('is not taken while the cluster is not available', async () => {
    await bench.rds.send(
      new RestoreDBClusterFromSnapshotCommand({
        DBClusterIdentifier: 'copy',
        SnapshotIdentifier: 'manual',
        Engine: 'aurora-mysql',
        EngineVersion: VERSION,
      }),
    );
    expect((await failureOf(create('copy-1', { DBClusterIdentifier: 'copy' }))).name).toBe(
      'InvalidDBClusterStateFault',
    );
    bench.minutes(16);
    await create('copy-1', { DBClusterIdentifier: 'copy' });
  });

  it('may fail after it was accepted, and then is no member', async () => {
    bench.aws.faults.add({
      effect: 'ends-in',
      action: 'CreateDBInstance',
      outcome: 'incompatible-parameters',
      times: 1,
    });
    await create('empty-1');
    bench.minutes(9);
    expect((await bench.instance('empty-1')).DBInstanceStatus).toBe('incompatible-parameters');
    expect(await writers('empty')).toEqual([]);
    await remove('empty-1');
  });

  it('may find no capacity: of a class, in a zone, or from the third on', async () => {
    const code = 'InsufficientDBInstanceCapacity';
    const capacity = { effect: 'error', action: 'CreateDBInstance', code, status: 400 } as const;
    bench.aws.faults.add({ ...capacity, input: { DBInstanceClass: 'db.r5.24xlarge' } });
    const error = await failureOf(create('empty-1', { DBInstanceClass: 'db.r5.24xlarge' }));
    expect(error).toMatchObject({ name: 'InsufficientDBInstanceCapacityFault', Code: code });
    bench.aws.faults.add({ ...capacity, skip: 2 });
    await create('empty-1');
    await create('empty-2');
    expect((await failureOf(create('empty-3'))).name).toBe('InsufficientDBInstanceCapacityFault');
  });

  it('takes an address of its subnet and gives it back', async () => {
    const narrow = { DBClusterIdentifier: 'narrow' };
    await create('one', { ...narrow, AvailabilityZone: 'us-east-1a' });
    const full = await failureOf(create('two', { ...narrow, AvailabilityZone: 'us-east-1a' }));
    expect(full.name).toBe('InsufficientAvailableIPsInSubnetFault');
    expect((await create('two', narrow))?.AvailabilityZone).toBe('us-east-1b');
    bench.minutes(10);
    await remove('one');
    bench.minutes(10);
    await create('three', { ...narrow, AvailabilityZone: 'us-east-1a' });
  });

  it.each<[string, string, string, Input]>([
    ['the name is taken', 'DBInstanceAlreadyExistsFault', 'orders-1', {}],
    ['no cluster', 'DBClusterNotFoundFault', 'new', { DBClusterIdentifier: 'gone' }],
    ['a stopped cluster', 'InvalidDBClusterStateFault', 'new', { DBClusterIdentifier: 'asleep' }],
    ['another engine', 'InvalidParameterCombination', 'new', { Engine: 'aurora-postgresql' }],
    ['what is the cluster’s', 'InvalidParameterCombination', 'new', { DeletionProtection: true }],
    ['a port', 'InvalidParameterCombination', 'new', { Port: 3307 }],
    ['no such class', 'InvalidParameterValue', 'new', { DBInstanceClass: 'large' }],
    ['serverless without scaling', 'InvalidDBClusterStateFault', 'new', { DBInstanceClass: 'db.serverless' }],
    ['tier 16', 'InvalidParameterValue', 'new', { PromotionTier: 16 }],
    ['no such group', 'DBParameterGroupNotFoundFault', 'new', { DBParameterGroupName: 'gone' }],
    ['no subnet there', 'InvalidVPCNetworkStateFault', 'new', { AvailabilityZone: 'us-east-1f' }],
    ['monitoring without a role', 'InvalidParameterCombination', 'new', { MonitoringInterval: 60 }],
    ['days without insights', 'InvalidParameterCombination', 'new', { PerformanceInsightsRetentionPeriod: 7 }],
  ])('%s: %s', async (_case, name, identifier, input) => {
    expect((await failureOf(create(identifier, input))).name).toBe(name);
    expect(bench.aws.requests.writes()).toEqual([]);
  });

  it('counts against the quota', async () => {
    for (const name of ['one', 'two', 'three']) await create(name);
    const full = await failureOf(create('four'));
    expect(full).toMatchObject({ name: 'InstanceQuotaExceededFault', Code: 'InstanceQuotaExceeded' });
  });
});

describe('deleting a member', () => {
  it('takes its time; the reader of the lowest tier takes over, and the name stays taken for a moment', async () => {
    await bench.member('orders', 'orders-3', { PromotionTier: 1 });
    expect((await remove('orders-1')).DBInstance?.DBInstanceStatus).toBe('deleting');
    expect((await failureOf(remove('orders-1'))).name).toBe('InvalidDBInstanceStateFault');
    bench.minutes(4);
    expect(await writers('orders')).toHaveLength(3);
    bench.minutes(1);
    expect((await failureOf(bench.instance('orders-1'))).name).toBe('DBInstanceNotFoundFault');
    const listed = (await bench.rds.send(new DescribeDBInstancesCommand({}))).DBInstances ?? [];
    expect(listed.map(({ DBInstanceIdentifier: id }) => id)).toContain('orders-1');
    expect(await writers('orders')).toEqual([
      ['orders-2', false],
      ['orders-3', true],
    ]);
    expect((await failureOf(create('orders-1'))).name).toBe('DBInstanceAlreadyExistsFault');
    bench.minutes(2);
    await create('orders-1');
  });

  it('also takes the last one of a cluster, and none of a stopped one', async () => {
    for (const name of ['orders-1', 'orders-2']) await remove(name);
    bench.minutes(6);
    expect(await bench.cluster('orders')).toMatchObject({ Status: 'available', DBClusterMembers: [] });
    expect((await failureOf(remove('asleep-1'))).name).toBe('InvalidDBClusterStateFault');
    expect((await failureOf(remove('gone'))).name).toBe('DBInstanceNotFoundFault');
  });
});

describe('changing a member', () => {
  const modify = (input: object) =>
    bench.rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'orders-1', ...input }));

  it('changes plain settings in place and restarts for a new name', async () => {
    await modify({ PromotionTier: 0, EnablePerformanceInsights: true });
    expect((await failureOf(modify({ PromotionTier: 1 }))).name).toBe('InvalidDBInstanceStateFault');
    bench.minutes(2);
    expect(await bench.instance('orders-1')).toMatchObject({ PromotionTier: 0, PerformanceInsightsEnabled: true });
    await modify({ NewDBInstanceIdentifier: 'orders-writer', ApplyImmediately: true });
    expect((await bench.instance('orders-1')).DBInstanceStatus).toBe('rebooting');
    bench.minutes(2);
    expect((await bench.instance('orders-writer')).Endpoint?.Address).toMatch(/^orders-writer\./);
    expect(await writers('orders')).toContainEqual(['orders-writer', true]);
    expect((await failureOf(bench.instance('orders-1'))).name).toBe('DBInstanceNotFoundFault');
  });

  it('fails over to the reader that is named', async () => {
    const failover = new FailoverDBClusterCommand({
      DBClusterIdentifier: 'orders',
      TargetDBInstanceIdentifier: 'orders-2',
    });
    await bench.rds.send(failover);
    bench.minutes(2);
    expect(await writers('orders')).toEqual([
      ['orders-1', false],
      ['orders-2', true],
    ]);
    expect(bench.aws.state.get(ACCOUNT)?.region(REGION).busy.size).toBe(0);
  });
});
