import { partitionOf } from '../../../domain/regions.ts';
import type { PlanDraft, PlannedStep, PlanOption } from '../../../domain/remediation/plan.ts';
import type { Target } from '../../../domain/target.ts';
import { plural } from '../../../domain/words.ts';
import type { LivingDatabase } from '../database.ts';
import type { FirstBackupInput } from './first-backup.ts';
import { refOf } from './parts.ts';

export const vaultArn = ({ accountId, region }: Target, vault: string): string =>
  `arn:${partitionOf(region)}:backup:${region}:${accountId}:backup-vault:${vault}`;

export const firstBackupOption: PlanOption = {
  id: 'first-backup',
  label: 'Start a first backup now',
  chosen: true,
};

interface FirstBackupOf extends FirstBackupInput {
  readonly findingId: string;
  readonly databases: readonly LivingDatabase[];
}

/** One step for the databases that go to the same vault, with the same role and retention. */
export function firstBackupSteps(all: readonly FirstBackupOf[]): PlannedStep[] {
  const groups = new Map<string, FirstBackupOf[]>();
  for (const one of all) {
    const key = JSON.stringify([one.vault, one.roleArn, one.retentionDays]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group, index) => {
    const [{ vault, roleArn, retentionDays }] = group as [FirstBackupOf];
    const count = group.flatMap(({ databases }) => databases).length;
    return {
      id: index === 0 ? 'first-backup' : `first-backup-${index + 1}`,
      step: 'firstBackup',
      title: `Make a first backup of ${plural(count, 'database')} in vault ${vault}`,
      input: { vault, roleArn, retentionDays },
      items: Object.fromEntries(
        group.map(({ findingId, databases }) => [findingId, { databases: databases.map(refOf) }]),
      ),
      before: null,
      option: firstBackupOption.id,
      ifStopped: 'The databases are in their plan; backup jobs that have been started go on.',
      deadlineMinutes: 24 * 60,
    };
  });
}

/** Prices are per gigabyte and month; the size of a recovery point is not known before there is one. */
export const storageCost = (count: number): PlanDraft['cost'] => ({
  text: 'Unknown until measured.',
  basis: `AWS bills the recovery points of ${plural(count, 'database')} by gigabyte and month, and only changes after the first; how much changes is not known before.`,
});
