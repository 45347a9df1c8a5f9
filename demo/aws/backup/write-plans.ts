import { randomUUID } from 'node:crypto';
import type {
  BackupPlan,
  BackupPlanInput,
  CreateBackupPlanInput,
  CreateBackupPlanOutput,
  DeleteBackupPlanInput,
  DeleteBackupPlanOutput,
  UpdateBackupPlanInput,
  UpdateBackupPlanOutput,
} from '@aws-sdk/client-backup';
import type { PlanState } from '../organization/backup-plans.ts';
import { stableLetters } from '../random.ts';
import type { Call, Operation } from '../service.ts';
import { authoriseTags, checkedTags } from './backup-tags.ts';
import { checkedRules, checkLabel } from './check-plan.ts';
import { alreadyExists, invalidParameter, invalidRequest, limitExceeded, notFound } from './errors.ts';
import { useBackup } from './first-use.ts';
import { planArn } from './names.ts';

/**
 * Makes a plan. The same CreatorRequestId gives the plan that it made before, whatever the rest of the request says; a
 * plan like one that is there is refused with its ARN.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html
 */
export const createBackupPlan: Operation<CreateBackupPlanInput> = {
  resource: (_input, call) => planArn(call, '*'),
  told: ({ BackupPlanTags }) => (BackupPlanTags ? { requestTags: BackupPlanTags } : {}),
  run({ BackupPlan = emptyPlan, BackupPlanTags = {}, CreatorRequestId }, call): CreateBackupPlanOutput {
    authoriseTags(planArn(call, '*'), BackupPlanTags, call);
    checkLabel('CreatorRequestId', CreatorRequestId);
    const { backup } = call.holdings;
    const living = [...backup.plans.values()].filter(({ deleted }) => deleted === undefined);
    const before = living.find((one) => CreatorRequestId !== undefined && one.creatorRequestId === CreatorRequestId);
    if (before) return created(before);
    const id = randomUUID();
    const plan = documentOf(BackupPlan, call, id);
    const twin = living.find((one) => sameDocument(one.versions.at(-1)?.plan, plan));
    if (twin) {
      const text = 'Backup plan with the same plan document already exists';
      throw alreadyExists(text, twin.arn, twin.creatorRequestId);
    }
    if (living.length >= call.account.quotas.backupPlans) throw limitExceeded('The limit of backup plans is reached.');
    const tags = checkedTags(BackupPlanTags);
    const state: PlanState = {
      id,
      arn: planArn(call, id),
      created: call.now,
      creatorRequestId: CreatorRequestId,
      versions: [{ id: stableLetters(32, id, '1'), plan }],
      selections: new Map(),
      lastRun: undefined,
      readableFrom: new Date(call.now.getTime() + call.waitMs('planReadable')),
      listedFrom: new Date(call.now.getTime() + call.waitMs('listed')),
      deleted: undefined,
      listedUntil: undefined,
    };
    useBackup(backup);
    backup.plans.set(id, state);
    backup.tags.set(state.arn, tags);
    return created(state);
  },
};

/** Replaces the plan's document by a new version. */
export const updateBackupPlan: Operation<UpdateBackupPlanInput> = {
  resource: ({ BackupPlanId = '' }, call) => planArn(call, BackupPlanId),
  run({ BackupPlanId = '', BackupPlan = emptyPlan }, call): UpdateBackupPlanOutput {
    const plan = livingPlan(BackupPlanId, call);
    ownOnly(plan, `Backup plan cannot be updated for backup plan ${plan.id} created by organizations`);
    const document = documentOf(BackupPlan, call, plan.id);
    plan.versions.push({ id: stableLetters(32, plan.id, String(plan.versions.length + 1)), plan: document });
    return created(plan);
  },
};

/** Deletes a plan that has no selections any more; one deleted a moment ago still counts. */
export const deleteBackupPlan: Operation<DeleteBackupPlanInput> = {
  resource: ({ BackupPlanId = '' }, call) => planArn(call, BackupPlanId),
  run({ BackupPlanId = '' }, call): DeleteBackupPlanOutput {
    const plan = livingPlan(BackupPlanId, call);
    ownOnly(plan, `Backup plan cannot be deleted for backup plan ${plan.id} created by organizations`);
    if (plan.selections.size > 0) {
      throw invalidRequest('Related backup plan selections must be deleted prior to backup plan deletion');
    }
    plan.deleted = call.now;
    plan.listedUntil = new Date(call.now.getTime() + call.waitMs('listed'));
    const { id, arn, versions, deleted } = plan;
    return { BackupPlanId: id, BackupPlanArn: arn, VersionId: versions.at(-1)?.id, DeletionDate: deleted };
  },
};

const emptyPlan: BackupPlanInput = { BackupPlanName: undefined, Rules: undefined };

/** Plans of a backup policy belong to AWS Organizations. */
export function ownOnly({ id }: PlanState, refusal: string): void {
  if (id.startsWith('orgs/')) throw invalidParameter(refusal);
}

function livingPlan(id: string, call: Call): PlanState {
  const plan = call.holdings.backup.plans.get(id);
  if (!plan || plan.deleted) throw notFound('Failed reading Backup plan with provided planId and optional versionId.');
  return plan;
}

function documentOf(input: BackupPlanInput, call: Call, id: string): BackupPlan {
  const { AdvancedBackupSettings, BackupPlanName } = input;
  const Rules = checkedRules(input, call, id);
  return { BackupPlanName, Rules, ...(AdvancedBackupSettings && { AdvancedBackupSettings }) };
}

function created({ id, arn, created, versions }: PlanState): CreateBackupPlanOutput {
  const version = versions.at(-1);
  return { BackupPlanId: id, BackupPlanArn: arn, CreationDate: created, VersionId: version?.id };
}

function sameDocument(one: BackupPlan | undefined, other: BackupPlan): boolean {
  const bare = (plan: BackupPlan | undefined) =>
    JSON.stringify({ ...plan, Rules: plan?.Rules?.map(({ RuleId: _, ...rule }) => Object.entries(rule).sort()) });
  return bare(one) === bare(other);
}
