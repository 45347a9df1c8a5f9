import type { Finding } from '../../domain/finding.ts';
import { awsCli, hclString, logicalId, terraformName, yamlString } from '../../domain/paste.ts';
import type { Fix } from '../../domain/rule.ts';
import { targetWindow } from './fix-values.ts';

/**
 * ModifyDBCluster changes the window of a cluster that has one, without an outage; the unit is seconds.
 * Never 0: that switches Backtrack off for good (Aurora user guide, "Backtracking an Aurora DB cluster").
 */
export function raiseWindow({ resource, target, evidence }: Finding): readonly Fix[] {
  const window = targetWindow(evidence);
  return [
    {
      format: 'console',
      title: 'Raise the window in the console',
      text: [
        `1. Open the RDS console in account ${target.accountId}, Region ${target.region}, and choose Databases.`,
        `2. Select the cluster ${resource.id} and choose Modify.`,
        `3. Under Backtrack, set the target window to ${window / 3600} hours. Do not clear it: a window of 0 cannot be undone.`,
        '4. Choose Continue, then Apply immediately, then Modify cluster. There is no outage.',
      ].join('\n'),
    },
    {
      format: 'cli',
      title: 'Raise the window with the AWS CLI',
      text: [
        awsCli('rds modify-db-cluster', {
          region: target.region,
          'db-cluster-identifier': resource.id,
          'backtrack-window': String(window),
          'apply-immediately': true,
        }),
        '',
        '# Check: prints the seconds in force.',
        awsCli('rds describe-db-clusters', {
          region: target.region,
          'db-cluster-identifier': resource.id,
          query: 'DBClusters[0].BacktrackWindow',
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
        `      BacktrackWindow: ${window} # seconds`,
      ].join('\n'),
    },
    {
      format: 'terraform',
      title: 'Set it in the Terraform configuration that owns the cluster',
      text: [
        `resource "aws_rds_cluster" "${terraformName(resource.id)}" {`,
        `  cluster_identifier = ${hclString(resource.id)}`,
        `  backtrack_window   = ${window} # seconds; left out, the next apply sets it to 0 for good`,
        '}',
      ].join('\n'),
    },
  ];
}
