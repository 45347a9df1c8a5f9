import {
  type DBCluster,
  DBClusterNotFoundFault$,
  type DBClusterSnapshot,
  DBClusterSnapshotNotFoundFault$,
  type DBInstance,
  DBInstanceNotFoundFault$,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call } from '../service.ts';
import { identifierIn } from './arguments.ts';

/** The cluster of the caller's account and Region with this name or ARN, in whatever state. Throws when there is none. */
export function clusterNamed(asked: string, call: Call, parameter = 'DBClusterIdentifier'): DBCluster {
  const cluster = call.holdings.clusters.get(identifierIn(call, parameter, 'cluster', asked) ?? '');
  if (!cluster) throw modelled(DBClusterNotFoundFault$, `DBCluster ${asked} not found.`);
  return cluster;
}

/** The same for an instance. */
export function instanceNamed(asked: string, call: Call): DBInstance {
  const instance = call.holdings.instances.get(identifierIn(call, 'DBInstanceIdentifier', 'db', asked) ?? '');
  if (!instance) throw modelled(DBInstanceNotFoundFault$, `DBInstance ${asked} not found.`);
  return instance;
}

/** The same for a cluster snapshot; one of another account is known by its ARN. */
export function clusterSnapshotNamed(asked: string, call: Call): DBClusterSnapshot {
  const { clusterSnapshots } = call.holdings;
  const name = identifierIn(call, 'DBClusterSnapshotIdentifier', 'cluster-snapshot', asked) ?? asked;
  const snapshot = clusterSnapshots.get(name);
  if (!snapshot) throw modelled(DBClusterSnapshotNotFoundFault$, `DBClusterSnapshot ${asked} not found.`);
  return snapshot;
}

/** The instances of a cluster that have not gone, in whatever state. */
export function membersOf(cluster: DBCluster, { holdings }: Pick<Call, 'holdings'>): DBInstance[] {
  return [...holdings.instances.values()].filter((one) => one.DBClusterIdentifier === cluster.DBClusterIdentifier);
}
