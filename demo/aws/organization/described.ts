import type { RecoveryPointCreator } from '@aws-sdk/client-backup';
import { clusterFrom } from './clusters.ts';
import type { ClusterSpec, InstanceSpec } from './databases.ts';
import { backupTypeOf } from './engines.ts';
import { instanceFrom } from './instances.ts';
import type { Place } from './place.ts';
import { type BackedUpResource, type RecoveryPoint, recoveryPointsOf } from './recovery-points.ts';
import type { Described } from './region-snapshots.ts';
import type { RegionSpec } from './schema.ts';

/** Who made recovery points, by the name of the plan. */
type Creators = ReadonlyMap<string, RecoveryPointCreator>;

/** The databases of a Region from their description, those described in bulk included. */
export function describedIn(spec: RegionSpec, creators: Creators, place: Place): Described {
  return {
    clusters: [...spec.clusters, ...spec.generate.flatMap(generatedClusters)].map((one) =>
      describedCluster(one, creators, place),
    ),
    instances: [...spec.instances, ...spec.generate.flatMap(generatedInstances)].map((one) =>
      describedInstance(one, creators, place),
    ),
  };
}

function describedCluster(spec: ClusterSpec, creators: Creators, place: Place): Described['clusters'][number] {
  const cluster = clusterFrom(spec, place);
  const source = { arn: cluster.DBClusterArn ?? '', type: backupTypeOf(spec.engine), name: spec.name };
  const kind = { resourceId: cluster.DbClusterResourceId, snapshotKind: 'cluster-snapshot' } as const;
  return { spec, cluster, points: pointsOf({ ...source, ...kind }, spec, creators, place) };
}

function describedInstance(spec: InstanceSpec, creators: Creators, place: Place): Described['instances'][number] {
  const instance = instanceFrom(spec, place);
  const source = { arn: instance.DBInstanceArn ?? '', type: 'RDS', name: spec.name };
  const kind = { resourceId: instance.DbiResourceId, snapshotKind: 'snapshot' } as const;
  return { spec, instance, points: pointsOf({ ...source, ...kind }, spec, creators, place) };
}

function pointsOf(
  resource: BackedUpResource,
  { awsBackup }: ClusterSpec | InstanceSpec,
  creators: Creators,
  place: Place,
): RecoveryPoint[] {
  return awsBackup ? recoveryPointsOf(resource, awsBackup, place, creators.get(awsBackup.plan ?? '')) : [];
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
