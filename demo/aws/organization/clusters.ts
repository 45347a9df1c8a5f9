import type { DBCluster } from '@aws-sdk/client-rds';
import { hoursBefore, timeFrom } from '../clock.ts';
import type { ClusterSpec, SharedClusterSpec } from './databases.ts';
import { engineOf, familyOf, isAurora, isMultiAzCluster, optionGroupOf } from './engines.ts';
import { securityGroupFor } from './network.ts';
import { hostName, type Place, rdsArn, resourceId, tagList, zonesOf } from './place.ts';

const MINUTES = 60_000;

/** The cluster as `DescribeDBClusters` returns it. Fields that AWS leaves out are absent, not zero. */
export function clusterFrom(spec: ClusterSpec, place: Place): DBCluster {
  const engine = engineOf(spec.engine);
  const version = spec.version ?? engine.version;
  const created = timeFrom(spec.created, place.now);
  const id = resourceId('cluster', place, spec.name);
  const derived: DBCluster = {
    AllocatedStorage: isMultiAzCluster(spec.engine) ? 100 : 1,
    AvailabilityZones: zonesOf(place),
    BackupRetentionPeriod: spec.retentionDays,
    DBClusterIdentifier: spec.name,
    DBClusterParameterGroup: spec.parameterGroup ?? `default.${familyOf(spec.engine, version)}`,
    DBSubnetGroup: 'default',
    DBClusterOptionGroupMemberships: [
      { DBClusterOptionGroupName: optionGroupOf(spec.engine, version), Status: 'in-sync' },
    ],
    Status: spec.status,
    EarliestRestorableTime: latest(created, hoursBefore(place.now, spec.retentionDays * 24)),
    Endpoint: hostName(place, spec.name, 'cluster-'),
    ReaderEndpoint: hostName(place, spec.name, 'cluster-ro-'),
    MultiAZ: memberCount(spec) > 1,
    Engine: spec.engine,
    EngineVersion: version,
    LatestRestorableTime: new Date(place.now.getTime() - 5 * MINUTES),
    Port: engine.port,
    MasterUsername: 'admin',
    PreferredBackupWindow: '05:10-05:40',
    PreferredMaintenanceWindow: 'sun:06:00-sun:06:30',
    ReadReplicaIdentifiers: spec.replicas,
    DBClusterMembers: memberNames(spec).map((name, index) => ({
      DBInstanceIdentifier: name,
      IsClusterWriter: index === 0,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: spec.eachInstance.PromotionTier ?? 1,
    })),
    VpcSecurityGroups: [{ VpcSecurityGroupId: securityGroupFor(spec.raw.DBSubnetGroup), Status: 'active' }],
    HostedZoneId: 'Z2R2ITUGPM61AM',
    StorageEncrypted: spec.encrypted,
    DbClusterResourceId: id,
    DBClusterArn: rdsArn(place, 'cluster', spec.name),
    AssociatedRoles: [],
    IAMDatabaseAuthenticationEnabled: false,
    ClusterCreateTime: created,
    EngineMode: 'provisioned',
    DeletionProtection: spec.deletionProtection,
    HttpEndpointEnabled: false,
    CopyTagsToSnapshot: false,
    CrossAccountClone: false,
    DomainMemberships: [],
    TagList: tagList(spec.tags),
    AutoMinorVersionUpgrade: true,
    NetworkType: 'IPV4',
    ...backtrack(spec, created, place),
    ...variants(spec, place, id),
  };
  return { ...derived, ...spec.raw };
}

/** A cluster of another account, as IncludeShared returns it: known by its ARN, with few fields. */
export function sharedClusterFrom({ name, owner, engine, raw }: SharedClusterSpec, place: Place): DBCluster {
  const arn = rdsArn({ ...place, accountId: owner }, 'cluster', name);
  return { DBClusterIdentifier: arn, DBClusterArn: arn, Engine: engine, CrossAccountClone: true, ...raw };
}

/** The members' identifiers, the writer first. */
export function memberNames(spec: ClusterSpec): string[] {
  return Array.from({ length: memberCount(spec) }, (_, index) => memberName(spec.name, index + 1));
}

function memberName(cluster: string, number: number): string {
  const suffix = `-${number}`;
  return cluster.slice(0, 63 - suffix.length).replace(/-$/, '') + suffix;
}

function memberCount(spec: ClusterSpec): number {
  if (spec.instances !== undefined) return spec.instances;
  if (spec.raw.EngineMode === 'serverless') return 0;
  return isMultiAzCluster(spec.engine) ? 3 : 1;
}

/** `BacktrackWindow` is in seconds and absent on a cluster that never had it; 0 means it was turned off. */
function backtrack(spec: ClusterSpec, created: Date, place: Place): DBCluster {
  const seconds = spec.backtrackSeconds ?? (spec.backtrackHours === undefined ? undefined : spec.backtrackHours * 3600);
  if (seconds === undefined) return {};
  if (seconds === 0) return { BacktrackWindow: 0 };
  const earliest = spec.earliestBacktrack
    ? timeFrom(spec.earliestBacktrack, place.now)
    : latest(created, hoursBefore(place.now, seconds / 3600));
  return { BacktrackWindow: seconds, EarliestBacktrackTime: earliest, BacktrackConsumedChangeRecords: seconds * 20 };
}

function variants(spec: ClusterSpec, place: Place, id: string): DBCluster {
  const { min, max } = spec.serverlessV2 ?? {};
  return {
    ...(spec.encrypted && { KmsKeyId: place.kmsKeyArn }),
    ...(isAurora(spec.engine) && { EngineLifecycleSupport: 'open-source-rds-extended-support' }),
    ...(spec.storage === 'aurora-iopt1' && { StorageType: 'aurora-iopt1' }),
    ...(isMultiAzCluster(spec.engine) && { StorageType: 'io1', Iops: 3000, DBClusterInstanceClass: 'db.m6gd.large' }),
    ...(spec.serverlessV2 && { ServerlessV2ScalingConfiguration: { MinCapacity: min, MaxCapacity: max } }),
    ...(spec.globalCluster && { GlobalClusterIdentifier: spec.globalCluster, GlobalWriteForwardingStatus: 'disabled' }),
    ...(spec.replicaOf && { ReplicationSourceIdentifier: spec.replicaOf }),
    ...(spec.awsBackup?.continuous && { AwsBackupRecoveryPointArn: continuousPointArn(place, id) }),
  };
}

/** `arn:aws:backup:…:recovery-point:continuous:cluster-…`, the one continuous recovery point of a resource. */
export function continuousPointArn({ region, accountId }: Place, databaseResourceId: string): string {
  return `arn:aws:backup:${region}:${accountId}:recovery-point:continuous:${databaseResourceId.toLowerCase()}`;
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other;
}
