import type { BackupRule, BackupVaultListMember } from '@aws-sdk/client-backup';
import type { PlanRule } from './plan.ts';
import { defaultExpression, parseSchedule } from './schedule.ts';

/** The vaults of one account and Region by name; undefined when they could not be listed. */
export type Vaults = ReadonlyMap<string, BackupVaultListMember> | undefined;

/** Windows of a rule that names none, in minutes: 8 hours to start, 7 days to complete (AWS Backup guide, plan options). */
const defaultStartWindow = 480;
const defaultCompletionWindow = 10_080;

/** Reads a rule of GetBackupPlan, and sees whether its jobs can succeed: vault, vault lock, schedule. */
export function parseRule(rule: BackupRule, vaults: Vaults, now: Date): PlanRule {
  const expression = text(rule.ScheduleExpression) ?? defaultExpression;
  const timezone = text(rule.ScheduleExpressionTimezone) ?? 'UTC';
  const vault = text(rule.TargetBackupVaultName);
  const parsed: PlanRule = {
    name: text(rule.RuleName) ?? text(rule.RuleId) ?? 'without a name',
    expression,
    timezone,
    schedule: parseSchedule(expression, timezone),
    startWindowMinutes: rule.StartWindowMinutes ?? defaultStartWindow,
    completionWindowMinutes: rule.CompletionWindowMinutes ?? defaultCompletionWindow,
    retentionDays: retention(rule.Lifecycle?.DeleteAfterDays),
    vault: vault ?? '',
    vaultLocked: vaults === undefined ? undefined : (vaults.get(vault ?? '')?.Locked ?? false),
    continuous: rule.EnableContinuousBackup ?? false,
    copies: (rule.CopyActions ?? []).flatMap(({ DestinationBackupVaultArn: arn }) => text(arn) ?? []),
  };
  return { ...parsed, obstacle: obstacleOf(parsed, vaults, now) };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** No lifecycle, or -1 days, keeps a recovery point for ever (API_Lifecycle). */
const retention = (days: number | undefined): number | undefined =>
  typeof days === 'number' && days > 0 ? days : undefined;

function obstacleOf(rule: PlanRule, vaults: Vaults, now: Date): string | undefined {
  if (rule.schedule !== undefined && rule.schedule.runAfter(now) === undefined)
    return `its schedule ${rule.expression} has no further run`;
  if (rule.vault === '') return 'it names no vault';
  if (vaults === undefined) return undefined;
  const vault = vaults.get(rule.vault);
  if (vault === undefined) return `vault ${rule.vault} does not exist`;
  if (vault.VaultState !== undefined && vault.VaultState !== 'AVAILABLE')
    return `vault ${rule.vault} is in state ${vault.VaultState}`;
  return lockObstacle(rule, vault);
}

/** A vault lock makes every job fail whose retention lies outside of its limits (API_DescribeBackupVault). */
function lockObstacle({ retentionDays: days, vault }: PlanRule, lock: BackupVaultListMember): string | undefined {
  const { MinRetentionDays: least, MaxRetentionDays: most } = lock;
  const kept = days === undefined ? 'for ever' : `for ${days} days`;
  if (least !== undefined && days !== undefined && days < least)
    return `it keeps backups ${kept}, and vault ${vault} is locked to at least ${least} days`;
  if (most !== undefined && (days ?? Number.POSITIVE_INFINITY) > most)
    return `it keeps backups ${kept}, and vault ${vault} is locked to at most ${most} days`;
  return undefined;
}
