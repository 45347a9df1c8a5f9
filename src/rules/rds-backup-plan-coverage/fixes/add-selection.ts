import type { Finding } from '../../../domain/finding.ts';
import { awsCli, hclString, logicalId, terraformName, yamlString } from '../../../domain/paste.ts';
import type { Fix } from '../../../domain/rule.ts';
import { defaultBackupRole } from '../../keeper-plan.ts';
import { backupType, text } from './values.ts';

/** Selection names have 1 to 50 letters, digits and `-_.` (API_BackupSelection). */
const selectionName = (database: string): string => `keeper-${database}`.slice(0, 50);

/** A selection with this one database in a plan that exists; a selection can be added and deleted, but not changed. */
export function addSelection(finding: Finding, plan: { readonly name: string; readonly id: string }): readonly Fix[] {
  const { resource, target, evidence } = finding;
  const type = backupType(finding);
  const roleArn = text(evidence, 'suggestedRole') ?? defaultBackupRole(target);
  const name = selectionName(resource.id);
  const selection = { SelectionName: name, IamRoleArn: roleArn, Resources: [resource.arn] };
  return [
    {
      format: 'console',
      title: 'Assign it to the plan in the console',
      text: [
        `1. Open the AWS Backup console in account ${target.accountId}, Region ${target.region}.`,
        `2. Under Settings, Service opt-in, see that ${type} is enabled. For Aurora this is needed even when a plan names the cluster.`,
        `3. Choose Backup plans, ${plan.name}, Assign resources. Name the assignment ${name}, with role ${roleArn}.`,
        `4. Choose Include specific resource types, ${type}, and ${resource.id} alone.`,
        '5. Choose Assign resources. The next run of the plan makes the first recovery point.',
      ].join('\n'),
    },
    {
      format: 'cli',
      title: 'Assign it to the plan with the AWS CLI',
      text: [
        `# ${type} must be true here.`,
        awsCli('backup describe-region-settings', { region: target.region, query: 'ResourceTypeOptInPreference' }),
        awsCli('backup create-backup-selection', {
          region: target.region,
          'backup-plan-id': plan.id,
          'backup-selection': JSON.stringify(selection),
        }),
        '',
        '# Check: the selection is listed.',
        awsCli('backup list-backup-selections', { region: target.region, 'backup-plan-id': plan.id }),
      ].join('\n'),
    },
    {
      format: 'cloudformation',
      title: 'Assign it to the plan with CloudFormation',
      text: [
        'Resources:',
        `  ${logicalId(resource.id)}BackupSelection:`,
        '    Type: AWS::Backup::BackupSelection',
        '    Properties:',
        `      BackupPlanId: ${yamlString(plan.id)}`,
        '      BackupSelection:',
        `        SelectionName: ${yamlString(name)}`,
        `        IamRoleArn: ${yamlString(roleArn)}`,
        '        Resources:',
        `          - ${yamlString(resource.arn)}`,
      ].join('\n'),
    },
    {
      format: 'terraform',
      title: 'Assign it to the plan with Terraform',
      text: [
        `resource "aws_backup_selection" "${terraformName(name)}" {`,
        `  name         = ${hclString(name)}`,
        `  plan_id      = ${hclString(plan.id)}`,
        `  iam_role_arn = ${hclString(roleArn)}`,
        `  resources    = [${hclString(resource.arn)}]`,
        '}',
      ].join('\n'),
    },
  ];
}
