import type { Place } from './place.ts';

/** `arn:aws:backup:<region>:<account>:<type>:<name>`. */
export function backupArn(
  { region, accountId }: Pick<Place, 'region' | 'accountId'>,
  type: string,
  name: string,
): string {
  return `arn:aws:backup:${region}:${accountId}:${type}:${name}`;
}

/** The role that AWS Backup's console makes on first use. */
export const DEFAULT_BACKUP_ROLE = 'AWSBackupDefaultServiceRole';

/** A role by its ARN, or by its name under the path `/service-role/`, where the console puts its own. */
export function backupRoleArn(role: string, accountId: string): string {
  return role.startsWith('arn:') ? role : `arn:aws:iam::${accountId}:role/service-role/${role}`;
}

/** What AWS Backup can be opted in to, by the names that DescribeRegionSettings uses. */
export const RESOURCE_TYPES = [
  ...['Aurora', 'CloudFormation', 'DocumentDB', 'DSQL', 'DynamoDB', 'EBS', 'EC2', 'EFS', 'EKS', 'FSx', 'Neptune'],
  ...['RDS', 'Redshift', 'Redshift Serverless', 'S3', 'SAP HANA on Amazon EC2', 'Storage Gateway', 'Timestream'],
  'VirtualMachine',
] as const;
