import type { RecoveryPointByResource, RecoveryPointCreator } from '@aws-sdk/client-backup';
import { hoursBefore, timeFrom } from '../clock.ts';
import { stableUuid } from '../random.ts';
import { continuousPointArn } from './clusters.ts';
import type { BackupSpec } from './databases.ts';
import { type Place, rdsArn } from './place.ts';

/** A recovery point in a vault, with the resource it was made of. */
export interface RecoveryPoint extends RecoveryPointByResource {
  readonly RecoveryPointArn: string;
  readonly CreationDate: Date;
  readonly BackupVaultName: string;
  readonly resourceArn: string;
  readonly resourceType: string;
  readonly resourceName: string;
  /** Identifier of the snapshot it is in RDS; `undefined` for continuous points and other services. */
  readonly snapshotName: string | undefined;
  /** `undefined`: for ever. */
  readonly retentionDays: number | undefined;
  /** The plan behind it; `undefined` when it was made on demand. */
  readonly createdBy: RecoveryPointCreator | undefined;
}

/** What recovery points are made of. */
export interface BackedUpResource {
  readonly arn: string;
  readonly type: string;
  readonly name: string;
  /** `cluster-…` or `db-…`, for the ARN of a continuous recovery point. */
  readonly resourceId?: string | undefined;
  readonly snapshotKind?: 'cluster-snapshot' | 'snapshot';
}

/**
 * The recovery points of one resource, the newest first. Periodic ones of RDS are snapshots named
 * `awsbackup:job-<uuid>`; a continuous one has an ARN of AWS Backup's own.
 */
export function recoveryPointsOf(
  resource: BackedUpResource,
  spec: BackupSpec,
  place: Place,
  createdBy?: RecoveryPointCreator,
): RecoveryPoint[] {
  const newest = timeFrom(spec.newest, place.now);
  const periodic = Array.from({ length: spec.points }, (_, index) => {
    const uuid = stableUuid(resource.arn, String(index));
    const snapshotName = resource.snapshotKind && `awsbackup:job-${uuid}`;
    const arn =
      resource.snapshotKind && snapshotName
        ? rdsArn(place, resource.snapshotKind, snapshotName)
        : `arn:aws:backup:${place.region}:${place.accountId}:recovery-point:${uuid}`;
    return point(arn, hoursBefore(newest, index * spec.everyHours), snapshotName);
  });
  if (!spec.continuous || !resource.resourceId) return periodic;
  return [point(continuousPointArn(place, resource.resourceId), newest, undefined), ...periodic];

  function point(arn: string, created: Date, snapshotName: string | undefined): RecoveryPoint {
    return {
      RecoveryPointArn: arn,
      CreationDate: created,
      Status: spec.status,
      ...(spec.message !== undefined && { StatusMessage: spec.message }),
      BackupVaultName: spec.vault,
      IsParent: false,
      ResourceName: resource.name,
      VaultType: 'BACKUP_VAULT',
      BackupSizeBytes: 0,
      resourceArn: resource.arn,
      resourceType: resource.type,
      resourceName: resource.name,
      snapshotName,
      retentionDays: spec.retentionDays,
      createdBy,
    };
  }
}
