import type { RecoveryPointByBackupVault } from '@aws-sdk/client-backup';
import type { LivingDatabase } from '../database.ts';

/** A snapshot that AWS Backup made, as RDS lists it. */
export interface BackupSnapshot {
  readonly kind: 'cluster' | 'instance';
  /** `awsbackup:job-<uuid>`; empty when AWS's answer named none. */
  readonly id: string;
  /** The same as the recovery point's. */
  readonly arn: string;
  /** What the database was called at the time of the snapshot. */
  readonly name: string;
  /** `cluster-…` or `db-…`: whose life it was taken of, whatever the database is called today. */
  readonly resourceId: string | undefined;
  readonly at: Date | undefined;
  readonly status: string | undefined;
}

/** `own`: of this database. `earlier`: of another one that had its name. `unsure`: of this name, nothing tells of whom. */
export type Life = 'own' | 'earlier' | 'unsure' | 'other';

/** `awsbackup:job-<uuid>` of a snapshot's ARN, which is also the ARN of its recovery point. */
export const snapshotIdIn = (arn: string | undefined): string | undefined =>
  /:(?:cluster-)?snapshot:(.+)$/.exec(arn ?? '')?.[1];

/**
 * Whose life a recovery point is of. A name may have had several: deleted and made again, or swapped by renaming. A
 * snapshot belongs to the resource id that it was taken of, so it is found again after a rename and never credited to a
 * successor. Where RDS lists no snapshot of a point, the point must carry the database's ARN and be younger than it.
 */
export function lifeOf(
  database: LivingDatabase,
  { RecoveryPointArn: arn = '', ResourceArn, CreationDate: at }: RecoveryPointByBackupVault,
  snapshot: BackupSnapshot | undefined,
  allIdentified: boolean,
): Life {
  if (snapshot !== undefined) return lifeOfSnapshot(database, snapshot);
  if (arn !== '' && arn === database.continuousPointArn) return 'own';
  if (ResourceArn !== database.arn) return 'other';
  if (arn.includes(':continuous:')) return 'earlier';
  if (at === undefined || database.createdAt === undefined) return 'unsure';
  if (at < database.createdAt) return 'earlier';
  return arn !== '' && allIdentified ? 'own' : 'unsure';
}

function lifeOfSnapshot(database: LivingDatabase, { kind, name, resourceId, at }: BackupSnapshot): Life {
  if (kind !== database.kind) return 'other';
  const sameName = name === database.name;
  if (resourceId !== undefined && database.resourceId !== undefined) {
    if (resourceId === database.resourceId) return 'own';
    return sameName ? 'earlier' : 'other';
  }
  if (!sameName) return 'other';
  return at !== undefined && database.createdAt !== undefined && at < database.createdAt ? 'earlier' : 'unsure';
}
