import type { DBCluster, ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';

/** While AWS Backup makes continuous backups of a cluster, its retention is AWS Backup's. */
export function checkRetention({ BackupRetentionPeriod: days }: ModifyDBClusterMessage, cluster: DBCluster): void {
  if (days === undefined) return;
  if (!Number.isInteger(days) || days < 1 || days > 35) {
    throw invalidParameterValue(`Invalid backup retention period: ${days}. Retention period must be between 1 and 35`);
  }
  const { AwsBackupRecoveryPointArn: arn, DBClusterIdentifier: name, BackupRetentionPeriod: current } = cluster;
  if (!arn || days === current) return;
  throw new AwsError(
    'InvalidParameterValue',
    `RDS cluster ${name} is associated with the following AwsBackupRecoveryPointArn: ${arn}. ` +
      'The BackupRetentionPeriod can be blank, or you can use the current value',
  );
}
