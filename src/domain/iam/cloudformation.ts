import type { PolicyDocument } from './policies.ts';

const parameters = {
  WorkerRoleArn: {
    Type: 'String',
    Description: 'The role (or user) that the Aurora Keeper worker runs as',
    AllowedPattern: '^arn:aws[a-z-]*:iam::\\d{12}:(role|user)/.+$',
  },
  ExternalId: {
    Type: 'String',
    Description: 'externalId of accounts.yaml',
    AllowedPattern: '^[\\w+=,.@:/-]{2,1224}$',
  },
  RoleName: { Type: 'String', Default: 'aurora-keeper-audit', Description: 'auditRole of accounts.yaml' },
};

/** A CloudFormation template of the audit role, for a stack in each account or one StackSet for all of them. */
export const auditRoleTemplate = (policy: PolicyDocument) => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'Aurora Keeper: the role that reads an account for an audit. It can write nothing.',
  Parameters: parameters,
  Resources: {
    AuditRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: { Ref: 'RoleName' },
        Description: 'Aurora Keeper reads RDS and AWS Backup with it',
        MaxSessionDuration: 3600,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { Ref: 'WorkerRoleArn' } },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
            },
          ],
        },
        Policies: [{ PolicyName: 'read', PolicyDocument: policy }],
      },
    },
  },
  Outputs: { AuditRoleArn: { Value: { 'Fn::GetAtt': ['AuditRole', 'Arn'] } } },
});
