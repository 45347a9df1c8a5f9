import {
  BackupClient,
  type BackupSelection as Contents,
  GetBackupSelectionCommand,
  paginateListBackupPlans,
  paginateListBackupSelections,
} from '@aws-sdk/client-backup';
import pLimit from 'p-limit';
import { AwsCallError } from '../../../../../domain/errors.ts';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { BackupSelection } from '../facts.ts';
import type { Subject } from '../subject.ts';
import { matchesWildcard } from '../wildcard.ts';
import { counted, verb } from '../words.ts';

/** Requests that may wait side by side; how fast they go is the client's business. */
const sideBySide = 8;

/** What a selection says about the cluster by its ARN; a pattern for every cluster counts, too. */
export function aboutArn(contents: Contents, arn: string): { resource: string; takesIn: boolean }[] {
  const matching = (patterns: readonly string[] | undefined): string[] =>
    (patterns ?? []).filter((pattern) => matchesWildcard(pattern, arn));
  return [
    ...matching(contents.Resources).map((resource) => ({ resource, takesIn: true })),
    ...matching(contents.NotResources).map((resource) => ({ resource, takesIn: false })),
  ];
}

/** A plan or selection that is gone between two answers says nothing any more. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function read({ client, signal }: PlanContext, { arn }: Subject): Promise<BackupSelection[]> {
  const backup = client(BackupClient);
  const config = { client: backup, pageSize: 1000, stopOnSameToken: true };
  const options = { abortSignal: signal };
  const limit = pLimit(sideBySide);
  const plans = await collect(paginateListBackupPlans(config, {}, options), (page) =>
    listIn('backup:ListBackupPlans', page.BackupPlansList),
  );
  const selectionsOf = async (BackupPlanId: string | undefined, planName: string | undefined) => {
    if (BackupPlanId === undefined) throw incompleteAnswer('backup:ListBackupPlans', 'a plan without an id');
    const listed = await limit(() =>
      unlessGone(
        collect(paginateListBackupSelections(config, { BackupPlanId }, options), (page) =>
          listIn('backup:ListBackupSelections', page.BackupSelectionsList),
        ),
      ),
    );
    const read = (listed ?? []).map(async ({ SelectionId, SelectionName = SelectionId ?? '?' }) => {
      const command = new GetBackupSelectionCommand({ BackupPlanId, SelectionId });
      const found = await limit(() => unlessGone(backup.send(command, options)));
      if (found !== undefined && found.BackupSelection === undefined)
        throw incompleteAnswer('backup:GetBackupSelection', 'the selection was not in it');
      const said = found?.BackupSelection === undefined ? [] : aboutArn(found.BackupSelection, arn);
      return said.map((each) => ({ plan: planName ?? BackupPlanId, selection: SelectionName, ...each }));
    });
    return (await Promise.all(read)).flat();
  };
  const living = plans.filter(({ DeletionDate }) => DeletionDate === undefined);
  const found = await Promise.all(
    living.map(({ BackupPlanId, BackupPlanName }) => selectionsOf(BackupPlanId, BackupPlanName)),
  );
  return found.flat();
}

/** An ARN holds the name, so it goes with the name. Selections by tag take in the new cluster by its tags. */
export function decideBackupSelections(
  selections: readonly BackupSelection[],
  { arn, name, names, way, source }: Subject,
): Decision {
  const continuous =
    (source.cluster.AwsBackupRecoveryPointArn ?? '') === ''
      ? ''
      : ` AWS Backup's continuous backup of ${name} starts anew with the new cluster.`;
  const called = (some: readonly BackupSelection[]): string[] => [
    ...new Set(some.map(({ plan, selection }) => `${plan}/${selection}`)),
  ];
  if (selections.length === 0)
    return clear(`None names the ARN of ${name}; tags are passed on by the restore.${continuous}`);
  const all = called(selections);
  const matching = `${counted(all, 'selection')} ${verb(all, 'matches', 'match')}`;
  if (way === 'keep-name')
    return clear(`${matching} the ARN of ${name}, which the new cluster takes over with the name.${continuous}`);
  const newArn = `${arn.slice(0, arn.lastIndexOf(':'))}:${names.restored}`;
  const lost = selections.filter(({ resource }) => !matchesWildcard(resource, newArn));
  if (lost.length === 0) return clear(`${matching} the new cluster as well.${continuous}`);
  return acknowledge(
    `${counted(called(lost), 'selection')} ${verb(called(lost), 'names', 'name')} the ARN of ${name}, and the new cluster has another: add ${names.restored} to ${verb(called(lost), 'it', 'them')} after the cut-over.${continuous}`,
  );
}

export const backupSelections = check<readonly BackupSelection[]>({
  id: 'backup-selections',
  what: 'AWS Backup selections by ARN',
  read,
  decide: decideBackupSelections,
  facts: (found) => ({ backupSelections: found }),
});
