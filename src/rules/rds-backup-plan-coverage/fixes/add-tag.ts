import type { Finding } from '../../../domain/finding.ts';
import { awsCli, hclString, logicalId, terraformName, yamlString } from '../../../domain/paste.ts';
import type { Fix } from '../../../domain/rule.ts';
import { typeNames } from './values.ts';

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A tag that an existing selection looks for. It only adds: AddTagsToResource would overwrite a tag of the same key. */
export function addTag(finding: Finding, { key, value }: Tag): readonly Fix[] {
  const { resource, target, evidence } = finding;
  const names = typeNames(finding);
  const selection = `selection ${evidence.suggestedTagSelection ?? 'that looks for it'} of backup plan ${evidence.suggestedTagPlan ?? 'that has it'}`;
  const completes = `It completes ${selection}. Keys and values are case-sensitive.`;
  return [
    {
      format: 'console',
      title: 'Add the tag in the console',
      text: [
        `1. Open the RDS console in account ${target.accountId}, Region ${target.region}, and choose Databases.`,
        `2. Choose the ${names.word} ${resource.id}, then the Tags tab, then Manage tags.`,
        `3. Choose Add tag, key ${key}, value ${value}. ${completes}`,
        '4. Save. The next run of the plan makes the first recovery point.',
      ].join('\n'),
    },
    {
      format: 'cli',
      title: 'Add the tag with the AWS CLI',
      text: [
        `# ${oneLine(completes)}`,
        awsCli('rds add-tags-to-resource', {
          region: target.region,
          'resource-name': resource.arn,
          tags: JSON.stringify([{ Key: key, Value: value }]),
        }),
        '',
        '# Check: the tag is listed.',
        awsCli('rds list-tags-for-resource', { region: target.region, 'resource-name': resource.arn }),
      ].join('\n'),
    },
    {
      format: 'cloudformation',
      title: `Set it in the CloudFormation template that owns the ${names.word}`,
      text: [
        'Resources:',
        `  ${logicalId(resource.id)}:`,
        `    Type: ${names.cloudFormation}`,
        '    Properties:',
        `      ${names.cloudFormationId}: ${yamlString(resource.id)}`,
        `      # In ${target.region}; keep the tags that are there.`,
        '      Tags:',
        `        - Key: ${yamlString(key)}`,
        `          Value: ${yamlString(value)}`,
      ].join('\n'),
    },
    {
      format: 'terraform',
      title: `Set it in the Terraform configuration that owns the ${names.word}`,
      text: [
        `resource "${names.terraform}" "${terraformName(resource.id)}" {`,
        `  ${names.terraformId} = ${hclString(resource.id)}`,
        '',
        `  # In ${target.region}; keep the tags that are there.`,
        '  tags = {',
        `    ${hclString(key)} = ${hclString(value)}`,
        '  }',
        '}',
      ].join('\n'),
    },
  ];
}

const oneLine = (words: string): string => words.replace(/\s+/g, ' ');
