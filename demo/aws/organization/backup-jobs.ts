import { type BackupJob, BackupJobState } from '@aws-sdk/client-backup';
import { z } from 'zod';
import { hoursBefore, timeFrom } from '../clock.ts';
import { stableUuid } from '../random.ts';
import { backupArn, backupRoleArn, DEFAULT_BACKUP_ROLE } from './backup-names.ts';
import { when } from './common.ts';
import type { Place } from './place.ts';
import type { RecoveryPoint } from './recovery-points.ts';

/** A backup job that the file lists by itself; the jobs behind recovery points are there already. */
export const job = z.strictObject({
  /** The cluster or DB instance of the Region, or an ARN of another service (then with `type`). */
  of: z.string().min(1),
  type: z.string().optional(),
  state: z.enum(BackupJobState).default('COMPLETED'),
  created: when,
  /** AWS's own words on what went wrong. */
  message: z.string().optional(),
  messageCategory: z.string().optional(),
  percent: z.number().min(0).max(100).optional(),
  vault: z.string().default('Default'),
  retentionDays: z.number().int().min(1).default(35),
});
export type JobSpec = z.output<typeof job>;

/** A resource that a job backs up. */
export interface JobResource {
  readonly arn: string;
  readonly type: string;
  readonly name: string;
}

const ENDED: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL']);

/** A listed job as `DescribeBackupJob` returns it. */
export function jobFrom(spec: JobSpec, resource: JobResource, index: number, place: Place): BackupJob {
  const created = timeFrom(spec.created, place.now);
  const ended = ENDED.has(spec.state);
  const percent = spec.percent ?? (spec.state === 'COMPLETED' ? 100 : 0);
  return {
    ...jobBasis(resource, spec.vault, created, place),
    BackupJobId: stableUuid('job', resource.arn, String(index)),
    State: spec.state,
    RecoveryPointLifecycle: { DeleteAfterDays: spec.retentionDays },
    PercentDone: percent.toFixed(1),
    ...(spec.message !== undefined && { StatusMessage: spec.message }),
    ...(ended && {
      MessageCategory: spec.messageCategory ?? (spec.state === 'COMPLETED' ? 'SUCCESS' : categoryOf(spec.message)),
      CompletionDate: hoursBefore(created, -0.5),
    }),
  };
}

/** The job that made a periodic recovery point; its id is in the snapshot's name. */
export function jobOf(point: RecoveryPoint, place: Place): BackupJob | undefined {
  const id = /job-([0-9a-f-]{36})$/.exec(point.snapshotName ?? '')?.[1];
  if (id === undefined) return undefined;
  const resource = { arn: point.resourceArn, type: point.resourceType, name: point.resourceName };
  return {
    ...jobBasis(resource, point.BackupVaultName, point.CreationDate, place),
    BackupJobId: id,
    State: 'COMPLETED',
    RecoveryPointArn: point.RecoveryPointArn,
    ...(point.retentionDays !== undefined && { RecoveryPointLifecycle: { DeleteAfterDays: point.retentionDays } }),
    PercentDone: '100.0',
    CompletionDate: hoursBefore(point.CreationDate, -0.25),
    MessageCategory: 'SUCCESS',
    ...(point.createdBy && { CreatedBy: point.createdBy }),
  };
}

/** What a job that has not ended is doing. */
export interface JobProgress {
  readonly from: Date;
  readonly until: Date;
}

/** What every job tells of itself, whatever became of it. */
export function jobBasis(resource: JobResource, vault: string, created: Date, place: Place): BackupJob {
  return {
    AccountId: place.accountId,
    BackupVaultName: vault,
    BackupVaultArn: backupArn(place, 'backup-vault', vault),
    VaultType: 'BACKUP_VAULT',
    EncryptionKeyArn: place.kmsKeyArn,
    IsEncrypted: true,
    ResourceArn: resource.arn,
    ResourceType: resource.type,
    ResourceName: resource.name,
    CreationDate: created,
    InitiationDate: created,
    StartBy: hoursBefore(created, -8),
    ExpectedCompletionDate: hoursBefore(created, -7 * 24),
    BackupSizeInBytes: 0,
    BytesTransferred: 0,
    IamRoleArn: backupRoleArn(DEFAULT_BACKUP_ROLE, place.accountId),
    IsParent: false,
  };
}

/** The category of a failure; AWS documents `AccessDenied` and `InvalidParameters` as examples. */
export function categoryOf(message = ''): string {
  return /access|denied|permission|assume/i.test(message) ? 'AccessDenied' : 'InvalidParameters';
}
