import type { DBCluster, ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import type { Call } from '../../service.ts';
import { checkBacktrack } from '../backtrack.ts';
import { checkExports } from '../log-exports.ts';
import { groupForCluster } from '../parameter-groups/find.ts';
import { securityGroupsIn } from '../restore/place-in-network.ts';

/** What waits for the maintenance window unless ApplyImmediately says otherwise. */
const SCHEDULED = [
  ...(['NewDBClusterIdentifier', 'BackupRetentionPeriod', 'BacktrackWindow'] as const),
  ...(['EnableIAMDatabaseAuthentication', 'StorageType'] as const),
] as const;
/** What is changed at once, whatever ApplyImmediately says. */
const AT_ONCE = [
  ...(['CopyTagsToSnapshot', 'DeletionProtection', 'DBClusterParameterGroupName', 'VpcSecurityGroupIds'] as const),
  ...(['CloudwatchLogsExportConfiguration', 'PreferredMaintenanceWindow', 'PreferredBackupWindow'] as const),
  ...(['AutoMinorVersionUpgrade', 'ServerlessV2ScalingConfiguration', 'EnableLocalWriteForwarding'] as const),
  ...(['DatabaseInsightsMode', 'EnablePerformanceInsights', 'PerformanceInsightsRetentionPeriod'] as const),
  ...(['ManageMasterUserPassword', 'MasterUserSecretKmsKeyId', 'MasterUserPassword'] as const),
] as const;

/** What a request changes. */
export type Settings = Partial<Pick<ModifyDBClusterMessage, (typeof SCHEDULED)[number] | (typeof AT_ONCE)[number]>>;

/**
 * What a request changes soon, and what in the maintenance window.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html#Aurora.Modifying.Settings
 */
export function settingsOf(input: ModifyDBClusterMessage): { readonly soon: Settings; readonly scheduled: Settings } {
  const pick = (names: readonly (keyof Settings)[]): Settings =>
    Object.fromEntries(names.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
  const [scheduled, atOnce] = [pick(SCHEDULED), pick(AT_ONCE)];
  return input.ApplyImmediately ? { soon: { ...atOnce, ...scheduled }, scheduled: {} } : { soon: atOnce, scheduled };
}

const KNOWN: readonly string[] = ['DBClusterIdentifier', 'ApplyImmediately', ...SCHEDULED, ...AT_ONCE];

/** Throws for what this cluster cannot have. */
export function checkSettings(input: ModifyDBClusterMessage, cluster: DBCluster, call: Call): void {
  if (input.EnableHttpEndpoint !== undefined && cluster.EngineMode !== 'serverless') {
    const text = 'EnableHttpEndpoint applies to Aurora Serverless v1 only; use the operation EnableHttpEndpoint.';
    throw new AwsError('InvalidParameterCombination', text);
  }
  const other = Object.keys(input).find((member) => !KNOWN.includes(member));
  if (other) throw invalidParameterValue(`The simulated AWS cannot modify ${other}`);
  const { Engine = '', EngineVersion = '', DBSubnetGroup = '' } = cluster;
  checkBacktrack(input.BacktrackWindow, cluster, call.behaviour.backtrackRefusal);
  checkWindow(input.PreferredMaintenanceWindow, /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i, 'maintenance');
  checkWindow(input.PreferredBackupWindow, /^\d\d:\d\d-\d\d:\d\d$/, 'backup');
  checkExports(Engine, input.CloudwatchLogsExportConfiguration?.EnableLogTypes);
  if (input.DBClusterParameterGroupName !== undefined) {
    groupForCluster(input.DBClusterParameterGroupName, Engine, EngineVersion, call);
  }
  if (input.VpcSecurityGroupIds) {
    const vpc = call.holdings.network.subnetGroups.get(DBSubnetGroup)?.vpcId ?? '';
    securityGroupsIn(vpc, input.VpcSecurityGroupIds, call);
  }
  checkInsights(input, cluster);
  checkPassword(input, cluster);
}

function checkWindow(window: string | undefined, pattern: RegExp, kind: string): void {
  if (window === undefined || pattern.test(window)) return;
  throw invalidParameterValue(`Invalid ${kind} window format: ${window}`);
}

/** Advanced Database Insights needs Performance Insights with 465 days. */
function checkInsights(input: ModifyDBClusterMessage, { PerformanceInsightsEnabled }: DBCluster): void {
  if (input.DatabaseInsightsMode !== 'advanced') return;
  const insights = input.EnablePerformanceInsights ?? PerformanceInsightsEnabled;
  if (insights && (input.PerformanceInsightsRetentionPeriod ?? 0) >= 465) return;
  const text =
    'To enable the Advanced mode of Database Insights, set PerformanceInsightsEnabled to true and ' +
    'PerformanceInsightsRetentionPeriod to 465.';
  throw new AwsError('InvalidParameterCombination', text);
}

function checkPassword(input: ModifyDBClusterMessage, { MasterUserSecret }: DBCluster): void {
  const { ManageMasterUserPassword: managed, MasterUserPassword: password } = input;
  const wrong = (text: string): AwsError => new AwsError('InvalidParameterCombination', text);
  if (managed && password !== undefined)
    throw wrong('You can’t specify MasterUserPassword with ManageMasterUserPassword.');
  if (managed === false && MasterUserSecret && password === undefined) {
    throw wrong('You must specify MasterUserPassword when you turn ManageMasterUserPassword off.');
  }
  if (password !== undefined && managed === undefined && MasterUserSecret) {
    throw wrong('You can’t specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.');
  }
}
