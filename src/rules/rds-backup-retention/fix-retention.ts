import type { Finding } from '../../domain/finding.ts';
import { awsCli, hclString, logicalId, terraformName, yamlString } from '../../domain/paste.ts';
import type { Fix } from '../../domain/rule.ts';

/** How a cluster and an instance are named in each tool. */
const words = {
  cluster: {
    modify: 'rds modify-db-cluster',
    describe: 'rds describe-db-clusters',
    option: 'db-cluster-identifier',
    query: 'DBClusters[0].BackupRetentionPeriod',
    type: 'AWS::RDS::DBCluster',
    property: 'DBClusterIdentifier',
    resource: 'aws_rds_cluster',
    argument: 'cluster_identifier     ',
  },
  instance: {
    modify: 'rds modify-db-instance',
    describe: 'rds describe-db-instances',
    option: 'db-instance-identifier',
    query: 'DBInstances[0].BackupRetentionPeriod',
    type: 'AWS::RDS::DBInstance',
    property: 'DBInstanceIdentifier',
    resource: 'aws_db_instance',
    argument: 'identifier             ',
  },
} as const;

/**
 * Raising a retention costs no outage. Going from 0 does: "your RDS instance and database is taken offline and a
 * backup is immediately created" (RDS user guide, "Enabling automated backups"), so that waits for the maintenance window.
 */
export function changeRetention({ resource, target, evidence, remediation }: Finding): readonly Fix[] {
  const kind = resource.type === 'AWS::RDS::DBInstance' ? 'instance' : 'cluster';
  const days = typeof evidence.minimumRetentionDays === 'number' ? evidence.minimumRetentionDays : 35;
  const outage = remediation?.recommended === 'enable-backups';
  const { modify, describe, option, query, type, property, resource: hclType, argument } = words[kind];
  const what = outage ? 'Switch native backups on' : 'Raise the retention';
  return [
    {
      format: 'console',
      title: `${what} in the console`,
      text: [
        `1. Open the RDS console in account ${target.accountId}, Region ${target.region}, and choose Databases.`,
        `2. Select the ${kind} ${resource.id} and choose Modify.`,
        `3. Under Backup retention period, choose ${days} days.`,
        outage
          ? '4. Choose Continue, then Apply during the next scheduled maintenance window, then Modify DB instance. AWS takes it offline for a moment when the change is applied.'
          : `4. Choose Continue, then Apply immediately, then Modify ${kind === 'cluster' ? 'cluster' : 'DB instance'}. There is no outage.`,
      ].join('\n'),
    },
    {
      format: 'cli',
      title: `${what} with the AWS CLI`,
      text: [
        ...(outage
          ? ['# Waits for the maintenance window, since AWS takes the instance offline for a moment.']
          : ['# No outage.']),
        awsCli(modify, {
          region: target.region,
          [option]: resource.id,
          'backup-retention-period': String(days),
          'apply-immediately': outage ? undefined : true,
        }),
        '',
        '# Check: prints the days in force.',
        awsCli(describe, { region: target.region, [option]: resource.id, query }),
      ].join('\n'),
    },
    {
      format: 'cloudformation',
      title: `Set it in the CloudFormation template that owns the ${kind}`,
      text: [
        'Resources:',
        `  ${logicalId(resource.id)}:`,
        `    Type: ${type}`,
        '    Properties:',
        `      ${property}: ${yamlString(resource.id)}`,
        `      BackupRetentionPeriod: ${days} # days`,
      ].join('\n'),
    },
    {
      format: 'terraform',
      title: `Set it in the Terraform configuration that owns the ${kind}`,
      text: [
        `resource "${hclType}" "${terraformName(resource.id)}" {`,
        `  ${argument} = ${hclString(resource.id)}`,
        `  backup_retention_period = ${days} # days`,
        '}',
      ].join('\n'),
    },
  ];
}
