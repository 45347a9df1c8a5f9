import { backupArn } from '../organization/backup-names.ts';
import { continuousPointArn } from '../organization/clusters.ts';
import { type Place, placeOf, rdsArn } from '../organization/place.ts';
import type { RecoveryPoint } from '../organization/recovery-points.ts';
import { clusterSnapshotOf, snapshotOf } from '../organization/snapshots.ts';
import { databasesIn } from './candidates.ts';
import type { JobWorld } from './job-world.ts';
import type { JobOrder } from './run-job.ts';

/** Puts the recovery point into its vault, and the snapshot that it is into RDS. Gives the recovery point's ARN. */
export function complete(order: JobOrder, world: JobWorld, created: Date): string {
  const { account, region, holdings } = world;
  const place = placeOf(account.id, region, created);
  const point = order.continuous ? continuousPoint(order, world, place) : snapshotPoint(order, world, place);
  const recoveryPoint: RecoveryPoint = {
    ...point,
    CreationDate: created,
    Status: 'COMPLETED',
    BackupVaultName: order.vault,
    IsParent: false,
    ResourceName: order.resource.name,
    VaultType: 'BACKUP_VAULT',
    BackupSizeBytes: 0,
    resourceArn: order.resource.arn,
    resourceType: order.resource.type,
    resourceName: order.resource.name,
    retentionDays: order.retentionDays,
    createdBy: order.createdBy,
  };
  holdings.recoveryPoints.set(point.RecoveryPointArn, recoveryPoint);
  return point.RecoveryPointArn;
}

type Made = Pick<RecoveryPoint, 'RecoveryPointArn' | 'snapshotName'>;

function snapshotPoint(order: JobOrder, { holdings }: JobWorld, place: Place): Made {
  const { resource, id, pointTags } = order;
  const name = `awsbackup:job-${id}`;
  const own = databasesIn(holdings).find(({ arn }) => arn === resource.arn)?.tags ?? {};
  const copied = Object.fromEntries(Object.entries(own).filter(([key]) => !key.startsWith('aws:')));
  const tags = { ...copied, ...pointTags, 'aws:backup:source-resource': resource.arn };
  const plan = { name, created: place.now, tags };
  const cluster = holdings.clusters.get(resource.name);
  const instance = holdings.instances.get(resource.name);
  if (cluster?.DBClusterArn === resource.arn) {
    holdings.clusterSnapshots.set(name, clusterSnapshotOf(cluster, { ...plan, type: 'manual' }, place));
    return { RecoveryPointArn: rdsArn(place, 'cluster-snapshot', name), snapshotName: name };
  }
  if (instance) holdings.snapshots.set(name, snapshotOf(instance, { ...plan, type: 'awsbackup' }, place));
  return { RecoveryPointArn: rdsArn(place, 'snapshot', name), snapshotName: name };
}

/** From then on AWS Backup owns the database's retention. */
function continuousPoint({ resource, id }: JobOrder, { holdings }: JobWorld, place: Place): Made {
  const cluster = holdings.clusters.get(resource.name);
  const isCluster = cluster?.DBClusterArn === resource.arn;
  const instance = isCluster ? undefined : holdings.instances.get(resource.name);
  const resourceId = isCluster ? cluster.DbClusterResourceId : instance?.DbiResourceId;
  const arn = resourceId ? continuousPointArn(place, resourceId) : backupArn(place, 'recovery-point', id);
  if (isCluster) cluster.AwsBackupRecoveryPointArn = arn;
  else if (instance) instance.AwsBackupRecoveryPointArn = arn;
  return { RecoveryPointArn: arn, snapshotName: undefined };
}
