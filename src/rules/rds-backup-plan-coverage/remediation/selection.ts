import {
  BackupClient,
  type BackupSelectionsListMember,
  CreateBackupSelectionCommand,
  DeleteBackupSelectionCommand,
  paginateListBackupSelections,
} from '@aws-sdk/client-backup';
import { PermanentError } from '../../../domain/errors.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';
import { databasesOf, type Reader } from './parts.ts';

export interface SelectionInput {
  /** Null: the plan that the step `plan` finds or makes. */
  readonly planId: string | null;
  readonly roleArn: string;
}

/** Selections cannot be tagged: the name tells whose one is. At most 50 of letters, digits and `-_.` */
export const selectionName = (remediationId: string): string => `aurora-keeper-${remediationId}`;

export async function listSelections(
  { client, signal }: Reader,
  BackupPlanId: string,
): Promise<BackupSelectionsListMember[]> {
  const found: BackupSelectionsListMember[] = [];
  const pages = paginateListBackupSelections(
    { client: client(BackupClient), stopOnSameToken: true },
    { BackupPlanId },
    { abortSignal: signal },
  );
  for await (const page of pages) found.push(...(page.BackupSelectionsList ?? []));
  return found;
}

/** Selections cannot be changed either, so each remediation makes one of its own. */
export async function ensureSelection(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { client, signal, remediationId, outputs } = context;
  const { planId: known, roleArn } = step.input as unknown as SelectionInput;
  const planId = known ?? (outputs.plan as { readonly planId?: string } | undefined)?.planId;
  if (planId === undefined) throw new PermanentError('the step that makes the plan has put out none');
  const SelectionName = selectionName(remediationId);
  const found = (await listSelections(context, planId)).find((each) => each.SelectionName === SelectionName);
  if (found !== undefined) return { status: 'done', output: { planId } };
  const Resources = databasesOf(step)
    .map(({ arn }) => arn)
    .sort();
  await client(BackupClient).send(
    new CreateBackupSelectionCommand({
      BackupPlanId: planId,
      BackupSelection: { SelectionName, IamRoleArn: roleArn, Resources },
      CreatorRequestId: `aurora-keeper-${remediationId}`,
    }),
    { abortSignal: signal },
  );
  return { status: 'done', output: { planId } };
}

/** Undo: takes away the selection that the named run has made. */
export async function removeSelection(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { client, signal } = context;
  const { planId, remediationId } = step.input as { readonly planId: string; readonly remediationId: string };
  const name = selectionName(remediationId);
  for (const { SelectionName, SelectionId } of await listSelections(context, planId)) {
    if (SelectionName !== name || SelectionId === undefined) continue;
    await client(BackupClient).send(new DeleteBackupSelectionCommand({ BackupPlanId: planId, SelectionId }), {
      abortSignal: signal,
    });
  }
  return { status: 'done' };
}
