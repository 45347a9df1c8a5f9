import { type DBCluster, type DBClusterSnapshot, SnapshotQuotaExceededFault$, type Tag } from '@aws-sdk/client-rds';
import { placeOf } from '../../organization/place.ts';
import { clusterSnapshotOf } from '../../organization/snapshots.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';
import { tagsByArn } from '../tag-store.ts';

/** A manual snapshot of the cluster as it is now, in the state `creating`; with the cluster's tags if it copies them. */
export function snapshotOfCluster(
  cluster: DBCluster,
  name: string,
  tags: readonly Tag[],
  call: Call,
): DBClusterSnapshot {
  const place = placeOf(call.account.id, call.region, call.now);
  const copied = cluster.CopyTagsToSnapshot ? tagsByArn(cluster.DBClusterArn ?? '', call.holdings) : [];
  const own = copied.filter(({ Key = '' }) => !/^(aws|rds):/i.test(Key));
  const merged = new Map([...own, ...tags].map(({ Key = '', Value = '' }) => [Key, Value]));
  return {
    ...clusterSnapshotOf(cluster, { name, type: 'manual', created: call.now, tags: Object.fromEntries(merged) }, place),
    Status: 'creating',
    PercentProgress: 0,
    MasterUsername: cluster.MasterUsername,
    VpcId: call.holdings.network.subnetGroups.get(cluster.DBSubnetGroup ?? '')?.vpcId,
    IAMDatabaseAuthenticationEnabled: cluster.IAMDatabaseAuthenticationEnabled,
    BackupRetentionPeriod: cluster.BackupRetentionPeriod,
    PreferredBackupWindow: cluster.PreferredBackupWindow,
    ...(cluster.StorageType && { StorageType: cluster.StorageType }),
  };
}

/** Whether the snapshot counts: manual, and not of AWS Backup. */
export function isOwnManual({ SnapshotType, DBClusterSnapshotIdentifier: name = '' }: DBClusterSnapshot): boolean {
  return SnapshotType === 'manual' && !name.startsWith('awsbackup:');
}

/** Throws when the Region holds as many manual snapshots as it may. */
export function checkSnapshotQuota({ account, holdings }: Call): void {
  const own = [...holdings.clusterSnapshots.values()].filter(isOwnManual);
  if (own.length < account.quotas.manualClusterSnapshots) return;
  throw modelled(
    SnapshotQuotaExceededFault$,
    'Cannot create more than the allowed number of manual cluster snapshots.',
  );
}
