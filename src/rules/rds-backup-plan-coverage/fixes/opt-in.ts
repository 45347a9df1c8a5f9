import type { Finding } from '../../../domain/finding.ts';
import { awsCli, hclString } from '../../../domain/paste.ts';
import type { Fix } from '../../../domain/rule.ts';
import { backupType } from './values.ts';

/**
 * The service opt-in is a setting of the whole account and Region, so nobody but a person turns it on. What is there
 * already goes with it, since UpdateRegionSettings takes the whole list. CloudFormation has no resource for it.
 */
export function optIn(finding: Finding): readonly Fix[] {
  const { target } = finding;
  const type = backupType(finding);
  const preference = { ...today(finding), [type]: true };
  return [
    {
      format: 'console',
      title: 'Opt in in the console',
      text: [
        `1. Open the AWS Backup console in account ${target.accountId}, Region ${target.region}, and choose Settings.`,
        '2. Under Service opt-in, choose Configure resources.',
        `3. Enable ${type} and confirm. Every plan of this Region that selects ${type} resources backs them up from then on.`,
      ].join('\n'),
    },
    {
      format: 'cli',
      title: 'Opt in with the AWS CLI',
      text: [
        '# For the whole account and Region. The types that were on when this was read are in the list; compare it first.',
        awsCli('backup describe-region-settings', { region: target.region, query: 'ResourceTypeOptInPreference' }),
        awsCli('backup update-region-settings', {
          region: target.region,
          'resource-type-opt-in-preference': JSON.stringify(preference),
        }),
      ].join('\n'),
    },
    {
      format: 'terraform',
      title: 'Opt in with Terraform',
      text: [
        '# One resource for each account and Region.',
        'resource "aws_backup_region_settings" "this" {',
        '  resource_type_opt_in_preference = {',
        ...Object.entries(preference).map(([name, on]) => `    ${hclString(name)} = ${on}`),
        '  }',
        '}',
      ].join('\n'),
    },
  ];
}

/** `Aurora=false`, `EBS=true`, … of the evidence. */
function today({ evidence }: Finding): Record<string, boolean> {
  const list = Array.isArray(evidence.serviceOptIn) ? evidence.serviceOptIn : [];
  return Object.fromEntries(
    list.flatMap((entry) => {
      const [, name, on] = /^(.+)=(true|false)$/.exec(String(entry)) ?? [];
      return name === undefined ? [] : [[name, on === 'true']];
    }),
  );
}
