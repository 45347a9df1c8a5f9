import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { RegionState } from '../organization/region.ts';
import type { Records, Target } from './name-service.ts';

/** What an instance is while it answers: until it is stopped or gone. */
const UP = new Set([
  ...['available', 'backing-up', 'modifying', 'renaming', 'stopping', 'deleting', 'configuring-enhanced-monitoring'],
  ...['maintenance', 'storage-optimization', 'configuring-log-exports'],
]);
const CLUSTER_DOWN =
  /^(creating|stopped|starting|failing-over|failed|incompatible-.*|inaccessible-.*|cloning-failed|upgrading|backtracking)$/;

/** A member that answers. */
export interface Server {
  readonly instance: string;
  readonly instanceName: string;
  readonly cluster: string;
  readonly clusterName: string;
  readonly writes: boolean;
}

/** The members of Aurora clusters that answer now, by resource id. */
export function serversIn({ clusters, instances }: RegionState): ReadonlyMap<string, Server> {
  const found = new Map<string, Server>();
  for (const one of instances.values()) {
    const cluster = clusters.get(one.DBClusterIdentifier ?? '');
    const member = cluster?.DBClusterMembers?.find((other) => other.DBInstanceIdentifier === one.DBInstanceIdentifier);
    if (!cluster || !member || !isUp(one, cluster)) continue;
    const instance = one.DbiResourceId ?? '';
    found.set(instance, {
      instance,
      instanceName: one.DBInstanceIdentifier ?? '',
      cluster: cluster.DbClusterResourceId ?? '',
      clusterName: cluster.DBClusterIdentifier ?? '',
      writes: member.IsClusterWriter ?? false,
    });
  }
  return found;
}

function isUp({ DBInstanceStatus = '' }: DBInstance, { Status = '' }: DBCluster): boolean {
  return UP.has(DBInstanceStatus) && !CLUSTER_DOWN.test(Status);
}

/** Where the endpoints of a Region should lead: those of clusters that are made, and of instances. */
export function recordsOf({ clusters, instances }: RegionState): Records {
  const records = new Map<string, Target>();
  for (const { Status, Endpoint, ReaderEndpoint, DbClusterResourceId: id = '' } of clusters.values()) {
    if (Status === 'creating') continue;
    if (Endpoint) records.set(Endpoint, { kind: 'writer', id });
    if (ReaderEndpoint) records.set(ReaderEndpoint, { kind: 'reader', id });
  }
  for (const { DBInstanceStatus, Endpoint, DbiResourceId: id = '' } of instances.values()) {
    if (DBInstanceStatus !== 'creating' && Endpoint?.Address) records.set(Endpoint.Address, { kind: 'instance', id });
  }
  return records;
}

/** The member that a connection to the target reaches. */
export function serverFor(target: Target | undefined, servers: ReadonlyMap<string, Server>): Server | undefined {
  if (!target) return undefined;
  if (target.kind === 'instance') return servers.get(target.id);
  const members = [...servers.values()].filter(({ cluster }) => cluster === target.id);
  const writer = members.find(({ writes }) => writes);
  if (target.kind === 'writer') return writer;
  return members.find(({ writes }) => !writes) ?? writer;
}
