import type { ProtectedResource } from '@aws-sdk/client-backup';
import type { Snapshot } from '../reads.ts';
import { type Databases, lifeOf } from './databases.ts';

export type Kind = 'continuous backup' | 'cluster snapshot' | 'snapshot' | 'recovery point';

/** One recovery point of AWS Backup, and what it was made of. */
export interface RecoveryPoint {
  readonly kind: Kind;
  /** The snapshot's identifier, or the recovery point's ARN where it is no snapshot; empty when AWS gives none. */
  readonly id: string;
  readonly of: string;
  /** Whether the database is still here; `earlier` for a database of that name before today's. */
  readonly life: 'here' | 'earlier' | 'gone';
  /** Copied from another Region, account or vault. */
  readonly copied: boolean;
  readonly at: Date | undefined;
}

/** AWS Backup calls what it copies `awsbackup:copyjob-<uuid>`. */
const isCopied = (id: string): boolean => id.startsWith('awsbackup:copyjob-');

/** A database whose automated backups AWS Backup owns says so itself, and until when it can be restored. */
export function continuousBackups({ clusters, instances }: Databases): RecoveryPoint[] {
  return [...clusters, ...instances].flatMap(({ AwsBackupRecoveryPointArn: id, LatestRestorableTime: at, name }) =>
    id === undefined || id === ''
      ? []
      : [{ kind: 'continuous backup' as const, id, of: name, life: 'here' as const, copied: false, at }],
  );
}

/**
 * What a recovery point is, from its ARN: `…:snapshot:awsbackup:…`, `…:cluster-snapshot:awsbackup:…` and
 * `…:recovery-point:continuous:…`; vaults of other types have forms of their own.
 */
function kindOf(arn: string): { readonly kind: Kind; readonly id: string } {
  const [type = '', ...rest] = arn.split(':').slice(5);
  if (type === 'cluster-snapshot') return { kind: 'cluster snapshot', id: rest.join(':') };
  if (type === 'snapshot') return { kind: 'snapshot', id: rest.join(':') };
  return {
    kind: type === 'recovery-point' && rest[0] === 'continuous' ? 'continuous backup' : 'recovery point',
    id: arn,
  };
}

/** The newest recovery point of each RDS and Aurora database that AWS Backup has ever backed up in this Region. */
export function ofProtectedResources(resources: readonly ProtectedResource[], { all }: Databases): RecoveryPoint[] {
  return resources
    .filter(({ ResourceType }) => ResourceType === 'RDS' || ResourceType === 'Aurora')
    .map(({ ResourceArn: arn = '', LastRecoveryPointArn = '', LastBackupTime: at }) => {
      const point = kindOf(LastRecoveryPointArn);
      const of = arn.split(':').at(-1) ?? arn;
      return { ...point, of, life: lifeOf(all.get(arn), at), copied: isCopied(point.id), at };
    });
}

type Taken = Snapshot<{ readonly SnapshotCreateTime?: Date | undefined }>;

const sources = { 'cluster snapshot': 'cluster', snapshot: 'db' } as const;

/** The ARN of the database that a snapshot was made of: that of the snapshot, with another type and name. */
const sourceArn = ({ arn, of }: Taken, type: 'cluster' | 'db'): string =>
  [...arn.split(':').slice(0, 5), type, of].join(':');

/** Snapshots that AWS Backup made and that can be restored. */
export function ofSnapshots(kind: keyof typeof sources, taken: readonly Taken[], { all }: Databases): RecoveryPoint[] {
  return taken
    .filter(({ status }) => status === 'available')
    .map((snapshot) => {
      const { name: id, of, SnapshotCreateTime: at } = snapshot;
      const life = lifeOf(all.get(sourceArn(snapshot, sources[kind])), at);
      return { kind, id, of, life, copied: isCopied(id), at };
    });
}

/** The newest of them; one without a time only when none has a time. */
export function newestOf(points: readonly RecoveryPoint[]): RecoveryPoint | undefined {
  const age = ({ at }: RecoveryPoint): number => at?.getTime() ?? Number.NEGATIVE_INFINITY;
  let newest: RecoveryPoint | undefined;
  for (const point of points) if (newest === undefined || age(point) > age(newest)) newest = point;
  return newest;
}
