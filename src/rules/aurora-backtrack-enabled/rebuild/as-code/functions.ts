import { shellWord } from '../../../../domain/paste.ts';
import { aws } from './shell.ts';

/** Fields of a cluster that have to be the same after a rebuild; a rename, an id or a time is its own. */
const clusterFields = [
  'EngineVersion',
  'EngineMode',
  'DBClusterParameterGroup',
  'DBSubnetGroup',
  'Port',
  'KmsKeyId',
  'StorageType',
  'NetworkType',
  'IAMDatabaseAuthenticationEnabled',
  'DeletionProtection',
  'CopyTagsToSnapshot',
  'BackupRetentionPeriod',
  'PreferredBackupWindow',
  'PreferredMaintenanceWindow',
  'EngineLifecycleSupport',
  'HttpEndpointEnabled',
  'DatabaseInsightsMode',
  'ServerlessV2ScalingConfiguration',
];

const memberFields = [
  'DBInstanceClass',
  'PromotionTier',
  'AvailabilityZone',
  'PubliclyAccessible',
  'MonitoringInterval',
  'PerformanceInsightsEnabled',
  'AutoMinorVersionUpgrade',
  'PreferredMaintenanceWindow',
];

const same = (fields: readonly string[]): string => fields.map((field) => `${field}:${field}`).join(',');

const clusterQuery = `DBClusters[0].{${same(clusterFields)},Groups:sort(VpcSecurityGroups[].VpcSecurityGroupId),Logs:sort(EnabledCloudwatchLogsExports||\`[]\`),Roles:sort(AssociatedRoles[].RoleArn||\`[]\`),Password:MasterUserSecret&&'managed'||'own'}`;
const memberQuery = `sort_by(DBInstances,&join('/',[DBInstanceClass,to_string(PromotionTier),AvailabilityZone||'']))[].{${same(memberFields)},Group:DBParameterGroups[0].DBParameterGroupName}`;

/** Functions of the script; `$1` is an identifier or the name of a metric. */
export const functions = ({
  region,
  writer,
  quietMinutes,
}: {
  readonly region: string;
  readonly writer: string | undefined;
  readonly quietMinutes: number;
}): string[] => [
  `# What decides whether two clusters are alike; names, ids and times are left out.
settings() {
${aws('rds describe-db-clusters', { region, 'db-cluster-identifier': { raw: '"$1"' }, query: clusterQuery })}
${aws('rds describe-db-instances', { region, filters: { raw: '"Name=db-cluster-id,Values=$1"' }, query: memberQuery })}
}`,
  `# Waits until a cluster is in a state: await_status NAME STATUS. A new name shows after a while.
await_status() {
  local tries=0 now=unknown
  while [ "$tries" -lt 180 ]; do
    now="$(${aws('rds describe-db-clusters', { region, 'db-cluster-identifier': { raw: '"$1"' }, query: 'DBClusters[0].Status', output: 'text' })} 2> /dev/null || echo 'not shown')"
    if [ "$now" = "$2" ]; then return 0; fi
    tries=$((tries + 1))
    sleep 20
  done
  echo "$1 is $now, not $2, after an hour." >&2
  return 1
}`,
  ...(writer === undefined
    ? []
    : [
        `# Whether a metric of the old writer was 0 in every minute since the freeze: at_rest METRIC MINUTES.
at_rest() {
  local seen most
  read -r seen most <<< "$(${aws('cloudwatch get-metric-statistics', {
    region,
    namespace: 'AWS/RDS',
    'metric-name': { raw: '"$1"' },
    dimensions: `Name=DBInstanceIdentifier,Value=${writer}`,
    'start-time': { raw: '"$frozen_since"' },
    'end-time': { raw: '"$(date -u +%Y-%m-%dT%H:%M:%SZ)"' },
    period: '60',
    statistics: 'Maximum',
    query: '[length(Datapoints),max([Datapoints[].Maximum,`[0]`][])]',
    output: 'text',
  })})"
  [ "$seen" -ge "$2" ] && { [ "$most" = 0 ] || [ "$most" = 0.0 ]; }
}`,
        `# Nothing written since the freeze, as far as CloudWatch shows it.
insist_unwritten() {
  local metric
  for metric in DMLThroughput CommitThroughput; do
    if ! at_rest "$metric" 0; then
      echo ${shellWord('Something was written after the freeze began. Stop every writer, and begin again.')} >&2
      return 1
    fi
  done
}`,
        `# Waits until nobody is connected and nothing was written for ${quietMinutes} minutes.
await_rest() {
  echo ${shellWord(`Waiting for ${quietMinutes} minutes without a session and without a write. CloudWatch is some minutes behind.`)}
  frozen_since="$(date -u +%Y-%m-%dT%H:%M:00Z)"
  until at_rest DatabaseConnections ${quietMinutes} && at_rest DMLThroughput ${quietMinutes} && at_rest CommitThroughput ${quietMinutes}; do
    if ! at_rest DatabaseConnections 0 || ! at_rest DMLThroughput 0; then
      echo ${shellWord('Somebody is still connected, or writes. Counting again.')}
      frozen_since="$(date -u +%Y-%m-%dT%H:%M:00Z)"
    fi
    sleep 30
  done
}`,
      ]),
];
