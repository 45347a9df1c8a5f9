import type { AccountState } from '../state.ts';
import { databasesIn } from './candidates.ts';
import type { JobWorld } from './job-world.ts';
import type { JobOrder } from './run-job.ts';

const MAY_BACK_UP = /\/(AWSBackupServiceRolePolicyForBackup|AdministratorAccess)$/;
/** Types whose jobs need the opt-in although the resource is named. */
const OPT_IN_ALWAYS: ReadonlySet<string> = new Set(['Aurora', 'Neptune', 'DocumentDB']);

/**
 * Why AWS Backup fails a job, or `undefined`. The sentences on the role are AWS's; those on lock, opt-in and vault are
 * made up, as no source quotes them.
 */
export function failureOf(order: JobOrder, { account, holdings }: JobWorld): string | undefined {
  const { resource, roleArn, vault: vaultName, retentionDays } = order;
  const told = holdings.backupFails.get(resource.arn);
  if (told !== undefined) return told;
  const role = roleProblem(roleArn, account);
  if (role !== undefined) return role;
  const policies = account.serviceRoles.get(roleArn.split('/').at(-1) ?? '')?.policies ?? [];
  if (!policies.some((policy) => MAY_BACK_UP.test(policy))) {
    return `Your backup job failed as AWS Backup does not have permission to describe resource ${resource.arn}`;
  }
  const vault = holdings.backup.vaults.get(vaultName);
  if (!vault) return `Backup vault ${vaultName} does not exist.`;
  if (!databasesIn(holdings).some(({ arn }) => arn === resource.arn)) return `Resource ${resource.arn} does not exist.`;
  if (OPT_IN_ALWAYS.has(resource.type) && holdings.backup.optIn.get(resource.type) !== true) {
    return `Resource type ${resource.type} is not opted in to AWS Backup in this Region.`;
  }
  const { minDays = 1, maxDays = Number.POSITIVE_INFINITY } = vault.lock ?? {};
  const days = retentionDays ?? Number.POSITIVE_INFINITY;
  if (days >= minDays && days <= maxDays) return undefined;
  return `The retention period does not comply with the lock of vault ${vaultName}: from ${minDays} to ${maxDays} days.`;
}

/** What keeps AWS Backup from assuming a role, in its own words. */
export function roleProblem(roleArn: string, account: AccountState): string | undefined {
  const role = [...account.serviceRoles.values()].find(({ arn }) => arn === roleArn);
  const trusted = role && 'Service' in role.trusts && role.trusts.Service === 'backup.amazonaws.com';
  return trusted ? undefined : `IAM Role ${roleArn} cannot be assumed by AWS Backup`;
}
