import type { Finding } from '../../domain/finding.ts';
import { awsCli, hclString, logicalId, terraformName, yamlString } from '../../domain/paste.ts';
import type { Fix } from '../../domain/rule.ts';

/** One setting of the cluster; "Enabling or disabling deletion protection doesn't cause an outage" (Aurora user guide). */
export function fixes({ resource, target, remediation }: Finding): readonly Fix[] {
  if (remediation === null) return [];
  return [
    {
      format: 'console',
      title: 'Switch it on in the console',
      text: [
        `1. Open the RDS console in account ${target.accountId}, Region ${target.region}, and choose Databases.`,
        `2. Select the cluster ${resource.id} and choose Modify.`,
        '3. Under Deletion protection, choose Enable deletion protection.',
        '4. Choose Continue, then Apply immediately, then Modify cluster. There is no outage.',
      ].join('\n'),
    },
    {
      format: 'cli',
      title: 'Switch it on with the AWS CLI',
      text: [
        awsCli('rds modify-db-cluster', {
          region: target.region,
          'db-cluster-identifier': resource.id,
          'deletion-protection': true,
          'apply-immediately': true,
        }),
        '',
        '# Check: prints true.',
        awsCli('rds describe-db-clusters', {
          region: target.region,
          'db-cluster-identifier': resource.id,
          query: 'DBClusters[0].DeletionProtection',
        }),
      ].join('\n'),
    },
    {
      format: 'cloudformation',
      title: 'Set it in the CloudFormation template that owns the cluster',
      text: [
        'Resources:',
        `  ${logicalId(resource.id)}:`,
        '    Type: AWS::RDS::DBCluster',
        '    Properties:',
        `      DBClusterIdentifier: ${yamlString(resource.id)}`,
        '      DeletionProtection: true',
      ].join('\n'),
    },
    {
      format: 'terraform',
      title: 'Set it in the Terraform configuration that owns the cluster',
      text: [
        `resource "aws_rds_cluster" "${terraformName(resource.id)}" {`,
        `  cluster_identifier  = ${hclString(resource.id)}`,
        '  deletion_protection = true # left out, the next apply switches it off',
        '}',
      ].join('\n'),
    },
  ];
}
