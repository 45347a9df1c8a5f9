import { BackupClient, paginateListProtectedResources } from '@aws-sdk/client-backup';
import {
  type DBCluster,
  type DBInstance,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBSnapshots,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { RuleContext } from '../../domain/rule.ts';
import { isRds, type Named } from '../reads.ts';

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

/** AWS Backup names the snapshots it takes `awsbackup:job-<uuid>`, copies `awsbackup:copyjob-<uuid>`. */
const awsBackupPrefix = 'awsbackup:';

const paging = { stopOnSameToken: true };

/** A database whose retention AWS Backup owns says so itself; costs no call. */
const continuousBackup: Source = async (_context, { clusters, instances }) => {
  const found = [...clusters, ...instances].find(
    ({ AwsBackupRecoveryPointArn: arn }) => arn !== undefined && arn !== '',
  );
  return found && { kind: 'continuous backup', of: found.name, id: found.AwsBackupRecoveryPointArn ?? '' };
};

/** `SnapshotType=awsbackup` exists for instances only (DescribeDBSnapshots; "does not apply to Aurora"). */
const instanceSnapshot: Source = async ({ client, signal }, { instances }) => {
  if (instances.length === 0) return undefined;
  const config = { client: client(RDSClient), ...paging };
  for await (const page of paginateDescribeDBSnapshots(
    config,
    { SnapshotType: 'awsbackup' },
    { abortSignal: signal },
  )) {
    const found = page.DBSnapshots?.[0];
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

/** Of clusters AWS Backup's snapshots are listed among the manual ones, told apart by their name. */
const clusterSnapshot: Source = async ({ client, signal }, { clusters }) => {
  if (clusters.length === 0) return undefined;
  const config = { client: client(RDSClient), ...paging };
  for await (const page of paginateDescribeDBClusterSnapshots(config, {}, { abortSignal: signal })) {
    const found = page.DBClusterSnapshots?.find(
      (each) => isRds(each) && each.DBClusterSnapshotIdentifier?.startsWith(awsBackupPrefix),
    );
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
