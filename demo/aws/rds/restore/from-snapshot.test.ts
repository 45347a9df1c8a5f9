import {
  DeleteDBClusterSnapshotCommand,
  DescribeDBClustersCommand,
  DescribeEventsCommand,
  RestoreDBClusterFromSnapshotCommand,
  type RestoreDBClusterFromSnapshotCommandInput,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { ACCOUNT, type Bench, startBench, VERSION } from '../bench.ts';

let bench: Bench;
const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`;
beforeEach(async () => {
  bench = await startBench(
    {
      clusters: [
        {
          name: 'orders',
          instances: 2,
          tags: { env: 'prod' },
          deletionProtection: true,
          retentionDays: 21,
          storage: 'aurora-iopt1',
          parameterGroup: 'orders-params',
          raw: {
            Port: 3307,
            DBSubnetGroup: 'shop-private',
            VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0shop', Status: 'active' }],
            IAMDatabaseAuthenticationEnabled: true,
            EnabledCloudwatchLogsExports: ['audit', 'error'],
            CopyTagsToSnapshot: true,
            EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
            AssociatedRoles: [{ RoleArn: `arn:aws:iam::${ACCOUNT}:role/s3`, Status: 'ACTIVE' }],
            PreferredMaintenanceWindow: 'sun:03:00-sun:03:30',
          },
        },
        { name: 'old', version: '5.7.mysql_aurora.2.11.4' },
        { name: 'postgres', engine: 'aurora-postgresql' },
      ],
      parameterGroups: [{ name: 'other-family', family: 'aurora-mysql5.7' }],
      subnetGroups: [{ name: 'elsewhere' }],
      clusterSnapshots: [
        { name: 'manual', of: 'orders' },
        { name: 'of-old', of: 'old' },
        { name: 'of-postgres', of: 'postgres' },
        { name: 'in-the-making', of: 'orders', raw: { Status: 'creating' } },
      ],
    },
    { quotas: { dbClusters: 6 } },
  );
});
afterEach(() => bench.aws.close());

type Input = Partial<RestoreDBClusterFromSnapshotCommandInput>;
const accept = async (DBClusterIdentifier: string, input: Input = {}) => {
  const basis = { SnapshotIdentifier: 'manual', Engine: 'aurora-mysql', EngineVersion: VERSION };
  const command = new RestoreDBClusterFromSnapshotCommand({ DBClusterIdentifier, ...basis, ...input });
  return (await bench.rds.send(command)).DBCluster;
};

describe('a restore that is told nothing', () => {
  it('is creating, without instances, then available, under a resource id of its own', async () => {
    const source = await bench.cluster('orders');
    expect(await accept('Copy')).toMatchObject({ DBClusterIdentifier: 'copy', Status: 'creating' });
    expect((await failureOf(bench.cluster('copy'))).name).toBe('DBClusterNotFoundFault');
    bench.minutes(1);
    expect((await bench.cluster('copy')).Status).toBe('creating');
    bench.minutes(15);
    const copy = await bench.cluster('copy');
    expect(copy).toMatchObject({ Status: 'available', DBClusterMembers: [] });
    expect(copy.DbClusterResourceId).toMatch(/^cluster-[A-Z2-7]{26}$/);
    expect(copy.DbClusterResourceId).not.toBe(source.DbClusterResourceId);
    expect(copy.Endpoint).toBe(source.Endpoint?.replace('orders.', 'copy.'));
  });

  it('has AWS’s defaults where the source had settings', async () => {
    const copy = await bench.restore('manual', 'copy');
    expect(copy).toMatchObject({
      DBClusterParameterGroup: 'default.aurora-mysql8.0',
      DBSubnetGroup: 'default',
      IAMDatabaseAuthenticationEnabled: false,
      DeletionProtection: false,
      CopyTagsToSnapshot: false,
      AssociatedRoles: [],
      TagList: [],
      HttpEndpointEnabled: false,
      EngineLifecycleSupport: 'open-source-rds-extended-support',
      Port: 3307,
    });
    expect(copy.VpcSecurityGroups?.[0]?.VpcSecurityGroupId).not.toBe('sg-0shop');
    expect(copy.PreferredMaintenanceWindow).not.toBe('sun:03:00-sun:03:30');
    for (const field of ['StorageType', 'EnabledCloudwatchLogsExports', 'BacktrackWindow', 'MasterUserSecret']) {
      expect(copy).not.toHaveProperty(field);
    }
  });

  it('takes the Region’s default version when it is told none', async () => {
    expect((await accept('copy', { EngineVersion: undefined }))?.EngineVersion).toBe('8.4.mysql_aurora.8.4.7');
    const error = await failureOf(accept('older', { SnapshotIdentifier: 'of-old', EngineVersion: undefined }));
    expect(error.message).toBe('Cannot upgrade aurora-mysql from 5.7.mysql_aurora.2.11.4 to 8.4.mysql_aurora.8.4.7');
  });
});

describe('a restore that is told everything', () => {
  it('has what it was told, Backtrack included', async () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/s3`;
    const copy = await bench.restore('manual', 'copy', {
      BacktrackWindow: 259_200,
      DBClusterParameterGroupName: 'orders-params',
      DBSubnetGroupName: 'shop-private',
      VpcSecurityGroupIds: ['sg-0shop'],
      EnableIAMDatabaseAuthentication: true,
      EnableCloudwatchLogsExports: ['audit', 'error'],
      DeletionProtection: true,
      CopyTagsToSnapshot: true,
      StorageType: 'aurora-iopt1',
      BackupRetentionPeriod: 21,
      Tags: [{ Key: 'env', Value: 'prod' }],
      EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      AssociatedRoles: [{ RoleArn: role }],
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 8 },
    });
    expect(copy).toMatchObject({
      BacktrackWindow: 259_200,
      DBClusterParameterGroup: 'orders-params',
      DBSubnetGroup: 'shop-private',
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0shop' }],
      IAMDatabaseAuthenticationEnabled: true,
      EnabledCloudwatchLogsExports: ['audit', 'error'],
      StorageType: 'aurora-iopt1',
      BackupRetentionPeriod: 21,
      TagList: [{ Key: 'env', Value: 'prod' }],
      AssociatedRoles: [{ RoleArn: role, Status: 'PENDING' }],
    });
    bench.minutes(1);
    expect((await bench.cluster('copy')).AssociatedRoles?.[0]?.Status).toBe('ACTIVE');
    expect(Number((await bench.cluster('copy')).EarliestBacktrackTime)).toBeGreaterThan(Number(copy.ClusterCreateTime));
    expect((await bench.modify('copy', { BacktrackWindow: 86_400 })).Status).toBe('available');
  });

  it('may end badly after it was accepted, and events tell why', async () => {
    const message = 'Amazon RDS can’t access the KMS encryption key';
    bench.aws.faults.add({ effect: 'ends-in', action: 'Restore*', outcome: 'incompatible-restore', message, times: 1 });
    await accept('copy');
    bench.minutes(20);
    expect((await bench.cluster('copy')).Status).toBe('incompatible-restore');
    const { Events } = await bench.rds.send(
      new DescribeEventsCommand({ SourceType: 'db-cluster', SourceIdentifier: 'copy' }),
    );
    expect(Events).toMatchObject([{ Message: message, EventCategories: ['failure'] }]);
    expect((await failureOf(bench.member('copy', 'copy-1'))).name).toBe('InvalidDBClusterStateFault');
  });

  it('keeps its snapshot from being deleted', async () => {
    await accept('copy');
    const remove = () => bench.rds.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: 'manual' }));
    expect((await failureOf(remove())).name).toBe('InvalidDBClusterSnapshotStateFault');
    bench.minutes(16);
    await remove();
  });
});

