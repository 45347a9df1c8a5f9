import type { DBCluster } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { withBacktrack } from '../backtrack.ts';
import { membersOf } from '../find.ts';
import { groupForCluster } from '../parameter-groups/find.ts';
import { securityGroupsIn } from '../restore/place-in-network.ts';
import { manageSecret } from './secret.ts';
import type { Settings } from './settings.ts';

/** Settings that have a field of their own name. */
const PLAIN = [
  ...(['BackupRetentionPeriod', 'CopyTagsToSnapshot', 'DeletionProtection', 'PreferredMaintenanceWindow'] as const),
  ...(['PreferredBackupWindow', 'AutoMinorVersionUpgrade', 'ServerlessV2ScalingConfiguration'] as const),
  ...(['DatabaseInsightsMode', 'PerformanceInsightsRetentionPeriod'] as const),
] as const;

/** Puts settings in force, all but a new name. */
export function apply(settings: Settings, cluster: DBCluster, at: Date, call: Call): void {
  for (const name of PLAIN) if (settings[name] !== undefined) Object.assign(cluster, { [name]: settings[name] });
  Object.assign(cluster, withBacktrack(settings.BacktrackWindow, cluster, at));
  if (settings.BacktrackWindow === 0) delete cluster.EarliestBacktrackTime;
  if (settings.EnableIAMDatabaseAuthentication !== undefined) {
    cluster.IAMDatabaseAuthenticationEnabled = settings.EnableIAMDatabaseAuthentication;
  }
  if (settings.EnablePerformanceInsights !== undefined) {
    cluster.PerformanceInsightsEnabled = settings.EnablePerformanceInsights;
  }
  if (settings.EnableLocalWriteForwarding !== undefined) {
    cluster.LocalWriteForwardingStatus = settings.EnableLocalWriteForwarding ? 'enabled' : 'disabled';
  }
  if (settings.StorageType === 'aurora-iopt1') cluster.StorageType = 'aurora-iopt1';
  if (settings.StorageType === 'aurora') delete cluster.StorageType;
  applyGroups(settings, cluster, call);
  applyExports(settings, cluster);
  applyToMembers(settings, cluster, call);
  manageSecret(settings, cluster, at, call);
}

/** Another parameter group is in force only after each instance has restarted. */
function applyGroups(settings: Settings, cluster: DBCluster, call: Call): void {
  const { DBClusterParameterGroupName: group, VpcSecurityGroupIds: ids } = settings;
  const { Engine = '', EngineVersion = '', DBSubnetGroup = '' } = cluster;
  if (group !== undefined && group.toLowerCase() !== cluster.DBClusterParameterGroup) {
    cluster.DBClusterParameterGroup = groupForCluster(group, Engine, EngineVersion, call);
    for (const member of cluster.DBClusterMembers ?? []) member.DBClusterParameterGroupStatus = 'pending-reboot';
  }
  if (ids) {
    const vpc = call.holdings.network.subnetGroups.get(DBSubnetGroup)?.vpcId ?? '';
    cluster.VpcSecurityGroups = securityGroupsIn(vpc, ids, call);
    for (const member of membersOf(cluster, call)) member.VpcSecurityGroups = cluster.VpcSecurityGroups;
  }
}

function applyExports({ CloudwatchLogsExportConfiguration: exports }: Settings, cluster: DBCluster): void {
  if (!exports) return;
  const { EnableLogTypes: on = [], DisableLogTypes: off = [] } = exports;
  const logs = new Set([...(cluster.EnabledCloudwatchLogsExports ?? []), ...on]);
  for (const log of off) logs.delete(log);
  if (logs.size > 0) cluster.EnabledCloudwatchLogsExports = [...logs].sort();
  else delete cluster.EnabledCloudwatchLogsExports;
}

function applyToMembers(settings: Settings, cluster: DBCluster, call: Call): void {
  const {
    AutoMinorVersionUpgrade: minor,
    EnableIAMDatabaseAuthentication: iam,
    BackupRetentionPeriod: days,
  } = settings;
  for (const member of membersOf(cluster, call)) {
    if (minor !== undefined) member.AutoMinorVersionUpgrade = minor;
    if (iam !== undefined) member.IAMDatabaseAuthenticationEnabled = iam;
    if (days !== undefined) member.BackupRetentionPeriod = days;
  }
}
