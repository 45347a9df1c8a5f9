import { RESOURCE_TYPES } from '../organization/backup-names.ts';
import type { BackupState } from '../organization/backup-state.ts';

/** The first plan or vault in a Region opts the account in to every resource type. */
export function useBackup({ optIn }: BackupState): void {
  if (optIn.size === 0) for (const type of RESOURCE_TYPES) optIn.set(type, true);
}
