import {
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  type CreateDBInstanceCommandInput,
  type DBCluster,
  type DBInstance,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterCommandInput,
  type RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  type RestoreDBClusterFromSnapshotCommandInput,
} from '@aws-sdk/client-rds';
import type { OrganizationInput } from '../organization/schema.ts';
import { type RegionInput, smallOrg, startTestAws, type TestAws, type TestClock, testClock } from '../test-kit.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const ACCOUNT = '111111111111';
export const REGION = 'us-east-1';

type AccountInput = NonNullable<OrganizationInput['accounts']>[number];

/** A simulated AWS for tests of what takes time, with a clock of its own and keys that never end. */
export interface Bench {
  readonly aws: TestAws;
  readonly clock: TestClock;
  readonly rds: RDSClient;
  /** Lets time go by, a minute at a time, as if somebody looked every minute. */
  readonly minutes: (count: number) => void;
  readonly cluster: (name: string) => Promise<DBCluster>;
  readonly instance: (name: string) => Promise<DBInstance>;
  readonly modify: (name: string, input: Partial<ModifyDBClusterCommandInput>) => Promise<DBCluster>;
  /** Takes a snapshot and waits until it is available. */
  readonly snapshot: (of: string, name: string) => Promise<void>;
  /** Restores it under the cluster's version and waits until it is available. */
  readonly restore: (
    snapshot: string,
    name: string,
    input?: Partial<RestoreDBClusterFromSnapshotCommandInput>,
  ) => Promise<DBCluster>;
  /** Adds an instance and waits until it is available. */
  readonly member: (
    cluster: string,
    name: string,
    input?: Partial<CreateDBInstanceCommandInput>,
  ) => Promise<DBInstance>;
}

export const VERSION = '8.0.mysql_aurora.3.08.1';

/** Starts it with what a Region holds. */
export async function startBench(
  region: RegionInput,
  account: Omit<AccountInput, 'id'> = {},
  more: Partial<OrganizationInput> = {},
): Promise<Bench> {
  const hub = {
    accountId: ACCOUNT,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'bench-secret-bench-secret',
    allow: ['*'],
  };
  const clock = testClock('2026-11-02T12:00:00Z');
  const aws = await startTestAws({ org: smallOrg(region, account, { hub, ...more }), clock });
  const { rds } = aws.clients();
  const minutes = (count: number): void => {
    for (let minute = 0; minute < count; minute += 1) {
      clock.pass(MINUTE);
      aws.control.settle();
    }
  };
  const cluster: Bench['cluster'] = async (DBClusterIdentifier) =>
    only((await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters);
  const instance: Bench['instance'] = async (DBInstanceIdentifier) =>
    only((await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))).DBInstances);
  const until = async (done: () => Promise<boolean>): Promise<void> => {
    for (let waited = 0; waited < 60; waited += 1) {
      minutes(1);
      if (await done()) return;
    }
    throw new Error('not within an hour');
  };
  return {
    aws,
    clock,
    rds,
    minutes,
    cluster,
    instance,
    modify: async (DBClusterIdentifier, input) => {
      const command = new ModifyDBClusterCommand({ DBClusterIdentifier, ApplyImmediately: true, ...input });
      return (await rds.send(command)).DBCluster ?? {};
    },
    snapshot: async (DBClusterIdentifier, DBClusterSnapshotIdentifier) => {
      await rds.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier, DBClusterSnapshotIdentifier }));
      await until(async () => {
        const command = new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier });
        return only((await rds.send(command)).DBClusterSnapshots).Status === 'available';
      });
    },
    restore: async (SnapshotIdentifier, DBClusterIdentifier, input = {}) => {
      const basis = { SnapshotIdentifier, DBClusterIdentifier, Engine: 'aurora-mysql', EngineVersion: VERSION };
      await rds.send(new RestoreDBClusterFromSnapshotCommand({ ...basis, ...input }));
      await until(async () => (await cluster(DBClusterIdentifier)).Status === 'available');
      return cluster(DBClusterIdentifier);
    },
    member: async (DBClusterIdentifier, DBInstanceIdentifier, input = {}) => {
      const basis = { DBClusterIdentifier, DBInstanceIdentifier, Engine: 'aurora-mysql' };
      await rds.send(new CreateDBInstanceCommand({ ...basis, DBInstanceClass: 'db.r6g.large', ...input }));
      await until(async () => (await instance(DBInstanceIdentifier)).DBInstanceStatus === 'available');
      return instance(DBInstanceIdentifier);
    },
  };
}

function only<Item>(items: readonly Item[] | undefined): Item {
  const [item, ...others] = items ?? [];
  if (item === undefined || others.length > 0) throw new Error(`expected one, not ${items?.length ?? 0}`);
  return item;
}
