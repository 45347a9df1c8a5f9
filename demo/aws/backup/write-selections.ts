import { randomUUID } from 'node:crypto';
import type {
  BackupSelection,
  CreateBackupSelectionInput,
  CreateBackupSelectionOutput,
  DeleteBackupSelectionInput,
} from '@aws-sdk/client-backup';
import type { SelectionState } from '../organization/backup-plans.ts';
import type { Call, Operation } from '../service.ts';
import { checkPatterns } from './check-patterns.ts';
import { checkLabel } from './check-plan.ts';
import { alreadyExists, invalidParameter, limitExceeded, missingParameter, notFound } from './errors.ts';
import { planArn } from './names.ts';
import { passRole } from './pass-role.ts';
import { planNamed } from './plans.ts';
import { ownOnly } from './write-plans.ts';

const EMPTY = { StringEquals: [], StringNotEquals: [], StringLike: [], StringNotLike: [] };

/**
 * Assigns resources to a plan; a selection cannot be changed afterwards. The same CreatorRequestId gives the selection
 * that it made before, another of the same name is refused.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html
 */
export const createBackupSelection: Operation<CreateBackupSelectionInput> = {
  resource: ({ BackupPlanId = '' }, call) => planArn(call, BackupPlanId),
  run({ BackupPlanId = '', BackupSelection: asked, CreatorRequestId }, call): CreateBackupSelectionOutput {
    const plan = planNamed(BackupPlanId, call);
    ownOnly(plan, `Cannot create selection for backup plan ${plan.id} created by organizations`);
    checkLabel('CreatorRequestId', CreatorRequestId);
    const living = [...plan.selections.values()].filter(({ deleted }) => deleted === undefined);
    const before = living.find((one) => CreatorRequestId !== undefined && one.creatorRequestId === CreatorRequestId);
    if (before) return { SelectionId: before.id, BackupPlanId, CreationDate: before.created };
    const selection = checked(asked, call);
    const twin = living.find((one) => one.selection.SelectionName === selection.SelectionName);
    if (twin) {
      const text = `Backup selection with name ${selection.SelectionName} already exists in the plan`;
      throw alreadyExists(text, plan.arn, twin.creatorRequestId);
    }
    if (living.length >= call.account.quotas.backupSelections) {
      throw limitExceeded('The limit of resource assignments per backup plan is reached.');
    }
    const state: SelectionState = {
      id: randomUUID(),
      created: call.now,
      creatorRequestId: CreatorRequestId,
      selection,
      readableFrom: new Date(call.now.getTime() + call.waitMs('selectionReadable')),
      listedFrom: new Date(call.now.getTime() + call.waitMs('listed')),
      deleted: undefined,
      listedUntil: undefined,
    };
    plan.selections.set(state.id, state);
    return { SelectionId: state.id, BackupPlanId, CreationDate: state.created };
  },
};

/** Takes an assignment away; it cannot be read any more, yet keeps its plan from being deleted for a moment. */
export const deleteBackupSelection: Operation<DeleteBackupSelectionInput> = {
  resource: ({ BackupPlanId = '' }, call) => planArn(call, BackupPlanId),
  run({ BackupPlanId = '', SelectionId = '' }, call): object {
    const plan = planNamed(BackupPlanId, call);
    ownOnly(plan, `Cannot delete selection for backup plan ${plan.id} created by organizations`);
    const found = plan.selections.get(SelectionId);
    if (!found || found.deleted) throw notFound(`Cannot find Backup Selection with ID ${SelectionId}`);
    found.deleted = call.now;
    found.listedUntil = new Date(call.now.getTime() + call.waitMs('listed'));
    call.later('selectionForgotten', () => plan.selections.delete(SelectionId));
    return {};
  },
};

function checked(asked: BackupSelection | undefined, call: Call): BackupSelection {
  const {
    SelectionName,
    IamRoleArn,
    Resources = [],
    NotResources = [],
    ListOfTags = [],
    Conditions = {},
  } = asked ?? {};
  if (SelectionName === undefined) throw missingParameter('SelectionName');
  if (IamRoleArn === undefined) throw missingParameter('IamRoleArn');
  checkLabel('SelectionName', SelectionName);
  passRole(IamRoleArn, call);
  checkPatterns('Resources', Resources);
  checkPatterns('NotResources', NotResources);
  for (const { ConditionType, ConditionKey } of ListOfTags) {
    if (ConditionType !== 'STRINGEQUALS') throw invalidParameter(`Invalid ConditionType ${ConditionType}`);
    if (ConditionKey?.startsWith('aws:ResourceTag/'))
      throw invalidParameter(`Invalid tag key in ListOfTags: ${ConditionKey}`);
  }
  for (const { ConditionKey = '' } of Object.values(Conditions).flatMap((list) => list ?? [])) {
    if (!ConditionKey.startsWith('aws:ResourceTag/')) throw invalidParameter(`Invalid condition key: ${ConditionKey}`);
  }
  return { SelectionName, IamRoleArn, Resources, NotResources, ListOfTags, Conditions: { ...EMPTY, ...Conditions } };
}
