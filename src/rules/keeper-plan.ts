import { awsCli, hclString, yamlString } from '../domain/paste.ts';
import { partitionOf } from '../domain/regions.ts';
import type { Fix } from '../domain/rule.ts';
import type { Target } from '../domain/target.ts';
import { plural } from '../domain/words.ts';

/** The plan that the bot keeps in a target; there is one, and each remediation adds a selection to it. */
export const keeperPlanName = 'aurora-keeper-daily';
/** Daily at 05:00 UTC; start within 8 hours, complete within 7 days. */
const schedule = 'cron(0 5 ? * * *)';
const startWindowMinutes = 480;
const completionWindowMinutes = 10_080;

/** The plan's one rule, as CreateBackupPlan takes it. */
export const keeperRule = ({ vault, retentionDays }: { readonly vault: string; readonly retentionDays: number }) => ({
  RuleName: 'daily',
  TargetBackupVaultName: vault,
  ScheduleExpression: schedule,
  StartWindowMinutes: startWindowMinutes,
  CompletionWindowMinutes: completionWindowMinutes,
  Lifecycle: { DeleteAfterDays: retentionDays },
});

/** What the bot's own backup plan is made of. */
export interface PlanValues {
  readonly accountId: string;
  readonly region: string;
  readonly vault: string;
  readonly retentionDays: number;
  /** Exists only once the AWS Backup console has created it, or somebody else has. */
  readonly roleArn: string;
  /** ARNs. */
  readonly databases: readonly string[];
}

/** The role that the AWS Backup console makes when it is first needed. */
export const defaultBackupRole = ({ accountId, region }: Target): string =>
  `arn:${partitionOf(region)}:iam::${accountId}:role/service-role/AWSBackupDefaultServiceRole`;

/** A plan that backs up the databases once a day: console steps, AWS CLI, CloudFormation and Terraform. */
export const keeperPlanFixes = (values: PlanValues): readonly Fix[] => [
  { format: 'console', title: 'Make a backup plan in the console', text: consoleSteps(values) },
  { format: 'cli', title: 'Make a backup plan with the AWS CLI', text: commands(values) },
  { format: 'cloudformation', title: 'Make a backup plan with CloudFormation', text: cloudFormation(values) },
  { format: 'terraform', title: 'Make a backup plan with Terraform', text: terraform(values) },
];

const consoleSteps = ({ accountId, region, vault, retentionDays, databases }: PlanValues): string =>
  [
    `1. Open the AWS Backup console in account ${accountId}, Region ${region}.`,
    '2. Under Settings, Service opt-in, see that RDS and Aurora are enabled. For Aurora this is needed even when a plan names the cluster.',
    `3. Choose Backup plans, Create backup plan, Build a new plan. Name it ${keeperPlanName}.`,
    `4. Add a rule: daily, vault ${vault}, total retention ${retentionDays} days. Create the plan.`,
    `5. Choose Assign resources, IAM role "Default role", Include specific resource types, then the ${plural(databases.length, 'database')} under Aurora and RDS.`,
    '6. Choose Assign resources. The first recovery point follows the next run of the rule.',
  ].join('\n');

function commands({ region, vault, retentionDays, roleArn, databases }: PlanValues): string {
  const plan = {
    BackupPlanName: keeperPlanName,
    Rules: [keeperRule({ vault, retentionDays })],
  };
  const selection = { SelectionName: 'databases', IamRoleArn: roleArn, Resources: databases };
  return [
    '# RDS and Aurora must both be true here, and the vault and the role must exist.',
    awsCli('backup describe-region-settings', { region, query: 'ResourceTypeOptInPreference' }),
    awsCli('backup describe-backup-vault', { region, 'backup-vault-name': vault }),
    awsCli('iam get-role', { 'role-name': 'AWSBackupDefaultServiceRole' }),
    '',
    '# Prints the plan id that the next command needs.',
    awsCli('backup create-backup-plan', {
      region,
      'backup-plan': JSON.stringify(plan),
      query: 'BackupPlanId',
      output: 'text',
    }),
    '',
    awsCli('backup create-backup-selection', {
      region,
      'backup-plan-id': 'PLAN_ID',
      'backup-selection': JSON.stringify(selection),
    }),
    '',
    '# Check, after the first run: the databases are listed with their newest recovery point.',
    awsCli('backup list-protected-resources', { region }),
  ].join('\n');
}

const cloudFormation = ({ vault, retentionDays, roleArn, databases }: PlanValues): string =>
  [
    'AWSTemplateFormatVersion: "2010-09-09"',
    'Description: Daily AWS Backup of RDS and Aurora',
    'Resources:',
    '  Plan:',
    '    Type: AWS::Backup::BackupPlan',
    '    Properties:',
    '      BackupPlan:',
    `        BackupPlanName: ${keeperPlanName}`,
    '        BackupPlanRule:',
    '          - RuleName: daily',
    `            TargetBackupVault: ${yamlString(vault)}`,
    `            ScheduleExpression: ${yamlString(schedule)}`,
    `            StartWindowMinutes: ${startWindowMinutes}`,
    `            CompletionWindowMinutes: ${completionWindowMinutes}`,
    '            Lifecycle:',
    `              DeleteAfterDays: ${retentionDays}`,
    '  Selection:',
    '    Type: AWS::Backup::BackupSelection',
    '    Properties:',
    '      BackupPlanId: !Ref Plan',
    '      BackupSelection:',
    '        SelectionName: databases',
    `        IamRoleArn: ${yamlString(roleArn)}`,
    '        Resources:',
    ...databases.map((arn) => `          - ${yamlString(arn)}`),
  ].join('\n');

const terraform = ({ vault, retentionDays, roleArn, databases }: PlanValues): string =>
  [
    'resource "aws_backup_plan" "daily" {',
    `  name = ${hclString(keeperPlanName)}`,
    '',
    '  rule {',
    '    rule_name         = "daily"',
    `    target_vault_name = ${hclString(vault)}`,
    `    schedule          = ${hclString(schedule)}`,
    `    start_window      = ${startWindowMinutes}`,
    `    completion_window = ${completionWindowMinutes}`,
    '',
    '    lifecycle {',
    `      delete_after = ${retentionDays}`,
    '    }',
    '  }',
    '}',
    '',
    'resource "aws_backup_selection" "databases" {',
    '  name         = "databases"',
    '  plan_id      = aws_backup_plan.daily.id',
    `  iam_role_arn = ${hclString(roleArn)}`,
    '  resources = [',
    ...databases.map((arn) => `    ${hclString(arn)},`),
    '  ]',
    '}',
  ].join('\n');
