import type { DBCluster, DBClusterSnapshot, DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import { hoursBefore, timeFrom } from '../clock.ts';
import type { ClusterSnapshotSpec, SnapshotSpec } from './databases.ts';
import { engineOf } from './engines.ts';
import { type Place, rdsArn, resourceId, tagList } from './place.ts';

/** A snapshot to be made: of what, when, under which identifier and type. */
export interface SnapshotPlan {
  readonly name: string;
  readonly type: string;
  readonly created: Date;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A snapshot of a cluster. One older than the cluster was taken of an earlier cluster of that name. */
export function clusterSnapshotOf(cluster: DBCluster, plan: SnapshotPlan, place: Place): DBClusterSnapshot {
  const name = cluster.DBClusterIdentifier ?? '';
  const earlier = cluster.ClusterCreateTime !== undefined && plan.created < cluster.ClusterCreateTime;
  return {
    ...(cluster.AvailabilityZones && { AvailabilityZones: cluster.AvailabilityZones }),
    DBClusterSnapshotIdentifier: plan.name,
    DBClusterIdentifier: name,
    SnapshotCreateTime: plan.created,
    Engine: cluster.Engine,
    EngineMode: cluster.EngineMode,
    AllocatedStorage: cluster.AllocatedStorage,
    Status: 'available',
    Port: cluster.Port ?? engineOf(cluster.Engine ?? '').port,
    VpcId: 'vpc-0a1b2c3d4e5f60718',
    ClusterCreateTime: earlier ? hoursBefore(plan.created, 30 * 24) : cluster.ClusterCreateTime,
    MasterUsername: 'admin',
    EngineVersion: cluster.EngineVersion,
    LicenseModel: cluster.Engine,
    SnapshotType: plan.type,
    PercentProgress: 100,
    StorageEncrypted: cluster.StorageEncrypted,
    ...(cluster.KmsKeyId && { KmsKeyId: cluster.KmsKeyId }),
    DBClusterSnapshotArn: rdsArn(place, 'cluster-snapshot', plan.name),
    IAMDatabaseAuthenticationEnabled: false,
    TagList: tagList(plan.tags ?? {}),
    DbClusterResourceId: earlier ? resourceId('cluster', place, name, 'earlier') : cluster.DbClusterResourceId,
  };
}

/** A snapshot of a DB instance. One older than the instance was taken of an earlier instance of that name. */
export function snapshotOf(instance: DBInstance, plan: SnapshotPlan, place: Place): DBSnapshot {
  const name = instance.DBInstanceIdentifier ?? '';
  const earlier = instance.InstanceCreateTime !== undefined && plan.created < instance.InstanceCreateTime;
  return {
    DBSnapshotIdentifier: plan.name,
    DBInstanceIdentifier: name,
    SnapshotCreateTime: plan.created,
    OriginalSnapshotCreateTime: plan.created,
    Engine: instance.Engine,
    EngineVersion: instance.EngineVersion,
    AllocatedStorage: instance.AllocatedStorage,
    Status: 'available',
    Port: engineOf(instance.Engine ?? '').port,
    AvailabilityZone: instance.AvailabilityZone,
    VpcId: 'vpc-0a1b2c3d4e5f60718',
    InstanceCreateTime: earlier ? hoursBefore(plan.created, 30 * 24) : instance.InstanceCreateTime,
    MasterUsername: 'admin',
    LicenseModel: instance.LicenseModel,
    SnapshotType: plan.type,
    PercentProgress: 100,
    StorageType: instance.StorageType,
    Encrypted: instance.StorageEncrypted,
    ...(instance.KmsKeyId && { KmsKeyId: instance.KmsKeyId }),
    DBSnapshotArn: rdsArn(place, 'snapshot', plan.name),
    IAMDatabaseAuthenticationEnabled: false,
    DbiResourceId: earlier ? resourceId('db', place, name, 'earlier') : instance.DbiResourceId,
    TagList: tagList(plan.tags ?? {}),
    SnapshotTarget: 'region',
  };
}

/** Automated snapshots: one a day back to the retention or the creation, unless told how many. */
export function automatedPlans(
  name: string,
  { created, retentionDays, count }: { created: Date; retentionDays: number; count: number | undefined },
  place: Place,
): SnapshotPlan[] {
  const today = new Date(`${place.now.toISOString().slice(0, 10)}T05:12:00Z`);
  const newest = today < place.now ? today : hoursBefore(today, 24);
  return Array.from({ length: count ?? retentionDays }, (_, day) => hoursBefore(newest, day * 24))
    .filter((time) => time >= created)
    .map((time) => {
      const stamp = time.toISOString().slice(0, 16).replace(/[T:]/g, '-');
      return { name: `rds:${name}-${stamp}`, type: 'automated', created: time };
    });
}

/**
 * A snapshot that the file lists by itself, also of a database that is gone. Shared and public ones belong to
 * another account and are known by their ARN. AWS Backup's cluster snapshots are typed `manual`.
 */
export function listedPlan(
  spec: ClusterSnapshotSpec | SnapshotSpec,
  kind: 'cluster-snapshot' | 'snapshot',
  place: Place,
): SnapshotPlan {
  const foreign = spec.type === 'shared' || spec.type === 'public';
  const owner = { ...place, accountId: spec.owner ?? '000000000000' };
  return {
    name: foreign ? rdsArn(owner, kind, spec.name) : spec.name,
    type: spec.type === 'awsbackup' && kind === 'cluster-snapshot' ? 'manual' : spec.type,
    created: timeFrom(spec.created, place.now),
    tags: spec.tags,
  };
}
