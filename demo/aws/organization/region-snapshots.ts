import type { DBCluster, DBClusterSnapshot, DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import { timeFrom } from '../clock.ts';
import type { ClusterSpec, InstanceSpec } from './databases.ts';
import type { Place } from './place.ts';
import type { RecoveryPoint } from './recovery-points.ts';
import type { RegionSpec } from './schema.ts';
import { automatedPlans, clusterSnapshotOf, listedPlan, type SnapshotPlan, snapshotOf } from './snapshots.ts';

/** The databases of a Region with what they were described by and backed up to. */
export interface Described {
  readonly clusters: readonly {
    readonly spec: ClusterSpec;
    readonly cluster: DBCluster;
    readonly points: readonly RecoveryPoint[];
  }[];
  readonly instances: readonly {
    readonly spec: InstanceSpec;
    readonly instance: DBInstance;
    readonly points: readonly RecoveryPoint[];
  }[];
}

/** All snapshots of a Region: automated ones, those that AWS Backup made, those that the file lists. */
export function snapshotsFrom(
  region: RegionSpec,
  { clusters, instances }: Described,
  place: Place,
): { clusterSnapshots: Map<string, DBClusterSnapshot>; snapshots: Map<string, DBSnapshot> } {
  const ofClusters = clusters.flatMap(({ spec, cluster, points }) =>
    plansFor(spec, points, 'manual', place).map((plan) => clusterSnapshotOf(cluster, plan, place)),
  );
  const ofInstances = instances.flatMap(({ spec, instance, points }) =>
    plansFor(spec, points, 'awsbackup', place).map((plan) => snapshotOf(instance, plan, place)),
  );
  const listedOfClusters = region.clusterSnapshots.map((listed) => {
    const known = clusters.find(({ spec }) => spec.name === listed.of)?.cluster;
    const cluster = known ?? { DBClusterIdentifier: listed.of, Engine: listed.engine ?? 'aurora-mysql' };
    return { ...clusterSnapshotOf(cluster, listedPlan(listed, 'cluster-snapshot', place), place), ...listed.raw };
  });
  const listedOfInstances = region.snapshots.map((listed) => {
    const known = instances.find(({ spec }) => spec.name === listed.of)?.instance;
    const instance = known ?? { DBInstanceIdentifier: listed.of, Engine: listed.engine ?? 'mysql' };
    return { ...snapshotOf(instance, listedPlan(listed, 'snapshot', place), place), ...listed.raw };
  });
  return {
    clusterSnapshots: new Map(
      [...ofClusters, ...listedOfClusters].map((one) => [one.DBClusterSnapshotIdentifier ?? '', one]),
    ),
    snapshots: new Map([...ofInstances, ...listedOfInstances].map((one) => [one.DBSnapshotIdentifier ?? '', one])),
  };
}

/** The snapshots of one database; AWS Backup's carry its tags and the type that RDS gives them. */
function plansFor(
  spec: ClusterSpec | InstanceSpec,
  points: readonly RecoveryPoint[],
  type: string,
  place: Place,
): SnapshotPlan[] {
  const { name, tags, retentionDays, automatedSnapshots: count } = spec;
  const automated = automatedPlans(name, { created: timeFrom(spec.created, place.now), retentionDays, count }, place);
  const backups = points.flatMap(({ snapshotName, CreationDate: created }) =>
    snapshotName === undefined ? [] : [{ name: snapshotName, type, created, tags }],
  );
  return [...automated, ...backups];
}
