import type {
  GetBackupSelectionInput,
  GetBackupSelectionOutput,
  ListBackupSelectionsInput,
  ListBackupSelectionsOutput,
} from '@aws-sdk/client-backup';
import { isListed, isReadable } from '../organization/visibility.ts';
import type { Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { notFound } from './errors.ts';
import { planArn } from './names.ts';
import { planNamed } from './plans.ts';

/** The selections of a plan, without what they select. */
export const listBackupSelections: Operation<ListBackupSelectionsInput> = {
  resource: ({ BackupPlanId = '' }, call) => planArn(call, BackupPlanId),
  run(input, call): ListBackupSelectionsOutput {
    const { BackupPlanId = '' } = input;
    const found = [...planNamed(BackupPlanId, call).selections.values()].filter((one) => isListed(one, call.now));
    const { items, next } = backupPage(call, 'ListBackupSelections', input, found, ({ id }) => id);
    const members = items.map(({ id, created, creatorRequestId, selection }) => ({
      SelectionId: id,
      SelectionName: selection.SelectionName,
      BackupPlanId,
      CreationDate: created,
      IamRoleArn: selection.IamRoleArn,
      ...(creatorRequestId !== undefined && { CreatorRequestId: creatorRequestId }),
    }));
    return { BackupSelectionsList: members, NextToken: next };
  },
};

/** One selection with its resources, tags and conditions. */
export const getBackupSelection: Operation<GetBackupSelectionInput> = {
  resource: ({ BackupPlanId = '' }, call) => planArn(call, BackupPlanId),
  run({ BackupPlanId = '', SelectionId = '' }, call): GetBackupSelectionOutput {
    const found = planNamed(BackupPlanId, call).selections.get(SelectionId);
    if (!found || !isReadable(found, call.now)) throw notFound(`Cannot find Backup Selection with ID ${SelectionId}`);
    return {
      BackupSelection: found.selection,
      SelectionId: found.id,
      BackupPlanId,
      CreationDate: found.created,
      ...(found.creatorRequestId !== undefined && { CreatorRequestId: found.creatorRequestId }),
    };
  },
};
