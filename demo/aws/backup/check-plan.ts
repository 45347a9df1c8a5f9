import type { BackupPlanInput, BackupRule, BackupRuleInput } from '@aws-sdk/client-backup';
import { stableUuid } from '../random.ts';
import type { Call } from '../service.ts';
import { invalidParameter, missingParameter } from './errors.ts';

const LABEL = /^[a-zA-Z0-9\-_.]{1,50}$/;
const VAULT_ARN = /^arn:aws:backup:[a-z0-9-]+:\d{12}:backup-vault:[a-zA-Z0-9\-_]{2,50}$/;
const MAX_WINDOW_MINUTES = 52_560_000;

/** Throws unless it has 1 to 50 letters, digits, hyphens, underscores and dots. */
export function checkLabel(member: string, value: string | undefined): void {
  if (value !== undefined && !LABEL.test(value)) throw invalidParameter(`Invalid ${member}: ${value}`);
}

/**
 * Checks a plan and fills in what AWS fills in. Throws an invalid or missing parameter. The vaults must exist; whether
 * their locks allow the retention AWS sees only when a job runs.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html
 */
export function checkedRules({ BackupPlanName, Rules }: BackupPlanInput, call: Call, id: string): BackupRule[] {
  if (BackupPlanName === undefined) throw missingParameter('BackupPlanName');
  if (Rules === undefined) throw missingParameter('Rules');
  checkLabel('BackupPlanName', BackupPlanName);
  if (Rules.length === 0) throw invalidParameter('A backup plan needs at least one rule.');
  return Rules.map((rule, index) => {
    checkRule(rule, call);
    return {
      ...rule,
      RuleId: stableUuid(id, rule.RuleName ?? '', String(index)),
      ScheduleExpression: rule.ScheduleExpression ?? 'cron(0 5 ? * * *)',
      ScheduleExpressionTimezone: rule.ScheduleExpressionTimezone ?? 'Etc/UTC',
      StartWindowMinutes: rule.StartWindowMinutes ?? 480,
      CompletionWindowMinutes: rule.CompletionWindowMinutes ?? 10_080,
      CopyActions: rule.CopyActions ?? [],
      EnableContinuousBackup: rule.EnableContinuousBackup ?? false,
    };
  });
}

function checkRule(rule: BackupRuleInput, { holdings }: Call): void {
  const { RuleName, TargetBackupVaultName: vault, ScheduleExpression: schedule, CopyActions = [] } = rule;
  if (RuleName === undefined) throw missingParameter('RuleName');
  if (vault === undefined) throw missingParameter('TargetBackupVaultName');
  checkLabel('RuleName', RuleName);
  if (!holdings.backup.vaults.has(vault)) throw invalidParameter(`Backup vault ${vault} does not exist.`);
  if (schedule !== undefined && !isSchedule(schedule)) {
    throw invalidParameter(`Invalid schedule expression: ${schedule}. Supported: cron(…) with six fields, rate(…).`);
  }
  checkWindows(rule.StartWindowMinutes, rule.CompletionWindowMinutes);
  checkLifecycle(rule);
  for (const { DestinationBackupVaultArn: arn = '' } of CopyActions) {
    if (!VAULT_ARN.test(arn)) throw invalidParameter(`Invalid destination vault ARN: ${arn}`);
  }
}

/** `cron(minutes hours day-of-month month day-of-week year)`; one of the two days is `?`. */
function isSchedule(expression: string): boolean {
  if (/^rate\([1-9]\d* (hours?|days?)\)$/.test(expression)) return true;
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  const plain = fields.every((field) => /^[\dA-Za-z*?,/#L-]+$/.test(field));
  return fields.length === 6 && plain && (fields[2] === '?') !== (fields[4] === '?');
}

/** A start window is at least an hour, and the completion window at least an hour longer. */
export function checkWindows(start = 480, completion = 10_080): void {
  for (const window of [start, completion]) {
    if (!Number.isInteger(window) || window > MAX_WINDOW_MINUTES) throw invalidParameter(`Invalid window: ${window}`);
  }
  if (start < 60) throw invalidParameter('StartWindowMinutes must be at least 60 minutes.');
  if (completion < start + 60) {
    throw invalidParameter('CompletionWindowMinutes must be at least 60 minutes longer than StartWindowMinutes.');
  }
}

/** Days until deletion, -1 for never; continuous backups live 1 to 35 days. */
export function checkLifecycle({ Lifecycle, EnableContinuousBackup }: BackupRuleInput): void {
  const { DeleteAfterDays: days, MoveToColdStorageAfterDays: cold } = Lifecycle ?? {};
  for (const value of [days, cold]) {
    const valid = value === undefined || value === -1 || (Number.isInteger(value) && value >= 1 && value <= 36_500);
    if (!valid) throw invalidParameter(`Invalid lifecycle: ${value} days.`);
  }
  if (cold !== undefined && cold !== -1 && days !== undefined && days !== -1 && days < cold + 90) {
    throw invalidParameter('DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays.');
  }
  if (EnableContinuousBackup && (days === undefined || days < 1 || days > 35)) {
    throw invalidParameter('Invalid lifecycle. With EnableContinuousBackup, DeleteAfterDays must be from 1 to 35.');
  }
}
