import type { RestoreDBClusterFromSnapshotMessage, RestoreDBClusterToPointInTimeMessage } from '@aws-sdk/client-rds';

/** What both restores take alike. */
export type RestoreInput = Pick<
  RestoreDBClusterFromSnapshotMessage & RestoreDBClusterToPointInTimeMessage,
  (typeof COMMON)[number]
>;

/** Of all that makes a cluster. */
export const COMMON = [
  ...(['DBClusterIdentifier', 'Port', 'DBSubnetGroupName', 'VpcSecurityGroupIds', 'Tags', 'KmsKeyId'] as const),
  ...(['EnableIAMDatabaseAuthentication', 'BacktrackWindow', 'EnableCloudwatchLogsExports'] as const),
  ...(['DBClusterParameterGroupName', 'DeletionProtection', 'CopyTagsToSnapshot', 'StorageType'] as const),
  ...(['NetworkType', 'ServerlessV2ScalingConfiguration', 'BackupRetentionPeriod', 'PreferredBackupWindow'] as const),
  ...(['EngineLifecycleSupport', 'AssociatedRoles', 'OptionGroupName'] as const),
] as const;

/** What the simulator takes of each; another member is refused by its name. */
export const FROM_SNAPSHOT: readonly string[] = [
  ...COMMON,
  ...['SnapshotIdentifier', 'Engine', 'EngineVersion', 'EngineMode', 'AvailabilityZones'],
];
export const TO_POINT_IN_TIME: readonly string[] = [
  ...COMMON,
  ...['RestoreType', 'SourceDBClusterIdentifier', 'SourceDbClusterResourceId'],
  ...['RestoreToTime', 'UseLatestRestorableTime', 'EngineMode'],
];
