import {
  type DBCluster,
  type DescribeGlobalClustersMessage,
  type GlobalCluster,
  GlobalClusterNotFoundFault$,
  type GlobalClustersMessage,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import { stableLetters } from '../random.ts';
import type { Call, Operation } from '../service.ts';
import { rdsPage } from './arguments.ts';
import { type FilterTable, filtered } from './filters.ts';

const FILTERS: FilterTable<GlobalCluster> = {
  region: ({ GlobalClusterMembers = [] }) =>
    GlobalClusterMembers.map(({ DBClusterArn }) => DBClusterArn?.split(':')[3]),
};

/**
 * The global databases of the account, put together from their members in all its Regions and answered alike in each
 * (from which Regions AWS tells of them is not documented). The first member by Region that is no replica writes.
 */
export const describeGlobalClusters: Operation<DescribeGlobalClustersMessage> = {
  resource: ({ GlobalClusterIdentifier: asked }, { account }) =>
    `arn:aws:rds::${account.id}:global-cluster:${asked ?? '*'}`,
  run(input, call): GlobalClustersMessage {
    const found = filtered(candidates(input, call), input.Filters, FILTERS);
    const key = (one: GlobalCluster): string => one.GlobalClusterIdentifier ?? '';
    const { items, next } = rdsPage(call, 'DescribeGlobalClusters', input, found, key);
    return { GlobalClusters: [...items], Marker: next };
  },
};

function candidates(
  { GlobalClusterIdentifier: asked }: DescribeGlobalClustersMessage,
  { account }: Call,
): GlobalCluster[] {
  const members = new Map<string, DBCluster[]>();
  for (const region of [...account.enabledRegions].sort()) {
    for (const cluster of account.region(region).clusters.values()) {
      const name = cluster.GlobalClusterIdentifier;
      if (name) members.set(name, [...(members.get(name) ?? []), cluster]);
    }
  }
  const all = [...members].map(([name, clusters]) => globalClusterOf(name, clusters, account.id));
  if (asked === undefined) return all;
  const found = all.filter(({ GlobalClusterIdentifier }) => GlobalClusterIdentifier === asked.toLowerCase());
  if (found.length === 0) throw modelled(GlobalClusterNotFoundFault$, `Global cluster ${asked} not found.`);
  return found;
}

function globalClusterOf(name: string, clusters: readonly DBCluster[], accountId: string): GlobalCluster {
  const writer = clusters.find(({ ReplicationSourceIdentifier }) => !ReplicationSourceIdentifier) ?? clusters[0];
  const readers = clusters.filter((one) => one !== writer).flatMap(({ DBClusterArn }) => DBClusterArn ?? []);
  return {
    GlobalClusterIdentifier: name,
    GlobalClusterResourceId: `cluster-${stableLetters(16, 'global', accountId, name).toLowerCase()}`,
    GlobalClusterArn: `arn:aws:rds::${accountId}:global-cluster:${name}`,
    Status: 'available',
    Engine: writer?.Engine,
    EngineVersion: writer?.EngineVersion,
    StorageEncrypted: writer?.StorageEncrypted,
    DeletionProtection: false,
    GlobalClusterMembers: clusters.map((one) => ({
      DBClusterArn: one.DBClusterArn,
      Readers: one === writer ? readers : [],
      IsWriter: one === writer,
      ...(one !== writer && { GlobalWriteForwardingStatus: 'disabled', SynchronizationStatus: 'connected' }),
    })),
    TagList: [],
  };
}
