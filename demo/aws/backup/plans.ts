import type {
  BackupPlansListMember,
  GetBackupPlanInput,
  GetBackupPlanOutput,
  ListBackupPlansInput,
  ListBackupPlansOutput,
} from '@aws-sdk/client-backup';
import type { PlanState } from '../organization/backup-plans.ts';
import { isListed } from '../organization/visibility.ts';
import type { Call, Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { invalidParameter, notFound } from './errors.ts';
import { planArn } from './names.ts';

/** The plans of the Region; deleted ones only when asked for. */
export const listBackupPlans: Operation<ListBackupPlansInput> = {
  run(input, call): ListBackupPlansOutput {
    const found = [...call.holdings.backup.plans.values()].filter(
      (one) => isListed(one, call.now) || (input.IncludeDeleted === true && one.deleted !== undefined),
    );
    const { items, next } = backupPage(call, 'ListBackupPlans', input, found, ({ id }) => id);
    return { BackupPlansList: items.map(memberOf), NextToken: next };
  },
};

/** A plan with its rules, also a deleted one, in its newest version or the one that is named. */
export const getBackupPlan: Operation<GetBackupPlanInput> = {
  resource: ({ BackupPlanId = '' }, call) => planArn(call, BackupPlanId),
  run({ BackupPlanId = '', VersionId, MaxScheduledRunsPreview }, call): GetBackupPlanOutput {
    if (MaxScheduledRunsPreview) throw invalidParameter('The simulated AWS does not preview scheduled runs.');
    const plan = call.holdings.backup.plans.get(BackupPlanId);
    const version = plan?.versions.findLast(({ id }) => VersionId === undefined || id === VersionId);
    if (!plan || !version || plan.readableFrom > call.now)
      throw notFound('Failed reading Backup plan with provided planId and optional versionId.');
    const { BackupPlanName: _, ...rest } = memberOf(plan);
    return { ...rest, VersionId: version.id, BackupPlan: version.plan };
  },
};

function memberOf({
  id,
  arn,
  created,
  deleted,
  lastRun,
  creatorRequestId,
  versions,
}: PlanState): BackupPlansListMember {
  const newest = versions.at(-1);
  return {
    BackupPlanId: id,
    BackupPlanArn: arn,
    BackupPlanName: newest?.plan.BackupPlanName,
    VersionId: newest?.id,
    CreationDate: created,
    ...(deleted && { DeletionDate: deleted }),
    ...(lastRun && { LastExecutionDate: lastRun }),
    ...(creatorRequestId !== undefined && { CreatorRequestId: creatorRequestId }),
  };
}

/** The living plan that a call on its selections names. A missing one is an invalid parameter, not a missing resource. */
export function planNamed(id: string, call: Call): PlanState {
  const plan = call.holdings.backup.plans.get(id);
  if (!plan || plan.deleted !== undefined) throw invalidParameter(`Cannot find Backup plan with ID ${id}`);
  return plan;
}
