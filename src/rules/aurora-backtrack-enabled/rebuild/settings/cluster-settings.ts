import type { DBCluster } from '@aws-sdk/client-rds';
import { tagRecord } from '../../../reads.ts';
import { peoplesTags } from '../tags.ts';

/** A cluster's settings as a restore has to be told them; what AWS leaves out is null, never a guess. */
export interface ClusterSettings {
  readonly engine: string;
  readonly engineVersion: string;
  readonly engineMode: string;
  readonly parameterGroup: string | null;
  readonly subnetGroup: string | null;
  readonly securityGroups: readonly string[];
  readonly port: number | null;
  readonly kmsKey: string | null;
  /** `aurora`, or `aurora-iopt1`: the only one that AWS tells. */
  readonly storageType: string;
  readonly networkType: string | null;
  readonly iamAuthentication: boolean;
  readonly logExports: readonly string[];
  readonly deletionProtection: boolean;
  readonly copyTagsToSnapshot: boolean;
  readonly retentionDays: number | null;
  readonly backupWindow: string | null;
  readonly maintenanceWindow: string | null;
  readonly autoMinorVersionUpgrade: boolean | null;
  readonly lifecycleSupport: string | null;
  /** Aurora capacity units of Serverless v2. */
  readonly capacity: { readonly min: number; readonly max: number; readonly pauseSeconds: number | null } | null;
  readonly domain: { readonly id: string; readonly role: string | null } | null;
  readonly dataApi: boolean;
  readonly localWriteForwarding: boolean;
  readonly databaseInsights: string | null;
  /** Days, 0 when it is off or AWS does not tell of it at the cluster. */
  readonly performanceInsightsDays: number;
  readonly managedPassword: boolean;
  readonly passwordKey: string | null;
  /** `arn`, or `arn feature`. */
  readonly roles: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const sorted = (words: readonly (string | undefined)[] | undefined): string[] =>
  (words ?? []).flatMap((word) => word ?? []).sort();

/** What DescribeDBClusters tells of a cluster, without what is the cluster's own: name, ids, times, state. */
export function clusterSettings(cluster: DBCluster): ClusterSettings {
  const { ServerlessV2ScalingConfiguration: capacity, MasterUserSecret: secret } = cluster;
  const [domain] = cluster.DomainMemberships ?? [];
  return {
    engine: cluster.Engine ?? '',
    engineVersion: cluster.EngineVersion ?? '',
    engineMode: cluster.EngineMode ?? 'provisioned',
    parameterGroup: cluster.DBClusterParameterGroup ?? null,
    subnetGroup: cluster.DBSubnetGroup ?? null,
    securityGroups: sorted(cluster.VpcSecurityGroups?.map(({ VpcSecurityGroupId: id }) => id)),
    port: cluster.Port ?? null,
    kmsKey: cluster.StorageEncrypted === true ? (cluster.KmsKeyId ?? null) : null,
    storageType: cluster.StorageType ?? 'aurora',
    networkType: cluster.NetworkType ?? null,
    iamAuthentication: cluster.IAMDatabaseAuthenticationEnabled === true,
    logExports: sorted(cluster.EnabledCloudwatchLogsExports),
    deletionProtection: cluster.DeletionProtection === true,
    copyTagsToSnapshot: cluster.CopyTagsToSnapshot === true,
    retentionDays: cluster.BackupRetentionPeriod ?? null,
    backupWindow: cluster.PreferredBackupWindow ?? null,
    maintenanceWindow: cluster.PreferredMaintenanceWindow ?? null,
    autoMinorVersionUpgrade: cluster.AutoMinorVersionUpgrade ?? null,
    lifecycleSupport: cluster.EngineLifecycleSupport ?? null,
    capacity:
      capacity?.MinCapacity === undefined || capacity.MaxCapacity === undefined
        ? null
        : {
            min: capacity.MinCapacity,
            max: capacity.MaxCapacity,
            pauseSeconds: capacity.SecondsUntilAutoPause ?? null,
          },
    domain: domain?.Domain === undefined ? null : { id: domain.Domain, role: domain.IAMRoleName ?? null },
    dataApi: cluster.HttpEndpointEnabled === true,
    localWriteForwarding: cluster.LocalWriteForwardingStatus === 'enabled',
    databaseInsights: cluster.DatabaseInsightsMode ?? null,
    performanceInsightsDays:
      cluster.PerformanceInsightsEnabled === true ? (cluster.PerformanceInsightsRetentionPeriod ?? 7) : 0,
    managedPassword: secret !== undefined,
    passwordKey: secret?.KmsKeyId ?? null,
    roles: (cluster.AssociatedRoles ?? [])
      .flatMap(({ RoleArn: arn, FeatureName: feature }) =>
        arn === undefined ? [] : [feature === undefined || feature === '' ? arn : `${arn} ${feature}`],
      )
      .sort(),
    tags: peoplesTags(tagRecord(cluster.TagList)),
  };
}
