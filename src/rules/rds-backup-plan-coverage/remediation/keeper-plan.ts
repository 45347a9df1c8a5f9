import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  DeleteBackupPlanCommand,
  DeleteBackupSelectionCommand,
  ListTagsCommand,
  paginateListBackupPlans,
  paginateListBackupSelections,
} from '@aws-sdk/client-backup';
import { PermanentError } from '../../../domain/errors.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';
import type { RuleContext } from '../../../domain/rule.ts';

/** The plan that the bot keeps in a target; there is one, and each remediation adds a selection to it. */
export const keeperPlanName = 'aurora-keeper-daily';

export interface KeeperPlanInput {
  readonly vault: string;
  readonly retentionDays: number;
}

export interface SelectionInput {
  /** Null: the plan that the step `plan` has made. */
  readonly planId: string | null;
  readonly name: string;
  readonly roleArn: string;
}

interface KeeperPlan {
  readonly id: string;
  readonly arn: string;
}

const paging = { stopOnSameToken: true };

type Reader = Pick<RuleContext, 'client' | 'signal'>;

/** The bot's own plan: by its name, and by the tag that says it is ours. A plan of that name without the tag is somebody else's. */
export async function findKeeperPlan({ client, signal }: Reader): Promise<KeeperPlan | undefined> {
  const config = { client: client(BackupClient), ...paging };
  for await (const page of paginateListBackupPlans(config, {}, { abortSignal: signal })) {
    for (const { BackupPlanName, BackupPlanId: id, BackupPlanArn: arn } of page.BackupPlansList ?? []) {
      if (BackupPlanName !== keeperPlanName || id === undefined || arn === undefined) continue;
      const { Tags = {} } = await client(BackupClient).send(new ListTagsCommand({ ResourceArn: arn }), {
        abortSignal: signal,
      });
      if (Tags['managed-by'] === 'aurora-keeper') return { id, arn };
    }
  }
  return undefined;
}

/** Daily at 05:00 UTC, to start within 8 hours and to complete within 7 days. */
export const keeperRule = ({ vault, retentionDays }: KeeperPlanInput) => ({
  RuleName: 'daily',
  TargetBackupVaultName: vault,
  ScheduleExpression: 'cron(0 5 ? * * *)',
  StartWindowMinutes: 480,
  CompletionWindowMinutes: 10_080,
  Lifecycle: { DeleteAfterDays: retentionDays },
});

/**
 * Makes the plan unless it is there. The request id makes a repeated creation the same plan, also while the first is
 * not listed yet: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html
 */
export async function ensurePlan(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const found = await findKeeperPlan(context);
  if (found !== undefined) return { status: 'done', output: { planId: found.id, made: false } };
  const { BackupPlanId: planId } = await context.client(BackupClient).send(
    new CreateBackupPlanCommand({
      BackupPlan: { BackupPlanName: keeperPlanName, Rules: [keeperRule(step.input as unknown as KeeperPlanInput)] },
      BackupPlanTags: { ...context.tags },
      CreatorRequestId: `aurora-keeper-${context.remediationId}`,
    }),
    { abortSignal: context.signal },
  );
  if (planId === undefined) throw new PermanentError('AWS Backup made a plan without saying which');
  return { status: 'done', output: { planId, made: true } };
}

const planIdOf = (context: StepContext, { planId }: SelectionInput): string => {
  const made = context.outputs.plan as { planId?: string } | undefined;
  const id = planId ?? made?.planId;
  if (id === undefined) throw new PermanentError('the step that makes the plan has not run');
  return id;
};

export async function findSelection({ client, signal }: Reader, planId: string, name: string) {
  const config = { client: client(BackupClient), ...paging };
  for await (const page of paginateListBackupSelections(config, { BackupPlanId: planId }, { abortSignal: signal })) {
    const found = page.BackupSelectionsList?.find(({ SelectionName }) => SelectionName === name);
    if (found?.SelectionId !== undefined) return found.SelectionId;
  }
  return undefined;
}

/** Selections cannot be changed or tagged: the name tells whose it is, and each remediation makes one of its own. */
export async function ensureSelection(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const input = step.input as unknown as SelectionInput;
  const planId = planIdOf(context, input);
  const found = await findSelection(context, planId, input.name);
  if (found !== undefined) return { status: 'done', output: { planId, selectionId: found } };
  const arns = Object.values(step.items ?? {}).map((part) => (part as unknown as { arn: string }).arn);
  const { SelectionId: selectionId } = await context.client(BackupClient).send(
    new CreateBackupSelectionCommand({
      BackupPlanId: planId,
      BackupSelection: { SelectionName: input.name, IamRoleArn: input.roleArn, Resources: arns.sort() },
      CreatorRequestId: `aurora-keeper-${context.remediationId}`,
    }),
    { abortSignal: context.signal },
  );
  if (selectionId === undefined) throw new PermanentError('AWS Backup made a selection without saying which');
  return { status: 'done', output: { planId, selectionId } };
}

/** Undo: takes away the selection, then the plan if this run made it and nothing else uses it. */
export async function removeSelection(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { planId, name } = step.input as unknown as SelectionInput;
  if (planId === null) return { status: 'done' };
  const selectionId = await findSelection(context, planId, name);
  if (selectionId !== undefined)
    await context
      .client(BackupClient)
      .send(new DeleteBackupSelectionCommand({ BackupPlanId: planId, SelectionId: selectionId }), {
        abortSignal: context.signal,
      });
  return { status: 'done' };
}

export async function removeEmptyPlan(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { planId } = step.input as { planId: string };
  const plan = await findKeeperPlan(context);
  if (plan === undefined || plan.id !== planId) return { status: 'done' };
  const config = { client: context.client(BackupClient), ...paging };
  const pages = paginateListBackupSelections(config, { BackupPlanId: planId }, { abortSignal: context.signal });
  for await (const page of pages)
    if ((page.BackupSelectionsList ?? []).length > 0)
      return { status: 'done', says: 'The plan stays: other selections use it.' };
  await context
    .client(BackupClient)
    .send(new DeleteBackupPlanCommand({ BackupPlanId: planId }), { abortSignal: context.signal });
  return { status: 'done' };
}
