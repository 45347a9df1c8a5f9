import {
  BackupClient,
  CreateBackupPlanCommand,
  DeleteBackupPlanCommand,
  ListTagsCommand,
  paginateListBackupPlans,
} from '@aws-sdk/client-backup';
import { PermanentError } from '../../../domain/errors.ts';
import { isKeptCopy } from '../../../domain/managed-by-code.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';
import { keeperPlanName, keeperRule } from '../../keeper-plan.ts';
import type { Reader } from './parts.ts';
import { listSelections } from './selection.ts';

export interface KeeperPlanInput {
  readonly vault: string;
  readonly retentionDays: number;
}

export interface KeeperPlan {
  readonly id: string;
  readonly arn: string;
}

/**
 * The plan that the bot keeps in a target, if it is there: known by its name, and by the tag that says it is ours. A plan
 * of that name without the tag is somebody else's.
 */
export async function findKeeperPlan({ client, signal }: Reader): Promise<KeeperPlan | undefined> {
  const backup = client(BackupClient);
  const options = { abortSignal: signal };
  for await (const page of paginateListBackupPlans({ client: backup, stopOnSameToken: true }, {}, options)) {
    for (const { BackupPlanName, BackupPlanId: id, BackupPlanArn: arn, DeletionDate } of page.BackupPlansList ?? []) {
      if (BackupPlanName !== keeperPlanName || id === undefined || arn === undefined || DeletionDate) continue;
      const { Tags = {} } = await backup.send(new ListTagsCommand({ ResourceArn: arn }), options);
      if (isKeptCopy(Tags)) return { id, arn };
    }
  }
  return undefined;
}

/**
 * Makes the plan unless it is there. The request id makes a repeated creation the same plan, also while the first is
 * not listed yet: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html
 */
export async function ensurePlan(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { client, signal, tags, remediationId } = context;
  const found = await findKeeperPlan(context);
  if (found !== undefined) return { status: 'done', output: { planId: found.id } };
  const { BackupPlanId: planId } = await client(BackupClient).send(
    new CreateBackupPlanCommand({
      BackupPlan: { BackupPlanName: keeperPlanName, Rules: [keeperRule(step.input as unknown as KeeperPlanInput)] },
      BackupPlanTags: { ...tags },
      CreatorRequestId: `aurora-keeper-${remediationId}`,
    }),
    { abortSignal: signal },
  );
  if (planId === undefined) throw new PermanentError('AWS Backup made a plan without saying which');
  return { status: 'done', output: { planId } };
}

/** Undo: takes the plan away if the run being undone has made it and no selection is left in it. */
export async function removeEmptyPlan(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { client, signal } = context;
  const { planId } = step.input as { readonly planId: string };
  const plan = await findKeeperPlan(context);
  if (plan?.id !== planId) return { status: 'done' };
  if ((await listSelections(context, planId)).length > 0)
    return { status: 'done', says: 'The plan stays: other selections use it.' };
  await client(BackupClient).send(new DeleteBackupPlanCommand({ BackupPlanId: planId }), { abortSignal: signal });
  return { status: 'done' };
}
