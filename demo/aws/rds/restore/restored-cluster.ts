import type { DBCluster, Tag } from '@aws-sdk/client-rds';
import { engineOf, optionGroupOf } from '../../organization/engines.ts';
import { hostName, placeOf, rdsArn, zonesOf } from '../../organization/place.ts';
import { createRandom } from '../../random.ts';
import type { Call } from '../../service.ts';
import { freshResourceId } from '../new-resource.ts';
import { groupForCluster } from '../parameter-groups/find.ts';
import { withTags } from '../tag-rules.ts';
import type { RestoreInput } from './input.ts';
import type { Standing } from './place-in-network.ts';

/** What a restored cluster has from where it comes. */
export interface Origin {
  readonly engine: string;
  readonly version: string;
  readonly port: number | undefined;
  readonly masterUsername: string | undefined;
  readonly retentionDays: number | undefined;
  readonly keyArn: string | undefined;
  readonly allocatedStorage: number | undefined;
  readonly zones: readonly string[] | undefined;
  readonly tags: readonly Tag[];
  readonly cloneGroupId?: string | undefined;
  /** The window in force, in seconds; `undefined` without Backtrack. */
  readonly window: number | undefined;
}

/**
 * The cluster that a restore makes, in the state `creating` and without instances. What the request leaves out falls
 * back to AWS's defaults, not to the source's settings: parameter group, security group, IAM authentication, exports,
 * deletion protection, roles, storage, extended support.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
 */
export function restoredCluster(
  name: string,
  input: RestoreInput,
  origin: Origin,
  { subnetGroup, securityGroups }: Standing,
  call: Call,
): DBCluster {
  const place = placeOf(call.account.id, call.region, call.now);
  const id = freshResourceId('cluster', name, call);
  const window = randomWindows(call.holdings.lifecycle.made);
  return {
    AllocatedStorage: origin.allocatedStorage ?? 1,
    AvailabilityZones: [...(origin.zones ?? zonesOf(place))],
    BackupRetentionPeriod: input.BackupRetentionPeriod ?? origin.retentionDays ?? 1,
    DBClusterIdentifier: name,
    DBClusterParameterGroup: groupForCluster(input.DBClusterParameterGroupName, origin.engine, origin.version, call),
    DBSubnetGroup: subnetGroup.name,
    DBClusterOptionGroupMemberships: [
      { DBClusterOptionGroupName: optionGroupOf(origin.engine, origin.version), Status: 'in-sync' },
    ],
    Status: 'creating',
    Endpoint: hostName(place, name, 'cluster-'),
    ReaderEndpoint: hostName(place, name, 'cluster-ro-'),
    MultiAZ: false,
    Engine: origin.engine,
    EngineVersion: origin.version,
    Port: input.Port ?? origin.port ?? engineOf(origin.engine).port,
    MasterUsername: origin.masterUsername ?? 'admin',
    PreferredBackupWindow: input.PreferredBackupWindow ?? window.backup,
    PreferredMaintenanceWindow: window.maintenance,
    ReadReplicaIdentifiers: [],
    DBClusterMembers: [],
    VpcSecurityGroups: securityGroups,
    HostedZoneId: 'Z2R2ITUGPM61AM',
    StorageEncrypted: origin.keyArn !== undefined,
    ...(origin.keyArn !== undefined && { KmsKeyId: origin.keyArn }),
    DbClusterResourceId: id,
    DBClusterArn: rdsArn(place, 'cluster', name),
    AssociatedRoles: [],
    IAMDatabaseAuthenticationEnabled: input.EnableIAMDatabaseAuthentication ?? false,
    ...(origin.cloneGroupId !== undefined && { CloneGroupId: origin.cloneGroupId }),
    ClusterCreateTime: call.now,
    EngineMode: 'provisioned',
    DeletionProtection: input.DeletionProtection ?? false,
    HttpEndpointEnabled: false,
    CopyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    CrossAccountClone: false,
    DomainMemberships: [],
    TagList: withTags([], origin.tags),
    AutoMinorVersionUpgrade: true,
    NetworkType: input.NetworkType ?? 'IPV4',
    EngineLifecycleSupport: input.EngineLifecycleSupport ?? 'open-source-rds-extended-support',
    ...(input.StorageType === 'aurora-iopt1' && { StorageType: 'aurora-iopt1' }),
    ...(input.EnableCloudwatchLogsExports?.length && {
      EnabledCloudwatchLogsExports: [...input.EnableCloudwatchLogsExports],
    }),
    ...(input.ServerlessV2ScalingConfiguration && {
      ServerlessV2ScalingConfiguration: input.ServerlessV2ScalingConfiguration,
    }),
    ...(origin.window && { BacktrackWindow: origin.window, BacktrackConsumedChangeRecords: 0 }),
  };
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Windows that AWS picks: another for every cluster, never those of described clusters. */
function randomWindows(seed: number): { readonly backup: string; readonly maintenance: string } {
  const random = createRandom(seed);
  const hour = (from: number): string => String(from + Math.floor(random() * 3)).padStart(2, '0');
  const [night, morning] = [hour(1), hour(7)];
  const day = DAYS[Math.floor(random() * DAYS.length)] ?? 'mon';
  return { backup: `${night}:20-${night}:50`, maintenance: `${day}:${morning}:05-${day}:${morning}:35` };
}
