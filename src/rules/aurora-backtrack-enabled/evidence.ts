import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Evidence, EvidenceValue } from '../../domain/finding.ts';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { RuleContext } from '../../domain/rule.ts';
import type { Named } from '../reads.ts';
import { secondsPerHour } from './duration.ts';
import { isServerlessV2 } from './verdict.ts';
import { reachSeconds } from './window.ts';

export type Facts = Readonly<Record<string, EvidenceValue | undefined>>;

/** What the verdict rests on, then what a rebuild has to carry over. `more` is what the question at hand had read. */
export function evidenceOf(
  cluster: Named<DBCluster>,
  instances: readonly Named<DBInstance>[] | string,
  { policy, now }: RuleContext,
  more: Facts,
): Evidence {
  const reach = cluster.BacktrackWindow === undefined ? undefined : reachSeconds(cluster, now);
  const all: Facts = {
    engine: cluster.Engine,
    engineVersion: cluster.EngineVersion,
    engineMode: cluster.EngineMode,
    serverlessV2: isServerlessV2(cluster),
    serverlessMinCapacity: cluster.ServerlessV2ScalingConfiguration?.MinCapacity,
    serverlessMaxCapacity: cluster.ServerlessV2ScalingConfiguration?.MaxCapacity,
    clusterStatus: cluster.Status,
    backtrackWindowSeconds: cluster.BacktrackWindow ?? null,
    minimumWindowSeconds: policy.minBacktrackWindowHours * secondsPerHour,
    targetWindowSeconds: policy.targetBacktrackWindowHours * secondsPerHour,
    earliestBacktrackTime: cluster.EarliestBacktrackTime?.toISOString(),
    rewindableSeconds: reach === undefined ? undefined : Math.floor(reach),
    ...more,
    globalDatabase: cluster.GlobalClusterIdentifier,
    replicatesFrom: cluster.ReplicationSourceIdentifier,
    replicas: cluster.ReadReplicaIdentifiers,
    nativeBackupRetentionDays: cluster.BackupRetentionPeriod,
    createdAt: cluster.ClusterCreateTime?.toISOString(),
    managedBy: managedByCode(cluster.tags, policy.iacTags),
    clusterParameterGroup: cluster.DBClusterParameterGroup,
    subnetGroup: cluster.DBSubnetGroup,
    securityGroups: cluster.VpcSecurityGroups?.flatMap(({ VpcSecurityGroupId: id }) => (id === undefined ? [] : [id])),
    port: cluster.Port,
    storageType: cluster.StorageType,
    kmsKey: cluster.KmsKeyId,
    networkType: cluster.NetworkType,
    lifecycleSupport: cluster.EngineLifecycleSupport,
    iamDatabaseAuthentication: cluster.IAMDatabaseAuthenticationEnabled,
    logExports: cluster.EnabledCloudwatchLogsExports,
    deletionProtection: cluster.DeletionProtection,
    copyTagsToSnapshot: cluster.CopyTagsToSnapshot,
    backupWindow: cluster.PreferredBackupWindow,
    maintenanceWindow: cluster.PreferredMaintenanceWindow,
    instances: describedMembers(cluster, instances),
    readAt: now.toISOString(),
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, EvidenceValue] => entry[1] !== undefined),
  );
}

function describedMembers(
  cluster: Named<DBCluster>,
  instances: readonly Named<DBInstance>[] | string,
): string | string[] {
  if (typeof instances === 'string') return instances;
  const writer = cluster.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier;
  return instances
    .filter(({ DBClusterIdentifier }) => DBClusterIdentifier === cluster.name)
    .map(
      ({ name, DBInstanceClass = 'unknown class' }) => `${name} ${DBInstanceClass}${name === writer ? ' writer' : ''}`,
    );
}
