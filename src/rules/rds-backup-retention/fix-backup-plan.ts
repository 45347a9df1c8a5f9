import type { Finding } from '../../domain/finding.ts';
import { awsCli } from '../../domain/paste.ts';
import type { Fix } from '../../domain/rule.ts';

/**
 * The plan's rule decides, and a change takes effect "when the next backup is completed" (AWS Backup, "Changing your
 * retention period"). Which plan that is only the recovery point knows, so there is no template to paste.
 */
export function changePlan({ resource, target, evidence }: Finding): readonly Fix[] {
  const { region } = target;
  const days = typeof evidence.minimumRetentionDays === 'number' ? evidence.minimumRetentionDays : 35;
  const recoveryPoint = evidence.awsBackupRecoveryPoint;
  return [
    {
      format: 'console',
      title: 'Raise it in the backup plan, in the console',
      text: [
        `1. Open the AWS Backup console in account ${target.accountId}, Region ${region}, and choose Protected resources, then ${resource.id}.`,
        '2. Choose its continuous recovery point: Backup plan names the plan and its rule.',
        `3. Choose Backup plans, that plan, that rule, Edit. Set the total retention period to ${days} days and save. Other databases of the plan change with it.`,
        '4. It takes effect when the next backup of the rule is complete. Do not delete the recovery point: that can restart the database.',
      ].join('\n'),
    },
    {
      format: 'cli',
      title: 'Raise it in the backup plan, with the AWS CLI',
      text: [
        '# Prints the vault that the next command needs.',
        awsCli('backup list-recovery-points-by-resource', {
          region,
          'resource-arn': resource.arn,
          query: 'RecoveryPoints[].[BackupVaultName,RecoveryPointArn]',
          output: 'text',
        }),
        '',
        '# Prints the ids of the plan and of its rule.',
        awsCli('backup describe-recovery-point', {
          region,
          'backup-vault-name': 'VAULT_NAME',
          'recovery-point-arn': typeof recoveryPoint === 'string' ? recoveryPoint : 'RECOVERY_POINT_ARN',
          query: 'CreatedBy',
        }),
        '',
        `# Writes the plan to a file. In it, set Lifecycle.DeleteAfterDays of that rule to ${days} and remove each RuleId.`,
        `${awsCli('backup get-backup-plan', {
          region,
          'backup-plan-id': 'PLAN_ID',
          query: 'BackupPlan',
        })} > plan.json`,
        '',
        '# The new rules replace the old ones, so the file must hold them all.',
        awsCli('backup update-backup-plan', {
          region,
          'backup-plan-id': 'PLAN_ID',
          'backup-plan': 'file://plan.json',
        }),
      ].join('\n'),
    },
  ];
}
