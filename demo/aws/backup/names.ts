import { AwsError } from '../errors.ts';
import { backupArn } from '../organization/backup-names.ts';
import type { VaultState } from '../organization/backup-vaults.ts';
import type { Call } from '../service.ts';

/** The ARN that IAM knows a plan by. */
export function planArn({ region, account }: Call, id: string): string {
  return backupArn({ region, accountId: account.id }, 'backup-plan', id);
}

/** The ARN that IAM knows a vault by. */
export function vaultArn({ region, account }: Call, name: string): string {
  return backupArn({ region, accountId: account.id }, 'backup-vault', name);
}

/**
 * A vault by its name. One that does not exist is answered like one whose access policy keeps the caller out: with
 * AccessDeniedException, to the caller with every permission as well.
 * https://github.com/aws/aws-sdk-js/issues/2625
 */
export function vaultNamed(name: string, call: Call): VaultState {
  const vault = call.holdings.backup.vaults.get(name);
  if (!vault) throw new AwsError('AccessDeniedException', 'Insufficient privileges to perform this action.', 403);
  return vault;
}
