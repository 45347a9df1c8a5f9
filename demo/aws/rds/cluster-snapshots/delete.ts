import {
  type DBClusterSnapshot,
  type DeleteDBClusterSnapshotMessage,
  type DeleteDBClusterSnapshotResult,
  InvalidDBClusterSnapshotStateFault$,
} from '@aws-sdk/client-rds';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { clusterSnapshotNamed } from '../find.ts';

/**
 * Deletes a manual snapshot that is not being made. That one being restored from, and one of AWS Backup's, is refused
 * under this code is the simulator's choice.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterSnapshot.html
 */
export const deleteDBClusterSnapshot: Operation<DeleteDBClusterSnapshotMessage> = {
  resource: ({ DBClusterSnapshotIdentifier }, call) =>
    resourceArn(call, 'cluster-snapshot', DBClusterSnapshotIdentifier),
  run({ DBClusterSnapshotIdentifier: asked = '' }, call): DeleteDBClusterSnapshotResult {
    const snapshot = clusterSnapshotNamed(asked, call);
    const name = snapshot.DBClusterSnapshotIdentifier ?? '';
    const reason = whyNot(snapshot, call);
    if (reason !== undefined) throw modelled(InvalidDBClusterSnapshotStateFault$, reason);
    snapshot.Status = 'deleting';
    call.later('snapshotDeletes', (at) => {
      call.holdings.clusterSnapshots.delete(name);
      tellOf('db-cluster-snapshot', name, 'Manual cluster snapshot deleted', ['backup'], at, call);
    });
    return { DBClusterSnapshot: { ...snapshot } };
  },
};

function whyNot(snapshot: DBClusterSnapshot, { holdings }: Call): string | undefined {
  const { DBClusterSnapshotIdentifier: name = '', SnapshotType, Status = '' } = snapshot;
  if (SnapshotType !== 'manual') return `Only manual snapshots can be deleted; ${name} is ${SnapshotType}.`;
  if (name.startsWith('awsbackup:')) return `The snapshot ${name} is managed by AWS Backup.`;
  if (!['available', 'failed'].includes(Status)) return `The snapshot ${name} is not available: it is ${Status}.`;
  if (holdings.lifecycle.restoring.has(snapshot)) return `The snapshot ${name} is being restored from.`;
  return undefined;
}
