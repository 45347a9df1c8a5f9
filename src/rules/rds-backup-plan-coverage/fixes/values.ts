import type { Evidence, Finding } from '../../../domain/finding.ts';

/** A value of the evidence; what was not read is left out, never invented. */
export const text = (evidence: Evidence, key: string): string | undefined => {
  const value = evidence[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const isCluster = ({ resource }: Finding): boolean => resource.type === 'AWS::RDS::DBCluster';

/** AWS Backup's resource type; that of a cluster follows its engine. */
export const backupType = (finding: Finding): string =>
  text(finding.evidence, 'backupType') ?? (isCluster(finding) ? 'Aurora' : 'RDS');

/** How the consoles, CloudFormation and Terraform call what has to be changed. */
export const typeNames = (finding: Finding) =>
  isCluster(finding)
    ? {
        word: 'cluster',
        cloudFormation: 'AWS::RDS::DBCluster',
        cloudFormationId: 'DBClusterIdentifier',
        terraform: 'aws_rds_cluster',
        terraformId: 'cluster_identifier',
      }
    : {
        word: 'instance',
        cloudFormation: 'AWS::RDS::DBInstance',
        cloudFormationId: 'DBInstanceIdentifier',
        terraform: 'aws_db_instance',
        terraformId: 'identifier',
      };
