import type { BackupReadings, SnapshotReadings } from './backups/read-backups.ts';
import type { LivingDatabase } from './database.ts';
import type { Facts } from './facts.ts';
import type { PlanReadings } from './plans/read-plans.ts';

/** Everything that was read of a target. */
export interface Readings extends PlanReadings {
  readonly snapshots: SnapshotReadings;
  readonly backups: BackupReadings;
}

/**
 * What is missing for the judgement of one database. Vaults and RDS list the same recovery points, so that one of them
 * is enough to know that there is none; without both, nobody can say so.
 */
export function gapsOf({ kind }: LivingDatabase, readings: Readings): Pick<Facts, 'pointsHidden' | 'notes'> {
  const { backups, vaults, snapshots } = readings;
  const snapshotsUnread = snapshots[kind].unread;
  const vaultsUnread = backups.pointsUnread ?? vaults.unread;
  const hidden = snapshotsUnread !== undefined && vaultsUnread !== undefined;
  const gaps = [
    gap('the backup jobs', backups.jobs.unread),
    gap('whether its vault exists and is locked', vaults.unread),
    ...(hidden
      ? []
      : [
          gap('the recovery points of some vault', backups.pointsUnread),
          gap('whose snapshots they are, so that name and date had to tell', snapshotsUnread),
        ]),
  ].filter((each) => each !== '');
  return {
    pointsHidden: hidden ? `${vaultsUnread}; ${snapshotsUnread}` : undefined,
    notes: gaps.length === 0 ? [] : [`Could not be read: ${gaps.join(', ')}.`],
  };
}

const gap = (what: string, unread: string | undefined): string => (unread === undefined ? '' : `${what} (${unread})`);

/** Why each call that failed did, once. */
export function unreadOf({ kind }: LivingDatabase, readings: Readings): string[] {
  const { plans, settings, vaults, snapshots, backups } = readings;
  const parts = (plans.value ?? []).flatMap(({ rulesUnread, selectionsUnread, selections }) => [
    rulesUnread,
    selectionsUnread,
    ...selections.map(({ unread }) => unread),
  ]);
  const all = [
    plans.unread,
    ...parts,
    'unread' in settings ? settings.unread : undefined,
    vaults.unread,
    snapshots[kind].unread,
    backups.pointsUnread,
    backups.jobs.unread,
  ];
  return [...new Set(all.filter((each) => each !== undefined))];
}
