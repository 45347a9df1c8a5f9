import type {
  DBCluster,
  DBClusterBacktrack,
  DBClusterSnapshot,
  DBInstance,
  DBSnapshot,
  Event,
  Integration,
} from '@aws-sdk/client-rds';
import { createLifecycle, type Lifecycle } from '../rds/lifecycle.ts';
import type { Tagged } from '../rds/resources.ts';
import type { TagViews } from '../rds/tag-store.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { JobSpec } from './backup-jobs.ts';
import { planFrom } from './backup-plans.ts';
import { type BackupState, backupFrom, creatorsFrom } from './backup-state.ts';
import { memberNames, sharedClusterFrom } from './clusters.ts';
import { describedIn } from './described.ts';
import { backupTypeOf, familyOf } from './engines.ts';
import { birthsOf, eventsFrom } from './events.ts';
import { membersOf } from './instances.ts';
import { integrationFrom } from './integrations.ts';
import { type MetricState, metricsFrom } from './metrics.ts';
import { type Network, networkFrom } from './network.ts';
import { type ParameterGroup, parameterGroupsFrom } from './parameter-groups.ts';
import { type Place, rdsArn } from './place.ts';
import { type RecoveryPoint, recoveryPointsOf } from './recovery-points.ts';
import { type Described, snapshotsFrom } from './region-snapshots.ts';
import type { RegionSpec } from './schema.ts';
import { type Surroundings, surroundingsFrom } from './surroundings.ts';
import { trafficFrom } from './traffic.ts';

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
  /** Custom DB cluster parameter groups. */
  readonly parameterGroups: Map<string, ParameterGroup>;
  /** What happened, the oldest first. */
  readonly events: Event[];
  readonly integrations: Integration[];
  /** Who may restore a snapshot, by its ARN; absent when it is not shared. */
  readonly sharedSnapshots: Map<string, string[]>;
  readonly network: Network;
  /** Custom DB parameter groups of instances: the family by name. */
  readonly instanceGroups: Map<string, string>;
  /** Keys that KMS lets nobody use, by ARN. */
  readonly inaccessibleKeys: Set<string>;
  /** Clusters that something is under way for, also while their status does not say so yet. */
  readonly busy: Set<DBCluster>;
  readonly lifecycle: Lifecycle;
  /** Sessions, what they write, and where endpoints lead. */
  readonly traffic: Traffic;
  /** Clusters that are gone and whose automated backups were kept, by resource id. */
  readonly retainedBackups: Map<string, DBCluster>;
  /** By resource id of the cluster. */
  readonly backtracks: Map<string, DBClusterBacktrack[]>;
  /** Tags of clusters, instances, snapshots and parameter groups that were changed. */
  readonly tagViews: Map<Tagged, TagViews>;
  readonly metrics: MetricState;
  /** What AWS Backup says when a job for a database fails, by its ARN. */
  readonly backupFails: Map<string, string>;
  readonly backup: BackupState;
  readonly surroundings: Surroundings;
}

/** Builds a Region's state from its description; the snapshots, which are many, when they are first asked for. */
export function regionFrom(spec: RegionSpec, place: Place): RegionState {
  const plans = spec.plans.map((one) => planFrom(one, place));
  const creators = creatorsFrom(plans);
  const described = describedIn(spec, creators, place);
  const members = described.clusters.flatMap(({ spec: one, cluster }) => membersOf(one, cluster, place));
  const shared = spec.sharedClusters.map((one) => sharedClusterFrom(one, place));
  const gone = spec.protectedResources.flatMap(({ arn, type, awsBackup }) =>
    recoveryPointsOf({ arn, type, name: nameIn(arn) }, awsBackup, place, creators.get(awsBackup.plan ?? '')),
  );
  const points = [...[...described.clusters, ...described.instances].flatMap((one) => one.points), ...gone];
  const clusters = new Map(described.clusters.map(({ cluster }) => [cluster.DBClusterIdentifier ?? '', cluster]));
  const alone = described.instances.map(({ instance }) => instance);
  const instances = new Map([...alone, ...members].map((one) => [one.DBInstanceIdentifier ?? '', one]));
  const snapshots = once(() => snapshotsFrom(spec, described, place));
  const births = birthsOf(clusters.values(), instances.values());
  const events = once(() => eventsFrom(spec.events, births, place));
  const resourceOf = ({ of, type }: JobSpec) => {
    if (type !== undefined) return { arn: of, type, name: nameIn(of) };
    const cluster = clusters.get(of);
    if (!cluster) return { arn: rdsArn(place, 'db', of), type: 'RDS', name: of };
    return { arn: rdsArn(place, 'cluster', of), type: backupTypeOf(cluster.Engine ?? ''), name: of };
  };
  return {
    clusters,
    sharedClusters: new Map(shared.map((one) => [one.DBClusterArn ?? '', one])),
    instances,
    get clusterSnapshots() {
      return snapshots().clusterSnapshots;
    },
    get snapshots() {
      return snapshots().snapshots;
    },
    recoveryPoints: new Map(points.map((point) => [point.RecoveryPointArn, point])),
    parameterGroups: parameterGroupsFrom(
      spec.parameterGroups,
      described.clusters.map((one) => one.spec),
    ),
    get events() {
      return events();
    },
    integrations: spec.integrations.map((one) => integrationFrom(one, place)),
    sharedSnapshots: sharedFrom(spec, place),
    network: networkFrom(spec.subnetGroups, [...clusters.values()], place),
    instanceGroups: instanceGroupsFrom(members),
    inaccessibleKeys: new Set(spec.inaccessibleKeys.map((key) => (key === 'default' ? place.kmsKeyArn : key))),
    busy: new Set(),
    lifecycle: createLifecycle(),
    traffic: trafficFrom(spec, described.clusters),
    retainedBackups: new Map(),
    backtracks: new Map(),
    tagViews: new Map(),
    metrics: metricsFrom(
      described.clusters.map((one) => ({ ...one.spec, writer: memberNames(one.spec)[0] })),
      described.instances.map((one) => one.spec),
      spec.metrics,
    ),
    backupFails: failuresFrom(described),
    backup: backupFrom(spec, plans, points, resourceOf, place),
    surroundings: surroundingsFrom(spec, { clusters, instances, place }),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function failuresFrom({ clusters, instances }: Described): Map<string, string> {
  const told = [
    ...clusters.map(({ spec, cluster }) => [cluster.DBClusterArn, spec.backupFails]),
    ...instances.map(({ spec, instance }) => [instance.DBInstanceArn, spec.backupFails]),
  ];
  return new Map(told.flatMap(([arn, words]): [string, string][] => (arn && words ? [[arn, words]] : [])));
}

function instanceGroupsFrom(members: readonly DBInstance[]): Map<string, string> {
  return new Map(
    members.flatMap(({ DBParameterGroups = [], Engine = '', EngineVersion = '' }) =>
      DBParameterGroups.flatMap(({ DBParameterGroupName: name = '' }): [string, string][] =>
        name.startsWith('default.') ? [] : [[name, familyOf(Engine, EngineVersion)]],
      ),
    ),
  );
}

function nameIn(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}

function sharedFrom({ clusterSnapshots, snapshots }: RegionSpec, place: Place): Map<string, string[]> {
  const entries = { 'cluster-snapshot': clusterSnapshots, snapshot: snapshots };
  return new Map(
    Object.entries(entries).flatMap(([kind, listed]) =>
      listed.map(({ name, sharedWith }): [string, string[]] => [rdsArn(place, kind, name), sharedWith]),
    ),
  );
}
