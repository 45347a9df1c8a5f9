import {
  BackupClient,
  type BackupJob,
  paginateListBackupJobs,
  paginateListRecoveryPointsByBackupVault,
  type RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import type { DBClusterSnapshot, DBSnapshot } from '@aws-sdk/client-rds';
import type { RuleContext } from '../../../domain/rule.ts';
import { backupSnapshotsOfClusters, backupSnapshotsOfInstances, listed } from '../../reads.ts';
import { runs } from '../assignment/assignment.ts';
import type { BackupType, LivingDatabase } from '../database.ts';
import type { Plan } from '../plans/plan.ts';
import { attempt, attemptIfThere, type Reading } from '../reading.ts';
import { allowedAgeMs, hourMs } from './allowed-age.ts';
import { type BackupSnapshot, snapshotIdIn } from './life.ts';

/** What AWS Backup made in a target lately, of all databases. */
export interface BackupReadings {
  readonly points: readonly RecoveryPointByBackupVault[];
  /** Why the recovery points of some vault are not known. */
  readonly pointsUnread: string | undefined;
  readonly jobs: Reading<readonly BackupJob[]>;
}

export type SnapshotReadings = Readonly<Record<LivingDatabase['kind'], Reading<readonly BackupSnapshot[]>>>;

const pageSize = 1000;
const dayMs = 24 * hourMs;
/** ListBackupJobs knows no older ones. */
const jobsKeptMs = 30 * dayMs;

/**
 * Recovery points by vault and type, and jobs by type: sweeps, so that 300 databases cost as many calls as one. Both
 * reach back only as far as the slowest plan may be late; what is older is seen in the sweep of snapshots.
 */
export async function readBackups(
  { client, signal, now }: RuleContext,
  { types, vaults, reachMs }: { types: readonly BackupType[]; vaults: readonly string[]; reachMs: number },
): Promise<BackupReadings> {
  const config = { client: client(BackupClient), pageSize, stopOnSameToken: true };
  const options = { abortSignal: signal };
  const since = (ms: number): Date => new Date(now.getTime() - ms);

  const pointsIn = (BackupVaultName: string, ByResourceType: BackupType) =>
    attemptIfThere(async () => {
      const found: RecoveryPointByBackupVault[] = [];
      const input = { BackupVaultName, ByResourceType, ByCreatedAfter: since(reachMs) };
      for await (const page of paginateListRecoveryPointsByBackupVault(config, input, options))
        found.push(...listed('backup:ListRecoveryPointsByBackupVault', page.RecoveryPoints));
      return found;
    });

  const jobsOf = async (ByResourceType: BackupType): Promise<BackupJob[]> => {
    const found: BackupJob[] = [];
    const input = { ByResourceType, ByCreatedAfter: since(Math.min(reachMs, jobsKeptMs)) };
    for await (const page of paginateListBackupJobs(config, input, options))
      found.push(...listed('backup:ListBackupJobs', page.BackupJobs));
    return found;
  };

  const [points, jobs] = await Promise.all([
    Promise.all(vaults.flatMap((vault) => types.map((type) => pointsIn(vault, type)))),
    attempt(async () => (await Promise.all(types.map(jobsOf))).flat()),
  ]);
  return {
    points: points.flatMap(({ value }) => value ?? []),
    pointsUnread: points.find(({ unread }) => unread !== undefined)?.unread,
    jobs,
  };
}

const leastReachMs = 3 * dayMs;

/** How far back recovery points matter: a plan's most frequent rule tells how late it may be, and a day more. */
export function reachOf(plans: readonly Plan[], now: Date): number {
  const perPlan = plans.map(({ rules }) => {
    const ages = rules.filter(runs).map((rule) => allowedAgeMs(rule, { now, underWay: true }) ?? 0);
    return Math.min(...ages.filter(Number.isFinite));
  });
  return Math.max(leastReachMs, ...perPlan.filter(Number.isFinite).map((ms) => ms + dayMs));
}

/**
 * The snapshots that AWS Backup made, with the resource ids of what they were taken of. The same sweeps as those of
 * `rds-aws-backup-in-use`, so that their pages are asked for once.
 */
export async function readSnapshots(context: RuleContext, kinds: ReadonlySet<string>): Promise<SnapshotReadings> {
  const none: Reading<readonly BackupSnapshot[]> = { value: [] };
  const [cluster, instance] = await Promise.all([
    kinds.has('cluster') ? attempt(async () => allOf(backupSnapshotsOfClusters(context), ofCluster)) : none,
    kinds.has('instance') ? attempt(async () => allOf(backupSnapshotsOfInstances(context), ofInstance)) : none,
  ]);
  return { cluster, instance };
}

async function allOf<T>(pages: AsyncIterable<T[]>, convert: (row: T) => BackupSnapshot): Promise<BackupSnapshot[]> {
  const found: BackupSnapshot[] = [];
  for await (const page of pages) found.push(...page.map(convert));
  return found;
}

const ofCluster = (row: DBClusterSnapshot): BackupSnapshot => ({
  kind: 'cluster',
  id: row.DBClusterSnapshotIdentifier ?? snapshotIdIn(row.DBClusterSnapshotArn) ?? '',
  arn: row.DBClusterSnapshotArn ?? '',
  name: row.DBClusterIdentifier ?? '',
  resourceId: row.DbClusterResourceId,
  at: row.SnapshotCreateTime,
  status: row.Status,
});

const ofInstance = (row: DBSnapshot): BackupSnapshot => ({
  kind: 'instance',
  id: row.DBSnapshotIdentifier ?? snapshotIdIn(row.DBSnapshotArn) ?? '',
  arn: row.DBSnapshotArn ?? '',
  name: row.DBInstanceIdentifier ?? '',
  resourceId: row.DbiResourceId,
  at: row.SnapshotCreateTime,
  status: row.Status,
});
