import type { DBCluster, DBClusterSnapshot, DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import { clusterFrom, sharedClusterFrom } from './clusters.ts';
import type { ClusterSpec, InstanceSpec } from './databases.ts';
import { backupTypeOf } from './engines.ts';
import { instanceFrom, membersOf } from './instances.ts';
import type { Place } from './place.ts';
import { type RecoveryPoint, recoveryPointsOf } from './recovery-points.ts';
import { type Described, snapshotsFrom } from './region-snapshots.ts';
import type { RegionSpec } from './schema.ts';

/** Everything that one account holds in one Region. The maps are keyed by identifier and may be changed. */
export interface RegionState {
  readonly clusters: Map<string, DBCluster>;
  /** Clusters that other accounts share, by ARN. */
  readonly sharedClusters: Map<string, DBCluster>;
  readonly instances: Map<string, DBInstance>;
  readonly clusterSnapshots: Map<string, DBClusterSnapshot>;
  readonly snapshots: Map<string, DBSnapshot>;
  /** By recovery point ARN. */
  readonly recoveryPoints: Map<string, RecoveryPoint>;
}

/** Builds a Region's state from its description; the snapshots, which are many, when they are first asked for. */
export function regionFrom(spec: RegionSpec, place: Place): RegionState {
  const described: Described = {
    clusters: [...spec.clusters, ...spec.generate.flatMap(generatedClusters)].map((one) =>
      describedCluster(one, place),
    ),
    instances: [...spec.instances, ...spec.generate.flatMap(generatedInstances)].map((one) =>
      describedInstance(one, place),
    ),
  };
  const members = described.clusters.flatMap(({ spec: one, cluster }) => membersOf(one, cluster, place));
  const shared = spec.sharedClusters.map((one) => sharedClusterFrom(one, place));
  const gone = spec.protectedResources.flatMap(({ arn, type, awsBackup }) =>
    recoveryPointsOf({ arn, type, name: arn.split(/[:/]/).at(-1) ?? arn }, awsBackup, place),
  );
  const points = [...described.clusters, ...described.instances].flatMap((one) => one.points);
  let snapshots: ReturnType<typeof snapshotsFrom> | undefined;
  const derived = () => {
    snapshots ??= snapshotsFrom(spec, described, place);
    return snapshots;
  };
  return {
    clusters: new Map(described.clusters.map(({ cluster }) => [cluster.DBClusterIdentifier ?? '', cluster])),
    sharedClusters: new Map(shared.map((one) => [one.DBClusterArn ?? '', one])),
    instances: new Map(
      [...described.instances.map(({ instance }) => instance), ...members].map((one) => [
        one.DBInstanceIdentifier ?? '',
        one,
      ]),
    ),
    get clusterSnapshots() {
      return derived().clusterSnapshots;
    },
    get snapshots() {
      return derived().snapshots;
    },
    recoveryPoints: new Map([...points, ...gone].map((point) => [point.RecoveryPointArn, point])),
  };
}

function describedCluster(spec: ClusterSpec, place: Place): Described['clusters'][number] {
  const cluster = clusterFrom(spec, place);
  const source = { arn: cluster.DBClusterArn ?? '', type: backupTypeOf(spec.engine), name: spec.name };
  const kind = { resourceId: cluster.DbClusterResourceId, snapshotKind: 'cluster-snapshot' } as const;
  const points = spec.awsBackup ? recoveryPointsOf({ ...source, ...kind }, spec.awsBackup, place) : [];
  return { spec, cluster, points };
}

function describedInstance(spec: InstanceSpec, place: Place): Described['instances'][number] {
  const instance = instanceFrom(spec, place);
  const source = { arn: instance.DBInstanceArn ?? '', type: 'RDS', name: spec.name };
  const kind = { resourceId: instance.DbiResourceId, snapshotKind: 'snapshot' } as const;
  const points = spec.awsBackup ? recoveryPointsOf({ ...source, ...kind }, spec.awsBackup, place) : [];
  return { spec, instance, points };
}

function generatedClusters({ namePrefix, clusters, cluster }: RegionSpec['generate'][number]): ClusterSpec[] {
  return Array.from({ length: clusters }, (_, index) => ({ ...cluster, name: numbered(namePrefix, index) }));
}

function generatedInstances({ namePrefix, instances, instance }: RegionSpec['generate'][number]): InstanceSpec[] {
  return Array.from({ length: instances }, (_, index) => ({ ...instance, name: `${numbered(namePrefix, index)}-db` }));
}

function numbered(prefix: string, index: number): string {
  return `${prefix}${String(index + 1).padStart(4, '0')}`;
}
