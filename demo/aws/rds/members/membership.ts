import { type CreateDBInstanceMessage, type DBCluster, InvalidDBClusterStateFault$ } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { modelled } from '../../protocol/model.ts';
import { refuseOthers } from '../new-resource.ts';

/** What a member takes for itself. */
const OWN = [
  ...['DBInstanceIdentifier', 'DBInstanceClass', 'Engine', 'DBClusterIdentifier', 'PromotionTier', 'Tags'],
  ...['DBParameterGroupName', 'AvailabilityZone', 'PubliclyAccessible', 'MonitoringInterval', 'MonitoringRoleArn'],
  ...['EnablePerformanceInsights', 'PerformanceInsightsKMSKeyId', 'PerformanceInsightsRetentionPeriod'],
  ...['PreferredMaintenanceWindow', 'AutoMinorVersionUpgrade', 'CACertificateIdentifier', 'EngineVersion'],
  ...['DBSubnetGroupName', 'LicenseModel'],
];
/** What only its cluster can have. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const OF_THE_CLUSTER = [
  ...['MasterUsername', 'MasterUserPassword', 'VpcSecurityGroupIds', 'BackupRetentionPeriod', 'PreferredBackupWindow'],
  ...['Port', 'KmsKeyId', 'StorageEncrypted', 'EnableIAMDatabaseAuthentication', 'DeletionProtection', 'MultiAZ'],
  ...['EnableCloudwatchLogsExports', 'ManageMasterUserPassword', 'AllocatedStorage', 'DBName', 'StorageType'],
  ...['CopyTagsToSnapshot', 'DatabaseInsightsMode', 'NetworkType'],
];
const INTERVALS = [0, 1, 5, 10, 15, 30, 60];

/** Throws for what a member of this cluster cannot have, under the codes that RDS has for it. */
export function checkMembership(input: CreateDBInstanceMessage, cluster: DBCluster): void {
  const foreign = Object.keys(input).find((member) => OF_THE_CLUSTER.includes(member));
  if (foreign !== undefined) {
    const text = `The requested DB Instance will be a member of a DB Cluster. Set ${foreign} for the DB Cluster.`;
    throw combination(text);
  }
  refuseOthers(input, OWN, 'CreateDBInstance');
  const { DBInstanceClass = '', PromotionTier: tier = 1, EngineVersion } = input;
  if (!/^db\.(serverless|[a-z0-9]+(\.[a-z0-9]+)+)$/.test(DBInstanceClass)) {
    throw invalidParameterValue(`Invalid DB Instance class: ${DBInstanceClass}`);
  }
  if (DBInstanceClass === 'db.serverless' && !cluster.ServerlessV2ScalingConfiguration) {
    const text =
      'Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.';
    throw modelled(InvalidDBClusterStateFault$, text);
  }
  if (tier < 0 || tier > 15) throw invalidParameterValue(`Invalid promotion tier: ${tier}. Must be between 0 and 15`);
  if (EngineVersion !== undefined && EngineVersion !== cluster.EngineVersion) {
    throw combination(
      `The engine version that you requested for your DB instance (${EngineVersion}) does not match the engine version of your DB cluster (${cluster.EngineVersion}).`,
    );
  }
  checkMonitoring(input);
}

/** Enhanced Monitoring needs a role, and Performance Insights settings need Performance Insights. */
export function checkMonitoring(
  input: Pick<
    CreateDBInstanceMessage,
    | 'MonitoringInterval'
    | 'MonitoringRoleArn'
    | 'EnablePerformanceInsights'
    | 'PerformanceInsightsKMSKeyId'
    | 'PerformanceInsightsRetentionPeriod'
  >,
): void {
  const { MonitoringInterval: interval, MonitoringRoleArn: role } = input;
  if (interval !== undefined && !INTERVALS.includes(interval)) {
    throw invalidParameterValue(
      `Invalid value for monitoring interval: ${interval}. Valid values: ${INTERVALS.join(', ')}`,
    );
  }
  if ((interval ?? 0) > 0 !== (role !== undefined)) {
    const text = 'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.';
    throw combination(text);
  }
  const { EnablePerformanceInsights: insights, PerformanceInsightsKMSKeyId: key } = input;
  const { PerformanceInsightsRetentionPeriod: days } = input;
  if (!insights && (key !== undefined || days !== undefined)) {
    throw combination('To set Performance Insights parameters, you must enable Performance Insights.');
  }
  if (days !== undefined && days !== 7 && days !== 731 && (days % 31 !== 0 || days < 31 || days > 713)) {
    throw invalidParameterValue(`Invalid Performance Insights retention period: ${days}. Valid: 7, month * 31, 731`);
  }
}

function combination(text: string): AwsError {
  return new AwsError('InvalidParameterCombination', text);
}
