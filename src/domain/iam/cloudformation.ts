import { type RoleSpec, trustOf } from './roles.ts';

/** A CloudFormation template of a role, for a stack in each account or one StackSet for all of them. */
export function roleTemplate(role: RoleSpec) {
  const { logicalId: logical } = role;
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: role.what,
    Parameters: {
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
      RoleName: { Type: 'String', Default: role.defaultName, Description: `${role.key} of accounts.yaml` },
    },
    Resources: {
      [logical]: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { Ref: 'RoleName' },
          Description: role.description,
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: trustOf(role, '').map(({ action, condition }) => ({
              Effect: 'Allow',
              Principal: { AWS: { Ref: 'WorkerRoleArn' } },
              Action: action,
              Condition: withExternalId(condition),
            })),
          },
          Policies: [{ PolicyName: role.policyName, PolicyDocument: role.policy }],
        },
      },
    },
    Outputs: { [`${logical}Arn`]: { Value: { 'Fn::GetAtt': [logical, 'Arn'] } } },
  };
}

const withExternalId = (condition: object): object =>
  JSON.parse(JSON.stringify(condition), (key, value: unknown) =>
    key === 'sts:ExternalId' ? { Ref: 'ExternalId' } : value,
  ) as object;
