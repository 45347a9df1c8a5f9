import type { RecoveryPointByBackupVault } from '@aws-sdk/client-backup';
import type { LivingDatabase } from '../database.ts';
import { type BackupSnapshot, type Life, lifeOf, snapshotIdIn } from './life.ts';

/** What vaults and RDS list, for a whole account and Region. */
export interface ListedPoints {
  readonly points: readonly RecoveryPointByBackupVault[];
  readonly snapshots: readonly BackupSnapshot[];
}

/** A recovery point of one database. */
export interface Point {
  readonly arn: string;
  readonly at: Date;
  readonly status: string;
  readonly vault: string | undefined;
}

/** What was found for one database, each list with the newest first. */
export interface PointsOf {
  readonly good: readonly Point[];
  /** Of this database, but partial, expired, being deleted or made. */
  readonly unusable: readonly Point[];
  /** Of an earlier database of the same name. */
  readonly earlier: readonly Point[];
  /** Usable, but nothing tells of which life they are. */
  readonly unsure: readonly Point[];
  /** The database's own continuous backup, if it has one and a vault lists it. */
  readonly continuous: Point | undefined;
}

/** Only these two can be restored from (API_RecoveryPointByBackupVault, Status). */
export const isGood = ({ status }: Pick<Point, 'status'>): boolean => status === 'COMPLETED' || status === 'AVAILABLE';

/** Copies carry the day of the copy, not of the data. */
const isCopy = ({ RecoveryPointArn, SourceBackupVaultArn }: RecoveryPointByBackupVault): boolean =>
  (SourceBackupVaultArn ?? '') !== '' || /awsbackup:copyjob-/.test(RecoveryPointArn ?? '');

const isContinuous = (arn: string): boolean => arn.includes(':recovery-point:continuous:');

/** A point beside its snapshot in RDS. A snapshot in RDS that no vault lists is one of AWS Backup all the same. */
interface Candidate {
  readonly point: RecoveryPointByBackupVault;
  readonly snapshot: BackupSnapshot | undefined;
  /** No vault lists it, as far as can be told. */
  readonly unlisted?: boolean;
}

const fromSnapshot = (snapshot: BackupSnapshot): Candidate => ({
  snapshot,
  unlisted: true,
  point: {
    RecoveryPointArn: snapshot.arn === '' ? snapshot.id : snapshot.arn,
    CreationDate: snapshot.at,
    Status: snapshot.status === 'available' ? 'AVAILABLE' : 'CREATING',
  },
});

/**
 * Sorts what is listed into each database's own recovery points and others; reads the lists once, however many
 * databases there are.
 */
export function indexPoints({ points, snapshots }: ListedPoints): (database: LivingDatabase) => PointsOf {
  const bySnapshotId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const listedIds = new Set(points.map(({ RecoveryPointArn }) => snapshotIdIn(RecoveryPointArn)));
  const candidates = [
    ...points.map((point) => ({ point, snapshot: bySnapshotId.get(snapshotIdIn(point.RecoveryPointArn) ?? '') })),
    ...snapshots.filter(({ id }) => !listedIds.has(id)).map(fromSnapshot),
  ].filter(({ point }) => !isCopy(point));
  const shelves = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const label of labelsOf(candidate)) {
      const shelf = shelves.get(label);
      if (shelf === undefined) shelves.set(label, [candidate]);
      else shelf.push(candidate);
    }
  }
  const named = {
    snapshots: snapshots.every(({ id }) => id !== ''),
    points: points.every(({ RecoveryPointArn }) => (RecoveryPointArn ?? '') !== ''),
  };
  return (database) => {
    const labels = [database.arn, database.resourceId, database.continuousPointArn, nameLabel(database)];
    const found = new Set(labels.flatMap((label) => shelves.get(label ?? '') ?? []));
    const points = sorted([...found].flatMap((each) => placed(database, each, named)));
    return named.points ? points : { ...points, continuous: points.continuous ?? nameless };
  };
}

/** Stands for a continuous backup that may be among the rows without a name: it counts for nothing. */
const nameless: Point = { arn: '', at: new Date(0), status: 'UNKNOWN', vault: undefined };

const nameLabel = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind} ${name}`;

/** Under what a database may find it: its ARN, its resource id, its name. */
const labelsOf = ({ point, snapshot }: Candidate): Set<string> =>
  new Set(
    [point.ResourceArn, point.RecoveryPointArn, snapshot?.resourceId, snapshot && nameLabel(snapshot)].filter(
      (label) => label !== undefined,
    ),
  );

type Placed = Point & { readonly life: Life };

/** A row without its name may be any of the others, so that these are known less well. */
interface Named {
  readonly snapshots: boolean;
  readonly points: boolean;
}

function placed(database: LivingDatabase, { point, snapshot, unlisted }: Candidate, named: Named): Placed[] {
  const found = lifeOf(database, point, snapshot, named.snapshots);
  const life = found === 'own' && unlisted === true && !named.points ? 'unsure' : found;
  const { RecoveryPointArn: arn = '', Status: status = 'UNKNOWN', BackupVaultName: vault } = point;
  // A continuous backup is as young as what it reaches to, whenever it was begun.
  const at = point.CreationDate ?? (isContinuous(arn) ? new Date(0) : undefined);
  return life === 'other' || at === undefined ? [] : [{ life, arn, at, status, vault }];
}

function sorted(all: readonly Placed[]): PointsOf {
  const newestFirst = [...all].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.arn < b.arn ? -1 : 1));
  const periodic = newestFirst.filter(({ arn }) => !isContinuous(arn));
  return {
    good: periodic.filter((point) => point.life === 'own' && isGood(point)),
    unusable: periodic.filter((point) => point.life !== 'earlier' && !isGood(point)),
    earlier: periodic.filter(({ life }) => life === 'earlier'),
    unsure: periodic.filter((point) => point.life === 'unsure' && isGood(point)),
    continuous: newestFirst.find(({ arn, life }) => isContinuous(arn) && life === 'own'),
  };
}
