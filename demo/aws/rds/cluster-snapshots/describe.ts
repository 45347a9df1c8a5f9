import {
  type DBClusterSnapshot,
  type DBClusterSnapshotMessage,
  DBClusterSnapshotNotFoundFault$,
  type DescribeDBClusterSnapshotsMessage,
} from '@aws-sdk/client-rds';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { identifierIn, rdsPage, resourceArn } from '../arguments.ts';
import { type FilterTable, filtered } from '../filters.ts';
import { clusterSnapshotNamed } from '../find.ts';
import { isShown } from '../lifecycle.ts';
import { typeTest } from '../snapshot-types.ts';

const TYPES = ['automated', 'manual', 'shared', 'public'];

function filtersFor(call: Call): FilterTable<DBClusterSnapshot> {
  return {
    'db-cluster-id': ({ DBClusterIdentifier: cluster }) => [cluster, resourceArn(call, 'cluster', cluster)],
    'db-cluster-snapshot-id': ({ DBClusterSnapshotIdentifier }) => [DBClusterSnapshotIdentifier],
    'snapshot-type': ({ SnapshotType }) => [SnapshotType],
    engine: ({ Engine }) => [Engine],
  };
}

/** Lists cluster snapshots. AWS Backup's are `manual` ones whose identifier starts with `awsbackup:`. */
export const describeDBClusterSnapshots: Operation<DescribeDBClusterSnapshotsMessage> = {
  resource: ({ DBClusterSnapshotIdentifier }, call) =>
    resourceArn(call, 'cluster-snapshot', DBClusterSnapshotIdentifier),
  run(input, call): DBClusterSnapshotMessage {
    const found = filtered(candidates(input, call), input.Filters, filtersFor(call));
    const key = (one: DBClusterSnapshot): string => one.DBClusterSnapshotIdentifier ?? '';
    const { items, next } = rdsPage(call, 'DescribeDBClusterSnapshots', input, found, key);
    return { DBClusterSnapshots: [...items], Marker: next };
  },
};

function candidates(input: DescribeDBClusterSnapshotsMessage, call: Call): DBClusterSnapshot[] {
  const { DBClusterSnapshotIdentifier: asked, DBClusterIdentifier, DbClusterResourceId } = input;
  const all = call.holdings.clusterSnapshots;
  const wanted = typeTest(input, TYPES, asked !== undefined);
  const cluster = DBClusterIdentifier && identifierIn(call, 'DBClusterIdentifier', 'cluster', DBClusterIdentifier);
  let found = [...all.values()];
  if (asked !== undefined) {
    const snapshot = clusterSnapshotNamed(asked, call);
    if (!isShown(snapshot, call)) {
      throw modelled(DBClusterSnapshotNotFoundFault$, `DBClusterSnapshot ${asked} not found.`);
    }
    found = [snapshot];
  }
  return found.filter(
    (one) =>
      isShown(one, call) &&
      wanted(one.SnapshotType) &&
      (DBClusterIdentifier === undefined || one.DBClusterIdentifier === cluster) &&
      (DbClusterResourceId === undefined || one.DbClusterResourceId === DbClusterResourceId),
  );
}
