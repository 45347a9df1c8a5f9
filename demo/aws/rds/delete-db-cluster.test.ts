import {
  DeleteDBClusterCommand,
  type DeleteDBClusterCommandInput,
  DeleteDBInstanceCommand,
  DescribeDBClusterAutomatedBackupsCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  RestoreDBClusterToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../test-kit.ts';
import { type Bench, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({
    clusters: [
      { name: 'orders', instances: 2, deletionProtection: true },
      { name: 'empty', instances: 0 },
      { name: 'continuous', instances: 0, awsBackup: { continuous: true } },
      { name: 'world', instances: 0, globalCluster: 'the-world' },
      { name: 'asleep', instances: 0, status: 'stopped' },
    ],
    clusterSnapshots: [{ name: 'by-hand', of: 'empty' }],
  });
});
afterEach(() => bench.aws.close());

const remove = (
  DBClusterIdentifier: string,
  input: Partial<DeleteDBClusterCommandInput> = { SkipFinalSnapshot: true },
) => bench.rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier, ...input }));
const snapshots = async (of: string) =>
  (
    (await bench.rds.send(new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: of }))).DBClusterSnapshots ?? []
  ).map(({ SnapshotType }) => SnapshotType);

describe('deleting a cluster', () => {
  it('needs protection off, then instances that are gone or going', async () => {
    const protection = await failureOf(remove('orders'));
    expect(protection.message).toBe(
      'Cannot delete protected Cluster, please disable deletion protection and try again.',
    );
    await bench.modify('orders', { DeletionProtection: false });
    expect((await failureOf(remove('orders'))).message).toBe(protection.message);
    bench.minutes(2);
    const members = await failureOf(remove('orders'));
    expect(members.message).toBe('Cluster cannot be deleted, it still contains DB instances in non-deleting state.');
    await bench.rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'orders-2' }));
    expect((await failureOf(remove('orders'))).message).toBe(members.message);
    await bench.rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'orders-1' }));
    expect((await remove('orders')).DBCluster?.Status).toBe('deleting');
    bench.minutes(6);
    expect((await bench.cluster('orders')).Status).toBe('deleting');
    bench.minutes(3);
    expect((await failureOf(bench.cluster('orders'))).name).toBe('DBClusterNotFoundFault');
  });

  it('shows in lists for a moment after it is gone, and its name stays taken for a while', async () => {
    await remove('empty');
    bench.minutes(8);
    const names = async () =>
      ((await bench.rds.send(new DescribeDBClustersCommand({}))).DBClusters ?? []).map(
        (one) => one.DBClusterIdentifier,
      );
    expect(await names()).toContain('empty');
    const rename = () => bench.modify('world', { NewDBClusterIdentifier: 'empty' });
    expect((await failureOf(rename())).name).toBe('DBClusterAlreadyExistsFault');
    bench.minutes(2);
    expect(await names()).not.toContain('empty');
    await rename();
  });

  it('takes the automated backups along and leaves manual snapshots', async () => {
    expect(new Set(await snapshots('empty'))).toEqual(new Set(['automated', 'manual']));
    await remove('empty');
    bench.minutes(9);
    expect(await snapshots('empty')).toEqual(['manual']);
  });

  it('keeps the automated backups when told to, or when AWS Backup holds them, restorable by resource id', async () => {
    const { DbClusterResourceId = '' } = await bench.cluster('empty');
    bench.minutes(10);
    await remove('empty', { SkipFinalSnapshot: true, DeleteAutomatedBackups: false });
    await remove('continuous');
    bench.minutes(9);
    const Filters = [{ Name: 'status', Values: ['retained'] }];
    const { DBClusterAutomatedBackups = [] } = await bench.rds.send(
      new DescribeDBClusterAutomatedBackupsCommand({ Filters }),
    );
    expect(DBClusterAutomatedBackups.map((one) => one.DBClusterIdentifier).sort()).toEqual(['continuous', 'empty']);
    const restore = { DBClusterIdentifier: 'again', SourceDbClusterResourceId: DbClusterResourceId };
    await bench.rds.send(new RestoreDBClusterToPointInTimeCommand({ ...restore, UseLatestRestorableTime: true }));
  });

  it('takes a final snapshot first', async () => {
    await remove('empty', { FinalDBSnapshotIdentifier: 'empty-final' });
    bench.minutes(1);
    const find = new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: 'empty-final' });
    expect((await bench.rds.send(find)).DBClusterSnapshots?.[0]?.Status).toBe('creating');
    bench.minutes(13);
    expect((await bench.rds.send(find)).DBClusterSnapshots?.[0]?.Status).toBe('available');
    expect((await failureOf(bench.cluster('empty'))).name).toBe('DBClusterNotFoundFault');
  });

  it.each<[string, string, string, Partial<DeleteDBClusterCommandInput>]>([
    ['neither snapshot nor skip', 'InvalidParameterCombination', 'empty', {}],
    ['both', 'InvalidParameterCombination', 'empty', { SkipFinalSnapshot: true, FinalDBSnapshotIdentifier: 'f' }],
    ['a name taken', 'DBClusterSnapshotAlreadyExistsFault', 'empty', { FinalDBSnapshotIdentifier: 'by-hand' }],
    ['a name that is none', 'InvalidParameterValue', 'empty', { FinalDBSnapshotIdentifier: '1' }],
    ['a member of a global database', 'InvalidDBClusterStateFault', 'world', { SkipFinalSnapshot: true }],
    ['a stopped one', 'InvalidDBClusterStateFault', 'asleep', { SkipFinalSnapshot: true }],
    ['one that is not there', 'DBClusterNotFoundFault', 'gone', { SkipFinalSnapshot: true }],
  ])('refuses %s: %s', async (_case, name, cluster, input) => {
    expect((await failureOf(remove(cluster, input))).name).toBe(name);
    expect(bench.aws.requests.writes()).toEqual([]);
  });
});
