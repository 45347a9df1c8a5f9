import { BackupClient, paginateListProtectedResources } from '@aws-sdk/client-backup';
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { RuleContext } from '../../domain/rule.ts';
import { backupSnapshotsOfClusters, backupSnapshotsOfInstances, type Named } from '../reads.ts';

export interface Databases {
  readonly clusters: readonly Named<DBCluster>[];
  /** Instances outside of clusters. */
  readonly instances: readonly Named<DBInstance>[];
}

/** A sign that AWS Backup protects something here. */
export interface RecoveryPoint {
  readonly kind: 'continuous backup' | 'snapshot' | 'cluster snapshot' | 'protected resource';
  readonly of: string;
  readonly id: string;
  readonly at?: Date | undefined;
}

export type Source = (context: RuleContext, databases: Databases) => Promise<RecoveryPoint | undefined>;

const paging = { stopOnSameToken: true };

/** A database whose retention AWS Backup owns says so itself; costs no call. */
const continuousBackup: Source = async (_context, { clusters, instances }) => {
  const found = [...clusters, ...instances].find(
    ({ AwsBackupRecoveryPointArn: arn }) => arn !== undefined && arn !== '',
  );
  return found && { kind: 'continuous backup', of: found.name, id: found.AwsBackupRecoveryPointArn ?? '' };
};

const instanceSnapshot: Source = async (context, { instances }) => {
  if (instances.length === 0) return undefined;
  for await (const [found] of backupSnapshotsOfInstances(context)) {
    if (found !== undefined) {
      return {
        kind: 'snapshot',
        of: found.DBInstanceIdentifier ?? '?',
        id: found.DBSnapshotIdentifier ?? '?',
        at: found.SnapshotCreateTime,
      };
    }
  }
  return undefined;
};

const clusterSnapshot: Source = async (context, { clusters }) => {
  if (clusters.length === 0) return undefined;
  for await (const [found] of backupSnapshotsOfClusters(context)) {
    if (found !== undefined) {
      return {
        kind: 'cluster snapshot',
        of: found.DBClusterIdentifier ?? '?',
        id: found.DBClusterSnapshotIdentifier ?? '?',
        at: found.SnapshotCreateTime,
      };
    }
  }
  return undefined;
};

/** What AWS Backup itself has backed up; also continuous backups, which are no snapshots. */
const protectedResource: Source = async ({ client, signal }) => {
  const config = { client: client(BackupClient), ...paging };
  for await (const page of paginateListProtectedResources(config, {}, { abortSignal: signal })) {
    const found = page.Results?.find(({ ResourceType }) => ResourceType === 'RDS' || ResourceType === 'Aurora');
    if (found !== undefined) {
      const arn = found.ResourceArn ?? '?';
      return {
        kind: 'protected resource',
        of: arn.split(':').at(-1) ?? arn,
        id: found.LastRecoveryPointArn ?? arn,
        at: found.LastBackupTime,
      };
    }
  }
  return undefined;
};

/** Cheapest first; the first sign found ends the search. */
export const sources: readonly Source[] = [continuousBackup, instanceSnapshot, clusterSnapshot, protectedResource];
