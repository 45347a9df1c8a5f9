import {
  type CreateDBClusterSnapshotMessage,
  type CreateDBClusterSnapshotResult,
  type DBClusterSnapshot,
  DBClusterSnapshotAlreadyExistsFault$,
} from '@aws-sdk/client-rds';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { clusterNamed } from '../find.ts';
import { appear } from '../lifecycle.ts';
import { authoriseTags, newIdentifier, refuseOthers, toldTags } from '../new-resource.ts';
import { occupy, requireAvailable } from '../occupy.ts';
import { withTags } from '../tag-rules.ts';
import { checkSnapshotQuota, snapshotOfCluster } from './snapshot-of-cluster.ts';

/**
 * Takes a snapshot: what was written before the call is in it, what came later is not. Meanwhile the cluster takes no
 * other change (the simulator's choice: AWS's pages do not say).
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
 */
export const createDBClusterSnapshot: Operation<CreateDBClusterSnapshotMessage> = {
  resource: ({ DBClusterIdentifier, DBClusterSnapshotIdentifier: name }, call) => [
    resourceArn(call, 'cluster', DBClusterIdentifier),
    resourceArn(call, 'cluster-snapshot', name?.toLowerCase()),
  ],
  told: toldTags,
  run(input, call): CreateDBClusterSnapshotResult {
    const { DBClusterIdentifier = '', DBClusterSnapshotIdentifier: asked = '', Tags = [] } = input;
    refuseOthers(input, ['DBClusterIdentifier', 'DBClusterSnapshotIdentifier', 'Tags'], 'CreateDBClusterSnapshot');
    authoriseTags(resourceArn(call, 'cluster-snapshot', asked.toLowerCase()), input, call);
    const name = newIdentifier('DBClusterSnapshotIdentifier', asked);
    const { clusterSnapshots } = call.holdings;
    const cluster = clusterNamed(DBClusterIdentifier, call);
    if (clusterSnapshots.has(name)) {
      const text = `Cannot create the DB cluster snapshot because a snapshot with the identifier ${name} already exists.`;
      throw modelled(DBClusterSnapshotAlreadyExistsFault$, text);
    }
    checkSnapshotQuota(call);
    requireAvailable(cluster, call, 'a snapshot');
    const snapshot = snapshotOfCluster(cluster, name, withTags([], Tags), call);
    clusterSnapshots.set(name, snapshot);
    appear(snapshot, call.now, call);
    showProgress(snapshot, call.now.getTime(), call.waitMs('modifyStarts', 'snapshotRuns'), call.at);
    occupy(cluster, 'backing-up', 'snapshotRuns', call, (at) => {
      snapshot.Status = call.ending?.state ?? 'available';
      if (snapshot.Status === 'available') snapshot.PercentProgress = 100;
      const message = call.ending
        ? (call.ending.message ?? 'Manual cluster snapshot failed')
        : 'Manual cluster snapshot created';
      tellOf('db-cluster-snapshot', name, message, ['backup'], at, call);
    });
    return { DBClusterSnapshot: { ...snapshot } };
  },
};

function showProgress(
  snapshot: DBClusterSnapshot,
  from: number,
  takes: number,
  at: (time: Date, effect: () => void) => void,
): void {
  for (const percent of [20, 60, 90]) {
    at(new Date(from + (takes * percent) / 100), () => {
      snapshot.PercentProgress = percent;
    });
  }
}
