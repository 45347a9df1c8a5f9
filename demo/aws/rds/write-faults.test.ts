import {
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../test-kit.ts';
import { type Bench, startBench, VERSION } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({
    clusters: [{ name: 'orders', instances: 2 }],
    clusterSnapshots: [{ name: 'manual', of: 'orders' }],
  });
});
afterEach(() => bench.aws.close());

const cluster = { DBClusterIdentifier: 'orders' };
const made = { Engine: 'aurora-mysql', EngineVersion: VERSION };
/** Each write, and what a caller who was told 500 hears when he tries again. */
const writes: readonly (readonly [action: string, send: () => Promise<unknown>, again: string])[] = [
  [
    'CreateDBClusterSnapshot',
    () => bench.rds.send(new CreateDBClusterSnapshotCommand({ ...cluster, DBClusterSnapshotIdentifier: 'one' })),
    'DBClusterSnapshotAlreadyExistsFault',
  ],
  [
    'RestoreDBClusterFromSnapshot',
    () =>
      bench.rds.send(
        new RestoreDBClusterFromSnapshotCommand({ DBClusterIdentifier: 'bt', SnapshotIdentifier: 'manual', ...made }),
      ),
    'DBClusterAlreadyExistsFault',
  ],
  [
    'CreateDBInstance',
    () =>
      bench.rds.send(
        new CreateDBInstanceCommand({
          ...cluster,
          ...made,
          DBInstanceIdentifier: 'new',
          DBInstanceClass: 'db.r6g.large',
        }),
      ),
    'DBInstanceAlreadyExistsFault',
  ],
  [
    'ModifyDBCluster',
    () =>
      bench.rds.send(new ModifyDBClusterCommand({ ...cluster, NewDBClusterIdentifier: 'old', ApplyImmediately: true })),
    'InvalidDBClusterStateFault',
  ],
  ['StopDBCluster', () => bench.rds.send(new StopDBClusterCommand(cluster)), 'InvalidDBClusterStateFault'],
  [
    'DeleteDBInstance',
    () => bench.rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'orders-2' })),
    'InvalidDBInstanceStateFault',
  ],
];
const everything = async (): Promise<string> => {
  bench.minutes(20);
  const { DBClusters = [] } = await bench.rds.send(new DescribeDBClustersCommand({}));
  const { DBInstances = [] } = await bench.rds.send(new DescribeDBInstancesCommand({}));
  return JSON.stringify([
    DBClusters.map((one) => [one.DBClusterIdentifier, one.Status]),
    DBInstances.map((one) => [one.DBInstanceIdentifier, one.DBInstanceStatus]),
    [...(bench.aws.state.get('111111111111')?.region('us-east-1').clusterSnapshots.keys() ?? [])],
  ]);
};

describe.each(writes)('%s', (action, send, again) => {
  it('applied and answered 500: it is there, once, and trying again tells so', async () => {
    bench.aws.faults.add({ effect: 'applied-500', action, times: 1 });
    expect((await failureOf(send())).name).toBe('InternalFailure');
    expect((await failureOf(send())).name).toBe(again);
    expect(bench.aws.requests.writes({ action })).toHaveLength(1);
    expect(bench.aws.requests.writes({ action })[0]).toMatchObject({ status: 500, applied: true });
  });

  it.each(['throttle', 'error', 'reset', 'html-502'] as const)('not applied (%s): nothing is there', async (effect) => {
    const before = await everything();
    bench.aws.faults.add({ effect, action, times: 1 });
    await failureOf(send());
    expect(await everything()).toBe(before);
    expect(bench.aws.requests.writes()).toEqual([]);
    await send();
  });
});
