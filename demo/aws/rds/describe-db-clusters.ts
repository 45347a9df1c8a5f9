import {
  type DBCluster,
  type DBClusterMessage,
  DBClusterNotFoundFault$,
  type DBInstance,
  type DescribeDBClustersMessage,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { identifierIn, rdsPage, resourceArn } from './arguments.ts';
import { slideBacktrack } from './backtrack.ts';
import { type FilterTable, filtered } from './filters.ts';
import { inLists, isShown } from './lifecycle.ts';
import { slideRestorable } from './restorable.ts';

const FILTERS: FilterTable<DBCluster> = {
  'clone-group-id': ({ CloneGroupId }) => [CloneGroupId],
  'db-cluster-id': ({ DBClusterIdentifier, DBClusterArn }) => [DBClusterIdentifier, DBClusterArn],
  'db-cluster-resource-id': ({ DbClusterResourceId }) => [DbClusterResourceId],
  domain: ({ DomainMemberships }) => (DomainMemberships ?? []).map(({ Domain }) => Domain),
  engine: ({ Engine }) => [Engine],
};

/** Lists Aurora, Neptune, DocumentDB and RDS Multi-AZ clusters alike, as AWS does; IncludeShared adds those of other accounts. */
export const describeDBClusters: Operation<DescribeDBClustersMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run(input, call): DBClusterMessage {
    const found = filtered(candidates(input, call), input.Filters, FILTERS);
    for (const one of found) {
      slideBacktrack(one, call.now);
      slideRestorable(one, call);
    }
    const { items, next } = rdsPage(call, 'DescribeDBClusters', input, found, (one) => one.DBClusterIdentifier ?? '');
    return { DBClusters: [...items], Marker: next };
  },
};

function candidates({ DBClusterIdentifier: asked, IncludeShared }: DescribeDBClustersMessage, call: Call): DBCluster[] {
  const { clusters, sharedClusters } = call.holdings;
  const shared = IncludeShared ? sharedClusters : new Map<string, DBCluster>();
  if (asked === undefined) return [...inLists(clusters.values(), isCluster, call), ...shared.values()];
  const cluster = clusters.get(identifierIn(call, 'DBClusterIdentifier', 'cluster', asked) ?? '') ?? shared.get(asked);
  if (!cluster || !isShown(cluster, call)) throw modelled(DBClusterNotFoundFault$, `DBCluster ${asked} not found.`);
  return [cluster];
}

function isCluster(one: DBCluster | DBInstance): one is DBCluster {
  return 'DBClusterArn' in one;
}
