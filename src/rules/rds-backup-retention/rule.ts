import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { defined } from '../../domain/defined.ts';
import type { Resource } from '../../domain/finding.ts';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { Outcome, RuleContext } from '../../domain/rule.ts';
import { type Named, standalone, sweepClusters, sweepInstances } from '../reads.ts';
import { mentionOwner } from '../verdicts.ts';
import { judge, leastDays, type Retention } from './verdict.ts';

/**
 * Aurora and RDS Multi-AZ clusters, then the instances outside of clusters. One sweep that is denied leaves the
 * verdicts of the other; the scan adds what could not be judged.
 */
export async function* evaluate(context: RuleContext): AsyncGenerator<Outcome> {
  const [clusters, instances] = await Promise.allSettled([sweepClusters(context), sweepInstances(context)]);
  if (clusters.status === 'fulfilled') {
    for (const cluster of clusters.value) {
      yield outcome(context, 'AWS::RDS::DBCluster', cluster, retentionOfCluster(cluster));
    }
  }
  if (instances.status === 'fulfilled') {
    for (const instance of standalone(instances.value)) {
      yield outcome(context, 'AWS::RDS::DBInstance', instance, retentionOfInstance(instance));
    }
  }
  for (const sweep of [clusters, instances]) if (sweep.status === 'rejected') throw sweep.reason;
}

export const retentionOfCluster = (cluster: DBCluster): Retention => ({
  kind: 'cluster',
  days: cluster.BackupRetentionPeriod,
  pendingDays: cluster.PendingModifiedValues?.BackupRetentionPeriod,
  status: cluster.Status,
  recoveryPoint: cluster.AwsBackupRecoveryPointArn,
});

export const retentionOfInstance = (instance: DBInstance): Retention => ({
  kind: 'instance',
  days: instance.BackupRetentionPeriod,
  pendingDays: instance.PendingModifiedValues?.BackupRetentionPeriod,
  status: instance.DBInstanceStatus,
  replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier || instance.ReadReplicaSourceDBClusterIdentifier,
  recoveryPoint: instance.AwsBackupRecoveryPointArn,
});

function outcome(
  { policy, now }: RuleContext,
  type: Resource['type'],
  database: Named<DBCluster> | Named<DBInstance>,
  retention: Retention,
): Outcome {
  const owner = managedByCode(database.tags, policy.iacTags);
  return {
    resource: { type, id: database.name, arn: database.arn, tags: database.tags },
    ...mentionOwner(judge(retention, policy), owner),
    evidence: defined({
      engine: database.Engine,
      engineVersion: database.EngineVersion,
      status: retention.status,
      nativeBackupRetentionDays: retention.days ?? null,
      pendingRetentionDays: retention.pendingDays,
      minimumRetentionDays: leastDays(policy),
      policyRetentionDays: policy.minRetentionDays,
      backupWindowUtc: database.PreferredBackupWindow,
      replicatesFrom: retention.replicaOf,
      awsBackupRecoveryPoint: retention.recoveryPoint,
      latestRestorableTime: database.LatestRestorableTime?.toISOString(),
      managedBy: owner,
      readAt: now.toISOString(),
    }),
  };
}
