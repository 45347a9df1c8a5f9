import { randomUUID } from 'node:crypto';
import type { BackupJob, BackupRule } from '@aws-sdk/client-backup';
import type { PlanState } from '../organization/backup-plans.ts';
import type { RegionState } from '../organization/region.ts';
import { type Database, databasesIn } from './candidates.ts';
import { selects } from './evaluate-selection.ts';
import type { JobWorld } from './job-world.ts';
import { runJob } from './run-job.ts';

/** A database that a plan takes, and the role of the first selection that takes it. */
export interface Selected {
  readonly database: Database;
  readonly roleArn: string;
  readonly selectionName: string;
}

/** What the selections of a plan take at this moment, in no order. */
export function selectedBy(plan: PlanState, holdings: RegionState): Selected[] {
  const living = [...plan.selections.values()].filter(({ deleted }) => deleted === undefined);
  return databasesIn(holdings).flatMap((database): Selected[] => {
    const found = living.find(({ selection }) => selects(selection, database, holdings.backup.optIn));
    const { IamRoleArn: roleArn = '', SelectionName: selectionName = '' } = found?.selection ?? {};
    return found ? [{ database, roleArn, selectionName }] : [];
  });
}

/**
 * Runs every rule of a plan as if its time had come: one job for each database that it selects. Where rules overlap
 * AWS Backup runs only the one that keeps its backups longer, and so does this.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
export function runPlan(plan: PlanState, world: JobWorld): BackupJob[] {
  const version = plan.versions.at(-1);
  const [rule] = (version?.plan.Rules ?? []).toSorted((one, other) => lasts(other) - lasts(one));
  if (!version || !rule || plan.deleted) return [];
  plan.lastRun = world.now;
  const createdBy = {
    BackupPlanId: plan.id,
    BackupPlanArn: plan.arn,
    BackupPlanVersion: version.id,
    BackupPlanName: version.plan.BackupPlanName,
    BackupRuleId: rule.RuleId,
    BackupRuleName: rule.RuleName,
  };
  return selectedBy(plan, world.holdings).map(({ database, roleArn }) =>
    runJob(
      {
        id: randomUUID(),
        resource: database,
        vault: rule.TargetBackupVaultName ?? '',
        roleArn,
        retentionDays: rule.Lifecycle?.DeleteAfterDays,
        startWindowMinutes: rule.StartWindowMinutes ?? 480,
        completionWindowMinutes: rule.CompletionWindowMinutes ?? 10_080,
        pointTags: rule.RecoveryPointTags ?? {},
        createdBy,
        continuous: rule.EnableContinuousBackup ?? false,
      },
      world,
    ),
  );
}

function lasts({ Lifecycle }: BackupRule): number {
  const days = Lifecycle?.DeleteAfterDays;
  return days === undefined || days === -1 ? Number.POSITIVE_INFINITY : days;
}
