import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Named } from '../reads.ts';

/** Resource types of AWS Backup, as opt-in, jobs and recovery points name them. */
export type BackupType = 'RDS' | 'Aurora';

/** As much of a database as decides whether a selection covers it. */
export interface Database {
  readonly arn: string;
  readonly name: string;
  readonly kind: 'cluster' | 'instance';
  /** Both when the engine was not in the answer: then both have to be opted in. */
  readonly types: readonly BackupType[];
  /** Undefined when the answer held no list of tags, not even an empty one, or one with a tag cut short. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** Names of member instances, which cannot be backed up alone. */
  readonly members: readonly string[];
}

/** What of a database's life its backups are judged by. */
export interface LivingDatabase extends Database {
  readonly engine: string | undefined;
  readonly status: string | undefined;
  /** `cluster-…` or `db-…`; stays through renames, differs in another life of the same name. */
  readonly resourceId: string | undefined;
  readonly createdAt: Date | undefined;
  /** When a fix of ours put it into a plan, from the tag `aurora-keeper:assigned-at`. */
  readonly assignedAt: Date | undefined;
  /** Set while AWS Backup owns the database's continuous backup. */
  readonly continuousPointArn: string | undefined;
  readonly restorableTo: Date | undefined;
  /** 0: no native automated backups. */
  readonly nativeRetentionDays: number | undefined;
}

const assignedAtTag = 'aurora-keeper:assigned-at';

/**
 * Aurora clusters are of type Aurora, RDS Multi-AZ clusters of type RDS, and both have the ARN form `…:cluster:…`.
 * AWS Backup guide, "Assign resources with AWS CLI", shared resource types.
 */
function typesOf(engine: string | undefined): BackupType[] {
  if (engine === undefined || engine === '') return ['Aurora', 'RDS'];
  return [engine.startsWith('aurora') ? 'Aurora' : 'RDS'];
}

const dateOf = (text: string | undefined): Date | undefined => {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
};

const known = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** What clusters and instances have in common. */
const shared = (database: Named<DBCluster> | Named<DBInstance>) => ({
  arn: database.arn,
  name: database.name,
  tags: database.TagList?.every(({ Key, Value }) => Key !== undefined && Value !== undefined)
    ? database.tags
    : undefined,
  engine: database.Engine,
  assignedAt: dateOf(database.tags[assignedAtTag]),
  continuousPointArn: known(database.AwsBackupRecoveryPointArn),
  restorableTo: database.LatestRestorableTime,
  nativeRetentionDays: database.BackupRetentionPeriod,
});

export const fromCluster = (cluster: Named<DBCluster>): LivingDatabase => ({
  ...shared(cluster),
  kind: 'cluster',
  types: typesOf(cluster.Engine),
  members: (cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier: name }) => (name ? [name] : [])),
  status: cluster.Status,
  resourceId: known(cluster.DbClusterResourceId),
  createdAt: cluster.ClusterCreateTime,
});

export const fromInstance = (instance: Named<DBInstance>): LivingDatabase => ({
  ...shared(instance),
  kind: 'instance',
  types: ['RDS'],
  members: [],
  status: instance.DBInstanceStatus,
  resourceId: known(instance.DbiResourceId),
  createdAt: instance.InstanceCreateTime,
});
