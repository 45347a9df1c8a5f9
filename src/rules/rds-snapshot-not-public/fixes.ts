import type { Finding } from '../../domain/finding.ts';
import { awsCli, hclString, terraformName } from '../../domain/paste.ts';
import type { Fix } from '../../domain/rule.ts';

const words = {
  instance: {
    command: 'db-snapshot',
    query: 'DBSnapshotAttributesResult.DBSnapshotAttributes',
    resource: 'aws_db_snapshot',
    database: 'db_instance_identifier',
    snapshot: 'db_snapshot_identifier',
  },
  cluster: {
    command: 'db-cluster-snapshot',
    query: 'DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes',
    resource: 'aws_db_cluster_snapshot',
    database: 'db_cluster_identifier',
    snapshot: 'db_cluster_snapshot_identifier',
  },
} as const;

/** Takes `all` away and leaves named accounts alone. CloudFormation has no resource type for a snapshot. */
export function fixes({ resource, target, evidence, remediation }: Finding): readonly Fix[] {
  if (remediation === null) return [];
  const { command, query, ...hcl } = words[resource.type === 'AWS::RDS::DBSnapshot' ? 'instance' : 'cluster'];
  const { region } = target;
  const identifier = `${command}-identifier`;
  return [
    {
      format: 'console',
      title: 'Make it private in the console',
      text: [
        `1. Open the RDS console in account ${target.accountId}, Region ${region}, and choose Snapshots, Manual.`,
        `2. Select ${resource.id} and choose Actions, Share snapshot.`,
        '3. Set DB snapshot visibility to Private and choose Save. Accounts that are named there keep their access.',
      ].join('\n'),
    },
    {
      format: 'cli',
      title: 'Make it private with the AWS CLI',
      text: [
        awsCli(`rds modify-${command}-attribute`, {
          region,
          [identifier]: resource.id,
          'attribute-name': 'restore',
          'values-to-remove': 'all',
        }),
        '',
        '# Check: prints who may restore it; "all" must not be there.',
        awsCli(`rds describe-${command}-attributes`, { region, [identifier]: resource.id, query }),
      ].join('\n'),
    },
    {
      format: 'terraform',
      title: 'Set it in the Terraform configuration that owns the snapshot',
      text: terraform(hcl, resource.id, evidence),
    },
  ];
}

type Hcl = Pick<(typeof words)[keyof typeof words], 'resource' | 'database' | 'snapshot'>;

function terraform({ resource, database, snapshot }: Hcl, name: string, evidence: Finding['evidence']): string {
  const { sharedWithAccounts: accounts, database: of } = evidence;
  const kept = Array.isArray(accounts) ? accounts.filter((each): each is string => typeof each === 'string') : [];
  const lines: [string, string][] = [
    ...(typeof of === 'string' ? [[database, hclString(of)] as [string, string]] : []),
    [snapshot, hclString(name)],
    ['shared_accounts', `[${kept.map(hclString).join(', ')}] # without "all"`],
  ];
  const width = Math.max(...lines.map(([key]) => key.length));
  return [
    `resource "${resource}" "${terraformName(name)}" {`,
    ...lines.map(([key, value]) => `  ${key.padEnd(width)} = ${value}`),
    '}',
  ].join('\n');
}
