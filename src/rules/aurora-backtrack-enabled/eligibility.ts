import type { DBCluster } from '@aws-sdk/client-rds';
import type { Policy } from '../../domain/policy.ts';
import { hasBacktrack, regionTableDate } from './regions.ts';
import { versionHasBacktrack } from './versions.ts';

export interface Obstacle {
  readonly cause: string;
  /** Why Backtrack cannot exist there, and what would make it possible. */
  readonly reason: string;
}

/** Something that AWS said which this rule does not know: no verdict may rest on it. */
export interface Doubt extends Obstacle {
  readonly doubt: true;
}

type Facts = Pick<
  DBCluster,
  | 'Engine'
  | 'EngineVersion'
  | 'EngineMode'
  | 'ScalingConfigurationInfo'
  | 'Capacity'
  | 'GlobalClusterIdentifier'
  | 'GlobalWriteForwardingStatus'
  | 'GlobalWriteForwardingRequested'
  | 'ReplicationSourceIdentifier'
  | 'ReadReplicaIdentifiers'
>;

/**
 * What keeps a cluster without Backtrack from ever having it, as far as DescribeDBClusters tells, or undefined.
 * Sources: Aurora user guide, "Backtracking an Aurora DB cluster" (limitations), "Using Amazon Aurora global
 * databases" and "Using Amazon Aurora Serverless v1" (unsupported features).
 */
export function obstacleTo(
  cluster: Facts,
  region: string,
  policy: Pick<Policy, 'backtrackRegions'>,
): Obstacle | Doubt | undefined {
  return (
    ofRegion(region, policy) ??
    ofEngine(cluster) ??
    ofMode(cluster) ??
    ofGlobalDatabase(cluster) ??
    ofReplication(cluster) ??
    ofVersion(cluster, region)
  );
}

const ofRegion = (region: string, { backtrackRegions }: Pick<Policy, 'backtrackRegions'>): Obstacle | undefined =>
  hasBacktrack(region, backtrackRegions)
    ? undefined
    : {
        cause: 'region-without-backtrack',
        reason: `Backtrack does not exist in ${region} (AWS's table of ${regionTableDate}). If AWS has added it, set policy.backtrackRegions to [+${region}].`,
      };

const version1: Obstacle = {
  cause: 'aurora-v1',
  reason:
    'Aurora MySQL version 1 (MySQL 5.6) reached its end of life in February 2023. Upgrade to version 3; a cluster can be restored with Backtrack there.',
};

const ofEngine = ({ Engine }: Facts): Obstacle | undefined => (Engine === 'aurora' ? version1 : undefined);

/** `parallelquery` was a mode of its own until version 2.09; nothing excludes it from Backtrack. */
const ordinaryModes: ReadonlySet<string> = new Set(['provisioned', 'parallelquery', 'global']);

/** Without an engine mode, only what Serverless v1 alone has tells it: the others are provisioned, AWS's default. */
function ofMode({ EngineMode, ScalingConfigurationInfo, Capacity }: Facts): Obstacle | Doubt | undefined {
  const serverlessV1 = ScalingConfigurationInfo !== undefined || Capacity !== undefined;
  const mode = EngineMode ?? (serverlessV1 ? 'serverless' : 'provisioned');
  if (mode === 'serverless') {
    return {
      cause: 'serverless-v1',
      reason:
        'Aurora Serverless v1 has no Backtrack. Moving to Serverless v2 or to provisioned instances makes it possible.',
    };
  }
  if (mode === 'multimaster') {
    return {
      cause: 'multi-master',
      reason:
        'Multi-master clusters have no Backtrack, and AWS has retired them. Moving to a single-writer cluster makes it possible.',
    };
  }
  return ordinaryModes.has(mode)
    ? undefined
    : {
        doubt: true,
        cause: 'engine-mode-not-known',
        reason: `Its engine mode is ${mode}, and whether Backtrack can exist there is not known.`,
      };
}

/**
 * `GlobalClusterIdentifier` is in the answer of every member since June 2025 (RDS API, 2025-06-06), so
 * DescribeGlobalClusters is not asked.
 */
function ofGlobalDatabase(cluster: Facts): Obstacle | undefined {
  const { GlobalClusterIdentifier: name, GlobalWriteForwardingStatus: forwarding = 'unknown' } = cluster;
  const member =
    isSet(name) || cluster.GlobalWriteForwardingRequested === true || !['unknown', 'disabled'].includes(forwarding);
  if (!member && cluster.EngineMode !== 'global') return undefined;
  const which = isSet(name) ? `the global database ${name}` : 'a global database';
  return {
    cause: 'global-database',
    reason: `It belongs to ${which}, and global databases have no Backtrack. Outside of it a restored cluster could have one.`,
  };
}

function ofReplication({ ReplicationSourceIdentifier, ReadReplicaIdentifiers = [] }: Facts): Obstacle | undefined {
  if (isSet(ReplicationSourceIdentifier)) {
    return {
      cause: 'replica',
      reason: `It replicates from ${ReplicationSourceIdentifier}, and Backtrack does not work with binary log replication. It would after the replica is promoted.`,
    };
  }
  if (ReadReplicaIdentifiers.length > 0) {
    return {
      cause: 'replication-source',
      reason: `It has replicas (${ReadReplicaIdentifiers.join(', ')}), and Backtrack does not work with binary log replication. It would without them.`,
    };
  }
  return undefined;
}

function ofVersion({ EngineVersion }: Facts, region: string): Obstacle | Doubt | undefined {
  const answer = versionHasBacktrack(EngineVersion, region);
  if (answer.has === true) return undefined;
  if (answer.has === undefined) {
    return {
      doubt: true,
      cause: 'version-not-known',
      reason: `Its engine version is ${EngineVersion ?? 'missing in what AWS told'}, and whether Backtrack can exist there is not known.`,
    };
  }
  if (answer.endOfLife) return version1;
  return {
    cause: 'version-too-old',
    reason: `Its version ${EngineVersion} has no Backtrack in ${region}: that begins with Aurora MySQL ${answer.needs}. Upgrade; a cluster can be restored with Backtrack there.`,
  };
}

const isSet = (text: string | undefined): boolean => text !== undefined && text !== '';
