import type { DBCluster, ModifyDBClusterMessage, ModifyDBClusterResult } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../errors.ts';
import type { Operation } from '../service.ts';
import { resourceArn } from './arguments.ts';
import { checkBacktrack, withBacktrack } from './backtrack.ts';
import { clusterNamed } from './find.ts';
import { nextMaintenance } from './maintenance.ts';
import { occupy, requireAvailable } from './occupy.ts';

const SUPPORTED: readonly (keyof ModifyDBClusterMessage)[] = [
  ...(['DBClusterIdentifier', 'ApplyImmediately', 'BacktrackWindow'] as const),
  ...(['BackupRetentionPeriod', 'CopyTagsToSnapshot', 'DeletionProtection'] as const),
];

/**
 * Changes settings of a cluster. The answer still shows the old values; the status turns to `modifying` a moment later
 * and back to `available` with the new values. Without ApplyImmediately the window and the retention wait for the
 * maintenance window: the retention is then among PendingModifiedValues, a Backtrack window has no field there.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
 */
export const modifyDBCluster: Operation<ModifyDBClusterMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run(input, call): ModifyDBClusterResult {
    const cluster = clusterNamed(input.DBClusterIdentifier ?? '', call);
    const other = Object.keys(input).find((member) => !SUPPORTED.includes(member as keyof ModifyDBClusterMessage));
    if (other) throw invalidParameterValue(`The simulated AWS cannot modify ${other}`);
    requireAvailable(cluster, call);
    checkRetention(input, cluster);
    checkBacktrack(input.BacktrackWindow, cluster, call.behaviour.backtrackRefusal);
    const { BackupRetentionPeriod, BacktrackWindow, CopyTagsToSnapshot, DeletionProtection } = input;
    const scheduled = { BackupRetentionPeriod, BacktrackWindow };
    const atOnce = { CopyTagsToSnapshot, DeletionProtection, ...(input.ApplyImmediately && scheduled) };
    if (hasSome(atOnce)) occupy(cluster, 'modifying', 'modifyRuns', call, (at) => apply(atOnce, cluster, at));
    if (!input.ApplyImmediately && hasSome(scheduled)) {
      if (BackupRetentionPeriod !== undefined) cluster.PendingModifiedValues = { BackupRetentionPeriod };
      call.at(nextMaintenance(cluster.PreferredMaintenanceWindow, call.now), (at) => {
        apply(scheduled, cluster, at);
        delete cluster.PendingModifiedValues;
      });
    }
    return { DBCluster: { ...cluster } };
  },
};

type Settings = Pick<
  ModifyDBClusterMessage,
  'BackupRetentionPeriod' | 'BacktrackWindow' | 'CopyTagsToSnapshot' | 'DeletionProtection'
>;

function hasSome(settings: Settings): boolean {
  return Object.values(settings).some((value) => value !== undefined);
}

function apply({ BacktrackWindow, ...settings }: Settings, cluster: DBCluster, at: Date): void {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  Object.assign(cluster, Object.fromEntries(given), withBacktrack(BacktrackWindow, cluster, at));
  if (BacktrackWindow === 0) delete cluster.EarliestBacktrackTime;
}

/** While AWS Backup makes continuous backups of a cluster, its retention is AWS Backup's. */
function checkRetention({ BackupRetentionPeriod: days }: ModifyDBClusterMessage, cluster: DBCluster): void {
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
