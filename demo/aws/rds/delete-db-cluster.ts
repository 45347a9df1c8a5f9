import {
  type DBCluster,
  DBClusterSnapshotAlreadyExistsFault$,
  type DeleteDBClusterMessage,
  type DeleteDBClusterResult,
  InvalidDBClusterStateFault$,
} from '@aws-sdk/client-rds';
import { AwsError } from '../errors.ts';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { resourceArn } from './arguments.ts';
import { checkSnapshotQuota, snapshotOfCluster } from './cluster-snapshots/snapshot-of-cluster.ts';
import { tellOf } from './events.ts';
import { clusterNamed, membersOf } from './find.ts';
import { appear, giveUpName, vanish } from './lifecycle.ts';
import { newIdentifier } from './new-resource.ts';

/** States in which a cluster can be deleted. */
const DELETABLE =
  /^(available|failed|cloning-failed|migration-failed|incompatible-.*|inaccessible-encryption-credentials)$/;

/**
 * Deletes a cluster whose instances are gone or going. Its automated backups go with it unless told otherwise or
 * AWS Backup keeps them; manual snapshots stay.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
 */
export const deleteDBCluster: Operation<DeleteDBClusterMessage> = {
  resource: ({ DBClusterIdentifier, FinalDBSnapshotIdentifier: final }, call) => [
    resourceArn(call, 'cluster', DBClusterIdentifier),
    ...(final === undefined ? [] : [resourceArn(call, 'cluster-snapshot', final.toLowerCase())]),
  ],
  run(input, call): DeleteDBClusterResult {
    const cluster = clusterNamed(input.DBClusterIdentifier ?? '', call);
    const final = finalSnapshot(input, call);
    checkDeletable(cluster, call);
    if (final !== undefined) {
      const snapshot = snapshotOfCluster(cluster, final, [], call);
      call.holdings.clusterSnapshots.set(final, snapshot);
      appear(snapshot, call.now, call);
      call.later('snapshotRuns', () => {
        Object.assign(snapshot, { Status: 'available', PercentProgress: 100 });
      });
    }
    cluster.Status = 'deleting';
    const answer = { DBCluster: structuredClone(cluster) };
    call.holdings.busy.add(cluster);
    const waits = [
      ...(final === undefined ? [] : (['snapshotRuns'] as const)),
      'instanceDeletes',
      'clusterDeletes',
    ] as const;
    call.later(waits, (at) => remove(cluster, input.DeleteAutomatedBackups ?? true, at, call));
    return answer;
  },
};

function finalSnapshot(
  { SkipFinalSnapshot: skip, FinalDBSnapshotIdentifier: asked }: DeleteDBClusterMessage,
  call: Call,
): string | undefined {
  if (Boolean(skip) === (asked !== undefined)) {
    const text = skip
      ? 'FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is true.'
      : 'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.';
    throw new AwsError('InvalidParameterCombination', text);
  }
  if (asked === undefined) return undefined;
  const name = newIdentifier('FinalDBSnapshotIdentifier', asked);
  if (call.holdings.clusterSnapshots.has(name)) {
    const text = `Cannot create the DB cluster snapshot because a snapshot with the identifier ${name} already exists.`;
    throw modelled(DBClusterSnapshotAlreadyExistsFault$, text);
  }
  checkSnapshotQuota(call);
  return name;
}

function checkDeletable(cluster: DBCluster, call: Call): void {
  const { DBClusterIdentifier: name, Status = '', DeletionProtection, GlobalClusterIdentifier } = cluster;
  if (DeletionProtection) {
    const text = 'Cannot delete protected Cluster, please disable deletion protection and try again.';
    throw new AwsError('InvalidParameterCombination', text);
  }
  const state = (text: string): AwsError => modelled(InvalidDBClusterStateFault$, text);
  if (!DELETABLE.test(Status) || call.holdings.busy.has(cluster)) {
    throw state(`DB cluster ${name} is not in a state in which it can be deleted: it is ${Status}.`);
  }
  if (GlobalClusterIdentifier) {
    throw state('This cluster is a part of a global cluster, please remove it from globalcluster first');
  }
  if (membersOf(cluster, call).every(({ DBInstanceStatus }) => DBInstanceStatus === 'deleting')) return;
  throw state('Cluster cannot be deleted, it still contains DB instances in non-deleting state.');
}

function remove(cluster: DBCluster, withBackups: boolean, at: Date, call: Call): void {
  const { clusters, clusterSnapshots, retainedBackups, busy } = call.holdings;
  const { DBClusterIdentifier: name = '', DbClusterResourceId: id = '', AwsBackupRecoveryPointArn } = cluster;
  clusters.delete(name);
  busy.delete(cluster);
  if (withBackups && AwsBackupRecoveryPointArn === undefined) {
    for (const [key, { DbClusterResourceId, SnapshotType }] of clusterSnapshots) {
      if (SnapshotType === 'automated' && DbClusterResourceId === id) clusterSnapshots.delete(key);
    }
  } else retainedBackups.set(id, cluster);
  vanish(cluster, at, call);
  giveUpName(cluster.DBClusterArn ?? '', at, call);
  tellOf('db-cluster', name, 'DB cluster deleted', ['deletion'], at, call);
}
