import { DateTime } from 'luxon';
import { plural } from '../../domain/words.ts';
import type { Databases } from './databases.ts';
import { type Kind, newestOf, type RecoveryPoint } from './recovery-points.ts';
import type { Found } from './search.ts';

/** `on 21 November 2026 at 03:00 UTC` */
const onDate = (at: Date): string =>
  DateTime.fromJSDate(at, { zone: 'utc' }).setLocale('en-GB').toFormat("'on' d LLLL yyyy 'at' HH:mm 'UTC'");

/** What was found: the newest recovery point, of what and when, and how many there are of which kind. */
export function inUse({ by, points }: Found): string {
  const newest = newestOf(points);
  return `AWS Backup is in use: ${newest === undefined ? '' : described(newest, by)}.${points.length < 2 ? '' : others(by, points)}`;
}

function described({ kind, id, of, life, copied, at }: RecoveryPoint, by: Found['by']): string {
  const database = `${of}${whatBecameOf(life, copied)}`;
  if (kind === 'continuous backup') {
    const until = by === 'databases' ? 'which can be restored up to its state' : 'last backed up';
    return `the newest recovery point is the continuous backup of ${database}${at === undefined ? '' : `, ${until} ${onDate(at)}`}`;
  }
  const what = kind === 'recovery point' ? id || 'one' : `the ${copied ? 'copied ' : ''}${kind} ${id}`;
  const made = at === undefined ? ', made at a time that AWS does not tell' : `, made ${onDate(at)}`;
  return `the newest recovery point is ${what} of ${database}${made}`;
}

function whatBecameOf(life: RecoveryPoint['life'], copied: boolean): string {
  if (life === 'here') return '';
  if (life === 'earlier') return ' (an earlier database of that name, which is gone)';
  return copied ? ' (a database that does not exist here)' : ' (a database that is gone)';
}

const kinds: readonly Kind[] = ['continuous backup', 'cluster snapshot', 'snapshot', 'recovery point'];

const names: Readonly<Record<Kind, string>> = {
  'continuous backup': 'continuous backup',
  'cluster snapshot': 'cluster snapshot',
  snapshot: 'instance snapshot',
  'recovery point': 'other recovery point',
};

/** `2 cluster snapshots, 1 instance snapshot` */
export const counted = (points: readonly RecoveryPoint[]): string[] =>
  kinds.flatMap((kind) => {
    const count = points.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [plural(count, names[kind])];
  });

function others(by: Found['by'], points: readonly RecoveryPoint[]): string {
  const list = counted(points).join(', ');
  return by === 'protected resources'
    ? ` The newest of each of ${plural(points.length, 'protected database')}: ${list}.`
    : ` Found: ${list}.`;
}

/** A database without AWS Backup is not a database without backups. */
export function nativeBackups({ clusters, instances }: Databases): string {
  const days = [...clusters, ...instances].map(({ BackupRetentionPeriod }) => BackupRetentionPeriod ?? 0);
  const kept = days.filter((each) => each > 0);
  if (kept.length === 0) return 'and no native automated backups are kept';
  const [least, most] = [Math.min(...kept), Math.max(...kept)];
  const range = least === most ? plural(least, 'day') : `${least} to ${plural(most, 'day')}`;
  return kept.length === days.length
    ? `native restore: ${range}`
    : `native restore: ${range} for ${kept.length} of ${days.length}`;
}
