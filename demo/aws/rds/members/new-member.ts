import {
  type CreateDBInstanceMessage,
  type DBCluster,
  type DBInstance,
  InsufficientAvailableIPsInSubnetFault$,
  InvalidVPCNetworkStateFault$,
} from '@aws-sdk/client-rds';
import { optionGroupOf } from '../../organization/engines.ts';
import { hostName, placeOf, rdsArn } from '../../organization/place.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';
import { membersOf } from '../find.ts';
import { freshResourceId } from '../new-resource.ts';
import { groupForInstance } from '../parameter-groups/find.ts';
import { withTags } from '../tag-rules.ts';

/** The instance that a request makes, in the state `creating`. What its cluster decides it has from there. */
export function memberFrom(name: string, input: CreateDBInstanceMessage, cluster: DBCluster, call: Call): DBInstance {
  const place = placeOf(call.account.id, call.region, call.now);
  const { Engine = '', EngineVersion = '' } = cluster;
  const insights = input.EnablePerformanceInsights ?? false;
  return {
    DBInstanceIdentifier: name,
    DBInstanceArn: rdsArn(place, 'db', name),
    DBInstanceClass: input.DBInstanceClass,
    DBInstanceStatus: 'creating',
    DBClusterIdentifier: cluster.DBClusterIdentifier,
    DbiResourceId: freshResourceId('db', name, call),
    Engine,
    EngineVersion,
    MasterUsername: cluster.MasterUsername,
    Endpoint: { Address: hostName(place, name), Port: cluster.Port, HostedZoneId: 'Z2R2ITUGPM61AM' },
    AllocatedStorage: 1,
    StorageType: cluster.StorageType ?? 'aurora',
    InstanceCreateTime: call.now,
    BackupRetentionPeriod: cluster.BackupRetentionPeriod,
    PreferredBackupWindow: cluster.PreferredBackupWindow,
    PreferredMaintenanceWindow: input.PreferredMaintenanceWindow ?? 'wed:08:11-wed:08:41',
    DBSecurityGroups: [],
    VpcSecurityGroups: cluster.VpcSecurityGroups,
    DBParameterGroups: [
      {
        DBParameterGroupName: groupForInstance(input.DBParameterGroupName, Engine, EngineVersion, call),
        ParameterApplyStatus: 'in-sync',
      },
    ],
    OptionGroupMemberships: [{ OptionGroupName: optionGroupOf(Engine, EngineVersion), Status: 'in-sync' }],
    AvailabilityZone: zoneFor(input.AvailabilityZone, cluster, call),
    AutoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    ReadReplicaDBInstanceIdentifiers: [],
    LicenseModel: 'general-public-license',
    MultiAZ: false,
    PubliclyAccessible: input.PubliclyAccessible ?? cluster.DBSubnetGroup === 'default',
    DbInstancePort: 0,
    CACertificateIdentifier: input.CACertificateIdentifier ?? 'rds-ca-rsa2048-g1',
    DomainMemberships: [],
    CopyTagsToSnapshot: false,
    DeletionProtection: false,
    IAMDatabaseAuthenticationEnabled: cluster.IAMDatabaseAuthenticationEnabled,
    StorageEncrypted: cluster.StorageEncrypted,
    ...(cluster.KmsKeyId && { KmsKeyId: cluster.KmsKeyId }),
    PromotionTier: input.PromotionTier ?? 1,
    MonitoringInterval: input.MonitoringInterval ?? 0,
    ...(input.MonitoringRoleArn !== undefined && { MonitoringRoleArn: input.MonitoringRoleArn }),
    PerformanceInsightsEnabled: insights,
    ...(insights && {
      PerformanceInsightsRetentionPeriod: input.PerformanceInsightsRetentionPeriod ?? 7,
      PerformanceInsightsKMSKeyId: input.PerformanceInsightsKMSKeyId ?? place.kmsKeyArn,
    }),
    AssociatedRoles: [],
    CustomerOwnedIpEnabled: false,
    NetworkType: cluster.NetworkType,
    TagList: withTags([], input.Tags ?? []),
  };
}

/** The zone asked for, or the one with the fewest members. Throws when the subnet group has none, or no address left there. */
function zoneFor(asked: string | undefined, cluster: DBCluster, call: Call): string {
  const subnets = call.holdings.network.subnetGroups.get(cluster.DBSubnetGroup ?? '')?.subnets ?? [];
  const crowd = (zone: string): number =>
    membersOf(cluster, call).filter(({ AvailabilityZone }) => AvailabilityZone === zone).length;
  const found = asked ?? subnets.map(({ zone }) => zone).sort((one, other) => crowd(one) - crowd(other))[0];
  const subnet = subnets.find(({ zone }) => zone === found);
  if (!subnet) {
    const text = `Cannot create a DB instance in ${asked}: the DB subnet group ${cluster.DBSubnetGroup} has no subnet there.`;
    throw modelled(InvalidVPCNetworkStateFault$, text);
  }
  if (subnet.freeAddresses < 1) {
    const text = `The subnet ${subnet.id} does not have enough free addresses.`;
    throw modelled(InsufficientAvailableIPsInSubnetFault$, text);
  }
  subnet.freeAddresses -= 1;
  return subnet.zone;
}
