import type { PolicyDocument } from './policies.ts';

/** A role that the worker enters in each account. */
export interface RoleSpec {
  /** Its logical name in templates. */
  readonly id: 'audit' | 'apply' | 'retire';
  readonly defaultName: string;
  /** Its key in accounts.yaml. */
  readonly key: 'auditRole' | 'remediationRole' | 'retireRole';
  /** Of its resource in a CloudFormation template. */
  readonly logicalId: string;
  /** Of its inline policy. */
  readonly policyName: string;
  readonly what: string;
  readonly description: string;
  readonly policy: PolicyDocument;
}

export const auditRoleSpec = (policy: PolicyDocument): RoleSpec => ({
  id: 'audit',
  key: 'auditRole',
  logicalId: 'AuditRole',
  policyName: 'read',
  defaultName: 'aurora-keeper-audit',
  what: 'Aurora Keeper: the role that reads an account for an audit. It can write nothing.',
  description: 'Aurora Keeper reads RDS and AWS Backup with it',
  policy,
});

export const applyRoleSpec = (policy: PolicyDocument): RoleSpec => ({
  id: 'apply',
  key: 'remediationRole',
  logicalId: 'RemediationRole',
  policyName: 'remediate',
  defaultName: 'aurora-keeper-remediation',
  what: 'Aurora Keeper: the role that carries out approved remediations. It is entered in the name of the approver.',
  description: 'Aurora Keeper carries out approved remediations with it',
  policy,
});

export const retireRoleSpec = (policy: PolicyDocument): RoleSpec => ({
  id: 'retire',
  key: 'retireRole',
  logicalId: 'RetireRole',
  policyName: 'retire',
  defaultName: 'aurora-keeper-retire',
  what: 'Aurora Keeper: the role that deletes a cluster which an approved cut-over has replaced. It is entered in the name of the approver.',
  description: 'Aurora Keeper deletes replaced clusters with it, once approved',
  policy,
});

export interface TrustStatement {
  readonly action: 'sts:AssumeRole' | 'sts:SetSourceIdentity' | 'sts:TagSession';
  readonly condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Who may enter, one statement an action: `sts:ExternalId` is a condition key of AssumeRole only, so asking for it in
 * the others would deny them. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export const trustOf = ({ id }: RoleSpec, externalId: string): readonly TrustStatement[] => {
  const known = { StringEquals: { 'sts:ExternalId': externalId } };
  if (id === 'audit') return [{ action: 'sts:AssumeRole', condition: known }];
  const named = { StringLike: { 'sts:SourceIdentity': '*' } };
  return [
    { action: 'sts:AssumeRole', condition: { ...known, ...named } },
    { action: 'sts:SetSourceIdentity', condition: named },
    {
      action: 'sts:TagSession',
      condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['ApprovedBy', 'OperationId'] } },
    },
  ];
};
