import type { DBCluster } from '@aws-sdk/client-rds';
import type { Call } from '../service.ts';

const DAY_MS = 86_400_000;
/** Statuses in which Aurora goes on to back up. */
const ASLEEP = ['stopped', 'creating', 'deleting', 'failed', 'incompatible-restore', 'cloning-failed'];

/** Time goes on: the latest restorable time follows a few minutes behind, the earliest as far as the retention reaches. */
export function slideRestorable(cluster: DBCluster, { now, waitMs }: Call): void {
  const { EarliestRestorableTime: earliest, LatestRestorableTime: latest, Status = '' } = cluster;
  if (!earliest || !latest || ASLEEP.includes(Status)) return;
  const newest = Math.max(Number(latest), Number(earliest), now.getTime() - waitMs('restorableLag'));
  const oldest = newest - (cluster.BackupRetentionPeriod ?? 1) * DAY_MS;
  cluster.LatestRestorableTime = new Date(newest);
  cluster.EarliestRestorableTime = new Date(Math.max(Number(earliest), oldest));
}
