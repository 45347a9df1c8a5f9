import {
  type DBCluster,
  type DBClusterAutomatedBackup,
  type DBClusterAutomatedBackupMessage,
  DBClusterAutomatedBackupNotFoundFault$,
  type DescribeDBClusterAutomatedBackupsMessage,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { rdsPage, resourceArn } from './arguments.ts';
import { type FilterTable, filtered } from './filters.ts';
import { slideRestorable } from './restorable.ts';

const FILTERS: FilterTable<DBClusterAutomatedBackup> = {
  status: ({ Status }) => [Status],
  'db-cluster-id': ({ DBClusterIdentifier, DBClusterArn }) => [DBClusterIdentifier, DBClusterArn],
  'db-cluster-resource-id': ({ DbClusterResourceId }) => [DbClusterResourceId],
};

/** The automated backups of clusters, those `retained` after a deletion included. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterAutomatedBackups.html */
export const describeDBClusterAutomatedBackups: Operation<DescribeDBClusterAutomatedBackupsMessage> = {
  resource: ({ DbClusterResourceId }, call) => resourceArn(call, 'cluster-auto-backup', DbClusterResourceId),
  run(input, call): DBClusterAutomatedBackupMessage {
    const { DbClusterResourceId: id, DBClusterIdentifier: name } = input;
    const { clusters, retainedBackups } = call.holdings;
    const all = [
      ...[...clusters.values()].map((one) => backupOf(one, 'available', call)),
      ...[...retainedBackups.values()].map((one) => backupOf(one, 'retained', call)),
    ].filter(
      (one) =>
        (id === undefined || one.DbClusterResourceId === id) &&
        (name === undefined || one.DBClusterIdentifier === name),
    );
    if (all.length === 0 && (id ?? name) !== undefined) {
      throw modelled(DBClusterAutomatedBackupNotFoundFault$, `No automated backups of ${id ?? name} were found.`);
    }
    const key = (one: DBClusterAutomatedBackup): string => one.DbClusterResourceId ?? '';
    const { items, next } = rdsPage(
      call,
      'DescribeDBClusterAutomatedBackups',
      input,
      filtered(all, input.Filters, FILTERS),
      key,
    );
    return { DBClusterAutomatedBackups: [...items], Marker: next };
  },
};

function backupOf(cluster: DBCluster, Status: string, call: Call): DBClusterAutomatedBackup {
  slideRestorable(cluster, call);
  return {
    Engine: cluster.Engine,
    EngineVersion: cluster.EngineVersion,
    DBClusterAutomatedBackupsArn: resourceArn(call, 'cluster-auto-backup', cluster.DbClusterResourceId?.toLowerCase()),
    DBClusterIdentifier: cluster.DBClusterIdentifier,
    DBClusterArn: cluster.DBClusterArn,
    DbClusterResourceId: cluster.DbClusterResourceId,
    RestoreWindow: { EarliestTime: cluster.EarliestRestorableTime, LatestTime: cluster.LatestRestorableTime },
    Region: call.region,
    Status,
    ClusterCreateTime: cluster.ClusterCreateTime,
    StorageEncrypted: cluster.StorageEncrypted,
    AllocatedStorage: cluster.AllocatedStorage,
    BackupRetentionPeriod: cluster.BackupRetentionPeriod,
    ...(cluster.KmsKeyId && { KmsKeyId: cluster.KmsKeyId }),
    ...(cluster.AwsBackupRecoveryPointArn && { AwsBackupRecoveryPointArn: cluster.AwsBackupRecoveryPointArn }),
  };
}
