import {
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import type { Route } from '../route.ts';
import type { ClusterSettings } from '../settings/cluster-settings.ts';
import { tagList } from '../tags.ts';

export interface Restore {
  readonly route: Route;
  /** Identifier of the new cluster. */
  readonly cluster: string;
  /** Identifier of the cluster that it is made of, as it is called now. */
  readonly source: string;
  readonly snapshot: string;
  readonly settings: ClusterSettings;
  /** Seconds. */
  readonly windowSeconds: number;
  /** All of them: a restore takes over none. */
  readonly tags: Readonly<Record<string, string>>;
}

const orLeftOut = <T>(value: T | null): T | undefined => value ?? undefined;

/** `arn feature` as AWS takes it. */
const roleOf = (text: string) => {
  const [RoleArn = '', ...feature] = text.split(' ');
  return { RoleArn, ...(feature.length === 0 ? {} : { FeatureName: feature.join(' ') }) };
};

/** Whatever is left out falls back to a default, not to the source's setting. */
const common = ({ cluster, settings, windowSeconds, tags }: Restore) => ({
  DBClusterIdentifier: cluster,
  BacktrackWindow: windowSeconds,
  DBClusterParameterGroupName: orLeftOut(settings.parameterGroup),
  DBSubnetGroupName: orLeftOut(settings.subnetGroup),
  VpcSecurityGroupIds: [...settings.securityGroups],
  Port: orLeftOut(settings.port),
  KmsKeyId: orLeftOut(settings.kmsKey),
  EnableIAMDatabaseAuthentication: settings.iamAuthentication,
  EnableCloudwatchLogsExports: [...settings.logExports],
  DeletionProtection: settings.deletionProtection,
  CopyTagsToSnapshot: settings.copyTagsToSnapshot,
  StorageType: settings.storageType,
  NetworkType: orLeftOut(settings.networkType),
  EngineLifecycleSupport: orLeftOut(settings.lifecycleSupport),
  BackupRetentionPeriod: orLeftOut(settings.retentionDays),
  PreferredBackupWindow: orLeftOut(settings.backupWindow),
  ...(settings.capacity === null
    ? {}
    : {
        ServerlessV2ScalingConfiguration: {
          MinCapacity: settings.capacity.min,
          MaxCapacity: settings.capacity.max,
          ...(settings.capacity.pauseSeconds === null ? {} : { SecondsUntilAutoPause: settings.capacity.pauseSeconds }),
        },
      }),
  ...(settings.domain === null
    ? {}
    : { Domain: settings.domain.id, DomainIAMRoleName: orLeftOut(settings.domain.role) }),
  ...(settings.roles.length === 0 ? {} : { AssociatedRoles: settings.roles.map(roleOf) }),
  Tags: tagList(tags),
});

/**
 * Asks for the new cluster; it has no instances. A full copy is made of the latest restorable time, a clone of now.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
 */
export async function restore({ client, signal }: Pick<StepContext, 'client' | 'signal'>, how: Restore): Promise<void> {
  const rds = client(RDSClient);
  const options = { abortSignal: signal };
  const { settings, route } = how;
  if (route === 'snapshot-restore') {
    await rds.send(
      new RestoreDBClusterFromSnapshotCommand({
        ...common(how),
        SnapshotIdentifier: how.snapshot,
        Engine: settings.engine,
        // Left out, AWS takes the Region's default version, which may be another major one.
        EngineVersion: settings.engineVersion,
        ...(settings.engineMode === 'provisioned' ? {} : { EngineMode: settings.engineMode }),
      }),
      options,
    );
    return;
  }
  await rds.send(
    new RestoreDBClusterToPointInTimeCommand({
      ...common(how),
      SourceDBClusterIdentifier: how.source,
      RestoreType: route === 'clone' ? 'copy-on-write' : 'full-copy',
      UseLatestRestorableTime: true,
    }),
    options,
  );
}
