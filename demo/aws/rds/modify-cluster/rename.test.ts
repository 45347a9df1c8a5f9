import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  ListTagsForResourceCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { ACCOUNT, type Bench, startBench, VERSION } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({
    clusters: [
      { name: 'orders', instances: 2, tags: { env: 'prod' } },
      { name: 'orders-bt', backtrackHours: 72 },
    ],
    clusterSnapshots: [{ name: 'manual', of: 'orders' }],
  });
});
afterEach(() => bench.aws.close());

const arn = (name: string): string => `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:${name}`;
const rename = (from: string, NewDBClusterIdentifier: string) => bench.modify(from, { NewDBClusterIdentifier });
const listed = async () =>
  ((await bench.rds.send(new DescribeDBClustersCommand({}))).DBClusters ?? []).map((one) => one.DBClusterIdentifier);

describe('a rename', () => {
  it('is renaming for a while, then has another identifier, ARN and endpoints, and the same resource id and tags', async () => {
    const before = await bench.cluster('orders');
    expect(await rename('orders', 'Orders-Old')).toMatchObject({ DBClusterIdentifier: 'orders', Status: 'available' });
    bench.minutes(1);
    expect((await bench.cluster('orders')).Status).toBe('renaming');
    expect((await failureOf(bench.cluster('orders-old'))).name).toBe('DBClusterNotFoundFault');
    bench.minutes(2);
    const after = await bench.cluster('orders-old');
    expect(after).toMatchObject({
      Status: 'available',
      DBClusterArn: arn('orders-old'),
      DbClusterResourceId: before.DbClusterResourceId,
      TagList: before.TagList,
      Endpoint: before.Endpoint?.replace('orders.', 'orders-old.'),
      DBClusterMembers: before.DBClusterMembers,
    });
    expect((await failureOf(bench.cluster('orders'))).name).toBe('DBClusterNotFoundFault');
    const ofNew = { Filters: [{ Name: 'db-cluster-id', Values: ['orders-old'] }] };
    const { DBInstances } = await bench.rds.send(new DescribeDBInstancesCommand(ofNew));
    expect(
      DBInstances?.map(({ DBInstanceIdentifier: id, Endpoint }) => [id, Endpoint?.Address?.split('.')[0]]),
    ).toEqual([
      ['orders-1', 'orders-1'],
      ['orders-2', 'orders-2'],
    ]);
    const events = await bench.rds.send(new DescribeEventsCommand({ SourceType: 'db-cluster', Duration: 10 }));
    expect(events.Events?.map(({ Message }) => Message)).toEqual(['Renamed cluster from orders to orders-old']);
  });

  it('shows neither name for a moment', async () => {
    await rename('orders', 'orders-old');
    bench.clock.pass(131_000);
    expect(await listed()).toEqual(['orders-bt']);
    bench.clock.pass(1_000);
    expect(await listed()).toEqual(['orders-bt', 'orders-old']);
  });

  it('leaves the old name taken for a while, for a rename and for a restore', async () => {
    await rename('orders', 'orders-old');
    bench.minutes(3);
    const error = await failureOf(rename('orders-bt', 'orders'));
    expect(error).toMatchObject({ name: 'DBClusterAlreadyExistsFault', $metadata: { httpStatusCode: 400 } });
    const restore = new RestoreDBClusterFromSnapshotCommand({
      DBClusterIdentifier: 'orders',
      SnapshotIdentifier: 'manual',
      Engine: 'aurora-mysql',
      EngineVersion: VERSION,
    });
    expect((await failureOf(bench.rds.send(restore))).name).toBe('DBClusterAlreadyExistsFault');
    bench.minutes(1);
    await rename('orders-bt', 'orders');
    expect((await failureOf(bench.rds.send(restore))).name).toBe('DBClusterAlreadyExistsFault');
    bench.minutes(3);
    expect(await bench.cluster('orders')).toMatchObject({ Status: 'available', BacktrackWindow: 259_200 });
  });

  it('takes the tags along, also those that are not shown yet', async () => {
    await bench.rds.send(
      new AddTagsToResourceCommand({ ResourceName: arn('orders'), Tags: [{ Key: 'role', Value: 'old' }] }),
    );
    await rename('orders', 'orders-old');
    bench.minutes(4);
    await rename('orders-bt', 'orders');
    bench.minutes(3);
    const tags = async (name: string) =>
      (await bench.rds.send(new ListTagsForResourceCommand({ ResourceName: arn(name) }))).TagList;
    expect(await tags('orders-old')).toContainEqual({ Key: 'role', Value: 'old' });
    expect(await tags('orders')).toEqual([]);
  });

  it('waits for the maintenance window without ApplyImmediately', async () => {
    await bench.modify('orders', { NewDBClusterIdentifier: 'orders-old', ApplyImmediately: false });
    bench.minutes(60);
    expect(await bench.cluster('orders')).toMatchObject({
      Status: 'available',
      PendingModifiedValues: { DBClusterIdentifier: 'orders-old' },
    });
    expect((await failureOf(rename('orders-bt', 'orders-old'))).name).toBe('DBClusterAlreadyExistsFault');
    bench.clock.pass(7 * 24 * 3_600_000);
    expect((await bench.cluster('orders-old')).DBClusterMembers).toHaveLength(2);
  });

  it('may not happen although it was accepted', async () => {
    bench.aws.faults.add({ effect: 'ends-in', action: 'ModifyDBCluster', outcome: 'unchanged', times: 1 });
    await rename('orders', 'orders-old');
    bench.minutes(3);
    expect(await bench.cluster('orders')).toMatchObject({ Status: 'available' });
    await rename('orders', 'orders-old');
  });

  it('is one of ten asked for at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => rename('orders', 'orders-old')));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(bench.aws.requests.writes({ action: 'ModifyDBCluster' })).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['DBClusterAlreadyExistsFault', 'orders', 'orders-bt'],
    ['DBClusterAlreadyExistsFault', 'orders', 'orders'],
    ['InvalidParameterValue', 'orders', 'ends-in-'],
    ['DBClusterNotFoundFault', 'gone', 'orders-old'],
  ])('is refused with %s', async (name, from, to) => {
    expect((await failureOf(rename(from, to))).name).toBe(name);
    expect(await listed()).toEqual(['orders', 'orders-bt']);
  });
});
