import type { DBCluster } from '@aws-sdk/client-rds';
import type { Policy } from '../../domain/policy.ts';
import { hasBacktrack, regionTableDate } from './regions.ts';

export interface Obstacle {
  readonly cause: string;
  /** Why Backtrack cannot exist there, and what would make it possible. */
  readonly reason: string;
}

type Facts = Pick<
  DBCluster,
  'Engine' | 'EngineMode' | 'GlobalClusterIdentifier' | 'ReplicationSourceIdentifier' | 'ReadReplicaIdentifiers'
>;

/**
 * What keeps a cluster without Backtrack from ever having it, or undefined.
 * Sources: Aurora user guide, "Backtracking an Aurora DB cluster" (limitations), "Using Amazon Aurora global
 * databases" and "Using Amazon Aurora Serverless v1" (unsupported features).
 */
export function obstacleTo(
  cluster: Facts,
  region: string,
  policy: Pick<Policy, 'backtrackRegions'>,
): Obstacle | undefined {
  if (!hasBacktrack(region, policy.backtrackRegions)) {
    return {
      cause: 'region-without-backtrack',
      reason: `Backtrack does not exist in ${region} (AWS's table of ${regionTableDate}). If AWS has added it, set policy.backtrackRegions to [+${region}].`,
    };
  }
  if (cluster.Engine === 'aurora') {
    return {
      cause: 'aurora-v1',
      reason:
        'Aurora MySQL version 1 (MySQL 5.6) reached its end of life in February 2023. Upgrade to version 3; a cluster can be restored with Backtrack there.',
    };
  }
  if (cluster.EngineMode === 'serverless') {
    return {
      cause: 'serverless-v1',
      reason:
        'Aurora Serverless v1 has no Backtrack. Moving to Serverless v2 or to provisioned instances makes it possible.',
    };
  }
  if (cluster.EngineMode === 'multimaster') {
    return {
      cause: 'multi-master',
      reason: 'Multi-master clusters have no Backtrack, and AWS has retired them. Move to a single-writer cluster.',
    };
  }
  if (isSet(cluster.GlobalClusterIdentifier) || cluster.EngineMode === 'global') {
    const name = cluster.GlobalClusterIdentifier ?? 'unnamed';
    return {
      cause: 'global-database',
      reason: `It belongs to the global database ${name}, and global databases have no Backtrack. Outside of it a restored cluster could have one.`,
    };
  }
  if (isSet(cluster.ReplicationSourceIdentifier)) {
    return {
      cause: 'replica',
      reason: `It replicates from ${cluster.ReplicationSourceIdentifier}, and Backtrack does not work with binary log replication. It would after the replica is promoted.`,
    };
  }
  if ((cluster.ReadReplicaIdentifiers ?? []).length > 0) {
    return {
      cause: 'replication-source',
      reason: `It has replicas (${cluster.ReadReplicaIdentifiers?.join(', ')}), and Backtrack does not work with binary log replication. It would without them.`,
    };
  }
  return undefined;
}

const isSet = (text: string | undefined): boolean => text !== undefined && text !== '';
