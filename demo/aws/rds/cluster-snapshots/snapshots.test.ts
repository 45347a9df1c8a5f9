import {
  CreateDBClusterSnapshotCommand,
  type CreateDBClusterSnapshotCommandInput,
  DeleteDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeEventsCommand,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { type Bench, startBench } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench(
    {
      clusters: [
        { name: 'orders', tags: { env: 'prod' }, raw: { CopyTagsToSnapshot: true, MasterUsername: 'shop' } },
        { name: 'asleep', status: 'stopped' },
        { name: 'backed-up', awsBackup: true },
      ],
      clusterSnapshots: [{ name: 'by-hand', of: 'orders' }],
    },
    { quotas: { manualClusterSnapshots: 3 } },
  );
});
afterEach(() => bench.aws.close());

const create = (DBClusterSnapshotIdentifier: string, input: Partial<CreateDBClusterSnapshotCommandInput> = {}) =>
  bench.rds.send(
    new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: 'orders', DBClusterSnapshotIdentifier, ...input }),
  );
const remove = (DBClusterSnapshotIdentifier: string) =>
  bench.rds.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier }));
const find = async (DBClusterSnapshotIdentifier: string) =>
  (await bench.rds.send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier })))
    .DBClusterSnapshots?.[0];

describe('a snapshot', () => {
  it('is creating, not visible at once, then makes progress, then is available', async () => {
    const { DBClusterSnapshot: answered } = await create('Before-Rebuild', { Tags: [{ Key: 'step', Value: '1' }] });
    expect(answered).toMatchObject({
      DBClusterSnapshotIdentifier: 'before-rebuild',
      DBClusterIdentifier: 'orders',
      Status: 'creating',
      PercentProgress: 0,
      SnapshotType: 'manual',
      MasterUsername: 'shop',
      SnapshotCreateTime: bench.clock(),
    });
    expect((await failureOf(find('before-rebuild'))).name).toBe('DBClusterSnapshotNotFoundFault');
    bench.minutes(3);
    expect(await find('before-rebuild')).toMatchObject({ Status: 'creating', PercentProgress: 60 });
    bench.minutes(3);
    expect(await find('before-rebuild')).toMatchObject({
      Status: 'available',
      PercentProgress: 100,
      TagList: [
        { Key: 'env', Value: 'prod' },
        { Key: 'step', Value: '1' },
      ],
    });
    const events = await bench.rds.send(new DescribeEventsCommand({ SourceType: 'db-cluster-snapshot', Duration: 30 }));
    expect(events.Events?.map(({ Message }) => Message)).toEqual(['Manual cluster snapshot created']);
  });

  it('keeps the cluster from any other change, also while the status says available', async () => {
    await create('one');
    expect((await bench.cluster('orders')).Status).toBe('available');
    expect((await failureOf(create('two'))).name).toBe('InvalidDBClusterStateFault');
    bench.minutes(1);
    expect((await bench.cluster('orders')).Status).toBe('backing-up');
    expect((await failureOf(bench.modify('orders', { DeletionProtection: true }))).name).toBe(
      'InvalidDBClusterStateFault',
    );
    bench.minutes(6);
    expect((await bench.cluster('orders')).Status).toBe('available');
    await create('two');
  });

  it('may fail after it was accepted', async () => {
    bench.aws.faults.add({ effect: 'ends-in', action: 'CreateDBClusterSnapshot', outcome: 'failed', times: 1 });
    await create('one');
    bench.minutes(8);
    expect((await find('one'))?.Status).toBe('failed');
    expect((await bench.cluster('orders')).Status).toBe('available');
    await remove('one');
  });

  it.each<[string, string, Partial<CreateDBClusterSnapshotCommandInput>]>([
    ['DBClusterSnapshotAlreadyExistsFault', 'by-hand', {}],
    ['DBClusterNotFoundFault', 'new', { DBClusterIdentifier: 'gone' }],
    ['InvalidDBClusterStateFault', 'new', { DBClusterIdentifier: 'asleep' }],
    ['InvalidParameterValue', 'two--hyphens', {}],
    ['InvalidParameterValue', 'x'.repeat(64), {}],
    ['InvalidParameterValue', 'new', { Tags: [{ Key: 'aws:own', Value: 'x' }] }],
  ])('is refused with %s', async (name, identifier, input) => {
    expect((await failureOf(create(identifier, input))).name).toBe(name);
    expect(bench.aws.requests.writes()).toEqual([]);
  });

  it('counts against the quota, and those of AWS Backup do not', async () => {
    for (const name of ['one', 'two']) {
      await create(name);
      bench.minutes(6);
    }
    const error = await failureOf(create('three'));
    expect(error).toMatchObject({ name: 'SnapshotQuotaExceededFault', Code: 'SnapshotQuotaExceeded' });
  });
});

describe('deleting a snapshot', () => {
  it('takes a moment, after which the name is free', async () => {
    expect((await remove('by-hand')).DBClusterSnapshot?.Status).toBe('deleting');
    expect((await find('by-hand'))?.Status).toBe('deleting');
    bench.minutes(1);
    expect((await failureOf(find('by-hand'))).name).toBe('DBClusterSnapshotNotFoundFault');
    await create('by-hand');
  });

  it('is refused while it is made or restored from, and for those of others', async () => {
    await create('one');
    const state = 'InvalidDBClusterSnapshotStateFault';
    expect((await failureOf(remove('one'))).name).toBe(state);
    const all = (await bench.rds.send(new DescribeDBClusterSnapshotsCommand({}))).DBClusterSnapshots ?? [];
    for (const prefix of ['rds:', 'awsbackup:']) {
      const other = all.find(({ DBClusterSnapshotIdentifier: id = '' }) => id.startsWith(prefix));
      expect((await failureOf(remove(other?.DBClusterSnapshotIdentifier ?? ''))).name).toBe(state);
    }
    expect((await failureOf(remove('gone'))).name).toBe('DBClusterSnapshotNotFoundFault');
  });
});
