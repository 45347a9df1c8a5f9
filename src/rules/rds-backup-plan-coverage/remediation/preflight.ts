import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AwsCallError } from '../../../domain/errors.ts';
import { awsCli } from '../../../domain/paste.ts';
import type { PlanContext } from '../../../domain/remediation/stage.ts';
import { optedIn } from '../assignment/opt-in.ts';
import type { LivingDatabase } from '../database.ts';
import type { AccountFacts } from './account.ts';

/** What a selection rests on, and what to do where it is missing: opt-in, vault, retention within its lock, role. */
export async function obstacles(
  context: PlanContext,
  databases: readonly LivingDatabase[],
  facts: AccountFacts,
  roleArn: string,
): Promise<string[]> {
  return [
    ...new Set(databases.flatMap((database) => optInObstacle(database, facts, context.target.region) ?? [])),
    ...vaultObstacles(context, facts),
    ...(await roleObstacles(context, roleArn)),
  ];
}

/** Aurora has to be opted in even where a selection names the cluster; AWS Backup guide, "Assign resources". */
function optInObstacle({ types, kind }: LivingDatabase, { settings }: AccountFacts, region: string) {
  const { value, off } = optedIn(types, settings);
  if (value === true || kind === 'instance') return undefined;
  const command = awsCli('backup update-region-settings', {
    region,
    'resource-type-opt-in-preference': `${off}=true`,
  }).replaceAll(' \\\n ', '');
  return `${off} is not opted in to AWS Backup in ${region}, so no plan would back it up. Opting in is for the whole account and Region: ${command}`;
}

function vaultObstacles({ policy, target }: PlanContext, { vaults }: AccountFacts): string[] {
  const { vault: name, minRetentionDays: days } = policy;
  const vault = vaults.find(({ BackupVaultName }) => BackupVaultName === name);
  if (vault === undefined) {
    const command = `aws backup create-backup-vault --region ${target.region} --backup-vault-name ${name}`;
    return [
      `There is no backup vault ${name} in ${target.region}. Create it (${command}), or name another one as policy.vault.`,
    ];
  }
  const { MinRetentionDays: least, MaxRetentionDays: most } = vault;
  if (least !== undefined && days < least)
    return [
      `Vault ${name} is locked to at least ${least} days, and policy.minRetentionDays is ${days}: every job would fail.`,
    ];
  if (most !== undefined && days > most)
    return [
      `Vault ${name} is locked to at most ${most} days, and policy.minRetentionDays is ${days}: every job would fail.`,
    ];
  return [];
}

/** The console makes the default role when it is first needed; elsewhere nobody has. */
async function roleObstacles({ client, signal }: PlanContext, roleArn: string): Promise<string[]> {
  try {
    await client(IAMClient).send(new GetRoleCommand({ RoleName: roleArn.split('/').at(-1) }), { abortSignal: signal });
    return [];
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.transient) throw error;
    if (error.failure.code !== 'NoSuchEntity' && error.failure.code !== 'NoSuchEntityException')
      return [`Whether role ${roleArn} exists could not be read: ${error.message}.`];
    return [
      `Role ${roleArn} does not exist. Create it for backup.amazonaws.com with path /service-role/ and the managed policy AWSBackupServiceRolePolicyForBackup, or open the AWS Backup console once, which makes it.`,
    ];
  }
}