describe('a restore that is refused', () => {
  it.each<[string, string, string, Input]>([
    ['the name is taken', 'DBClusterAlreadyExistsFault', 'orders', {}],
    ['the name is none', 'InvalidParameterValue', '1copy', {}],
    ['no such snapshot', 'DBClusterSnapshotNotFoundFault', 'copy', { SnapshotIdentifier: 'gone' }],
    ['not made yet', 'InvalidDBClusterSnapshotStateFault', 'copy', { SnapshotIdentifier: 'in-the-making' }],
    ['no such subnet group', 'DBSubnetGroupNotFoundFault', 'copy', { DBSubnetGroupName: 'gone' }],
    ['another VPC', 'InvalidParameterCombination', 'copy', { VpcSecurityGroupIds: ['sg-0shop'] }],
    ['no such security group', 'InvalidParameterValue', 'copy', { VpcSecurityGroupIds: ['sg-0gone'] }],
    ['no such group', 'DBClusterParameterGroupNotFoundFault', 'copy', { DBClusterParameterGroupName: 'gone' }],
    ['another family', 'InvalidParameterCombination', 'copy', { DBClusterParameterGroupName: 'other-family' }],
    ['an older version', 'InvalidParameterCombination', 'copy', { EngineVersion: '8.0.mysql_aurora.3.04.0' }],
    ['another engine', 'InvalidParameterCombination', 'copy', { Engine: 'aurora-postgresql' }],
    ['four days', 'InvalidParameterValue', 'copy', { BacktrackWindow: 345_600 }],
    ['a log it does not have', 'InvalidParameterCombination', 'copy', { EnableCloudwatchLogsExports: ['upgrade'] }],
    ['serverless v1', 'InvalidParameterValue', 'copy', { BacktrackWindow: 3600, EngineMode: 'serverless' }],
    [
      'Backtrack of PostgreSQL',
      'InvalidParameterValue',
      'copy',
      { SnapshotIdentifier: 'of-postgres', Engine: 'aurora-postgresql', EngineVersion: '16.4', BacktrackWindow: 3600 },
    ],
  ])('%s: %s', async (_case, name, identifier, input) => {
    expect((await failureOf(accept(identifier, input))).name).toBe(name);
    expect(bench.aws.requests.writes()).toEqual([]);
    expect((await bench.rds.send(new DescribeDBClustersCommand({}))).DBClusters).toHaveLength(3);
  });

  it('has the wire code of a missing parameter group', async () => {
    const error = await failureOf(accept('copy', { DBClusterParameterGroupName: 'gone' }));
    expect(error).toMatchObject({ Code: 'DBClusterParameterGroupNotFound', $metadata: { httpStatusCode: 404 } });
  });

  it('counts clusters, and looks at the key', async () => {
    for (const name of ['one', 'two', 'three']) await accept(name);
    const full = await failureOf(accept('four'));
    expect(full).toMatchObject({ name: 'DBClusterQuotaExceededFault', $metadata: { httpStatusCode: 403 } });
  });

  it('refuses a key that nobody can use, and one that the caller may not let RDS use', async () => {
    const { inaccessibleKeys } = bench.aws.state.get(ACCOUNT)?.region('us-east-1') ?? {};
    inaccessibleKeys?.add(key);
    expect((await failureOf(accept('copy', { KmsKeyId: key }))).name).toBe('KMSKeyNotAccessibleFault');
    inaccessibleKeys?.delete(key);
    const RoleArn = bench.aws.addRole(ACCOUNT, { name: 'no-grants', allow: ['rds:*'] });
    const { rds } = bench.aws.clients(await bench.aws.assume('', { RoleArn }));
    const basis = { SnapshotIdentifier: 'manual', Engine: 'aurora-mysql', EngineVersion: VERSION };
    const restore = (KmsKeyId?: string) =>
      rds.send(new RestoreDBClusterFromSnapshotCommand({ DBClusterIdentifier: 'copy', ...basis, KmsKeyId }));
    expect((await failureOf(restore(key))).name).toBe('KMSKeyNotAccessibleFault');
    await restore();
    expect((await accept('another', { KmsKeyId: key }))?.KmsKeyId).toBe(key);
  });

  it('has no Backtrack in a Region without it', async () => {
    const stockholm = await startBench({}, { regions: { 'eu-north-1': { clusters: [{ name: 'north' }] } } });
    const { rds } = stockholm.aws.clients(undefined, 'eu-north-1');
    const [snapshot] = stockholm.aws.state.get(ACCOUNT)?.region('eu-north-1').clusterSnapshots.keys() ?? [];
    const input = { DBClusterIdentifier: 'copy', SnapshotIdentifier: snapshot, Engine: 'aurora-mysql' };
    const restore = (BacktrackWindow?: number) =>
      rds.send(new RestoreDBClusterFromSnapshotCommand({ ...input, EngineVersion: VERSION, BacktrackWindow }));
    expect((await failureOf(restore(3600))).message).toBe('Backtrack is not enabled for the aurora-mysql engine.');
    await restore(0);
    await stockholm.aws.close();
  });
});
