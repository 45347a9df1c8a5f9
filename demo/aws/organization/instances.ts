import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { timeFrom } from '../clock.ts';
import { continuousPointArn, memberNames } from './clusters.ts';
import type { ClusterSpec, InstanceSpec } from './databases.ts';
import { engineOf, familyOf, optionGroupOf } from './engines.ts';
import { hostName, type Place, rdsArn, resourceId, tagList } from './place.ts';

/** A DB instance outside any cluster, as `DescribeDBInstances` returns it. */
export function instanceFrom(spec: InstanceSpec, place: Place): DBInstance {
  const engine = engineOf(spec.engine);
  const version = spec.version ?? engine.version;
  const id = resourceId('db', place, spec.name);
  const derived: DBInstance = {
    ...common(spec.name, spec.engine, version, place),
    DbiResourceId: id,
    DBInstanceClass: spec.class ?? engine.class,
    DBInstanceStatus: spec.status,
    AllocatedStorage: spec.storageGb,
    StorageType: 'gp3',
    InstanceCreateTime: timeFrom(spec.created, place.now),
    BackupRetentionPeriod: spec.retentionDays,
    MultiAZ: spec.multiAz,
    StorageEncrypted: spec.encrypted,
    DeletionProtection: spec.deletionProtection,
    TagList: tagList(spec.tags),
    ...(spec.encrypted && { KmsKeyId: place.kmsKeyArn }),
    ...(spec.retentionDays > 0 && { LatestRestorableTime: new Date(place.now.getTime() - 300_000) }),
    ...(spec.awsBackup?.continuous && { AwsBackupRecoveryPointArn: continuousPointArn(place, id) }),
  };
  return { ...derived, ...spec.raw };
}

/** The members of a cluster: instances of their own right, with `DBClusterIdentifier` set. */
export function membersOf(spec: ClusterSpec, cluster: DBCluster, place: Place): DBInstance[] {
  const version = cluster.EngineVersion ?? '';
  const instanceClass = spec.serverlessV2 ? 'db.serverless' : (spec.class ?? engineOf(spec.engine).class);
  return memberNames(spec).map((name) => ({
    ...common(name, spec.engine, version, place),
    DbiResourceId: resourceId('db', place, name),
    DBInstanceClass: instanceClass,
    DBInstanceStatus: spec.status === 'stopped' ? 'stopped' : 'available',
    DBClusterIdentifier: spec.name,
    AllocatedStorage: 1,
    StorageType: cluster.StorageType ?? 'aurora',
    InstanceCreateTime: cluster.ClusterCreateTime,
    BackupRetentionPeriod: cluster.BackupRetentionPeriod,
    MultiAZ: false,
    StorageEncrypted: spec.encrypted,
    DeletionProtection: false,
    PromotionTier: 1,
    TagList: [],
    VpcSecurityGroups: cluster.VpcSecurityGroups,
    ...(cluster.KmsKeyId && { KmsKeyId: cluster.KmsKeyId }),
    ...spec.eachInstance,
  }));
}

function common(name: string, engine: string, version: string, place: Place): DBInstance {
  const { port } = engineOf(engine);
  return {
    DBInstanceIdentifier: name,
    DBInstanceArn: rdsArn(place, 'db', name),
    Engine: engine,
    EngineVersion: version,
    MasterUsername: 'admin',
    Endpoint: { Address: hostName(place, name), Port: port, HostedZoneId: 'Z2R2ITUGPM61AM' },
    PreferredBackupWindow: '05:10-05:40',
    PreferredMaintenanceWindow: 'sun:06:00-sun:06:30',
    DBSecurityGroups: [],
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60718', Status: 'active' }],
    DBParameterGroups: [
      { DBParameterGroupName: `default.${familyOf(engine, version)}`, ParameterApplyStatus: 'in-sync' },
    ],
    OptionGroupMemberships: [{ OptionGroupName: optionGroupOf(engine, version), Status: 'in-sync' }],
    AvailabilityZone: `${place.region}a`,
    AutoMinorVersionUpgrade: true,
    ReadReplicaDBInstanceIdentifiers: [],
    LicenseModel: /oracle|sqlserver/.test(engine) ? 'license-included' : 'general-public-license',
    PubliclyAccessible: false,
    DbInstancePort: 0,
    CACertificateIdentifier: 'rds-ca-rsa2048-g1',
    DomainMemberships: [],
    CopyTagsToSnapshot: false,
    MonitoringInterval: 0,
    IAMDatabaseAuthenticationEnabled: false,
    PerformanceInsightsEnabled: false,
    AssociatedRoles: [],
    CustomerOwnedIpEnabled: false,
    NetworkType: 'IPV4',
  };
}
