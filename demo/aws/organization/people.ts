import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { hoursBefore } from '../clock.ts';
import { stableLetters } from '../random.ts';

const name = z.string().regex(/^[\w+=,.@-]{1,128}$/, 'not a valid name in IAM');
/** A policy document; what it says is not evaluated here. */
const document = z.record(z.string(), z.unknown());
const principal = z.strictObject({ name, inline: z.record(name, document).default({}) });

/** Policies, users, groups and roles that nobody enters through the simulator; they can be listed. */
export const identityFields = z.strictObject({
  policies: z.array(z.strictObject({ name, document })).default([]),
  users: z.array(principal).default([]),
  groups: z.array(principal).default([]),
  roles: z.array(principal).default([]),
});
type Identities = z.output<typeof identityFields>;

/** As GetAccountAuthorizationDetails lists them; documents are percent-encoded JSON. */
export interface IdentityState {
  readonly users: UserDetail[];
  readonly groups: GroupDetail[];
  readonly roles: RoleDetail[];
  readonly policies: ManagedPolicyDetail[];
}

export const encoded = (policy: unknown): string => encodeURIComponent(JSON.stringify(policy));

export function identitiesFrom(
  { policies, users, groups, roles }: Identities = { policies: [], users: [], groups: [], roles: [] },
  accountId: string,
  now: Date,
): IdentityState {
  const CreateDate = hoursBefore(now, 400 * 24);
  const id = (prefix: string, of: string): string => `${prefix}${stableLetters(17, 'iam', prefix, accountId, of)}`;
  const arn = (kind: string, of: string): string => `arn:aws:iam::${accountId}:${kind}/${of}`;
  const inline = (of: z.output<typeof principal>) =>
    Object.entries(of.inline).map(([PolicyName, each]) => ({ PolicyName, PolicyDocument: encoded(each) }));
  return {
    users: users.map((one) => ({
      ...{ Path: '/', UserName: one.name, UserId: id('AIDA', one.name), Arn: arn('user', one.name), CreateDate },
      UserPolicyList: inline(one),
      GroupList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    })),
    groups: groups.map((one) => ({
      ...{ Path: '/', GroupName: one.name, GroupId: id('AGPA', one.name), Arn: arn('group', one.name), CreateDate },
      GroupPolicyList: inline(one),
      AttachedManagedPolicies: [],
    })),
    roles: roles.map((one) => ({
      ...{ Path: '/', RoleName: one.name, RoleId: id('AROA', one.name), Arn: arn('role', one.name), CreateDate },
      AssumeRolePolicyDocument: encoded({ Version: '2012-10-17', Statement: [] }),
      InstanceProfileList: [],
      RolePolicyList: inline(one),
      AttachedManagedPolicies: [],
      Tags: [],
    })),
    policies: policies.map((one) => ({
      PolicyName: one.name,
      PolicyId: id('ANPA', one.name),
      Arn: arn('policy', one.name),
      Path: '/',
      DefaultVersionId: 'v2',
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate,
      UpdateDate: CreateDate,
      PolicyVersionList: [
        { Document: encoded(one.document), VersionId: 'v2', IsDefaultVersion: true, CreateDate },
        {
          Document: encoded({ Version: '2012-10-17', Statement: [] }),
          VersionId: 'v1',
          IsDefaultVersion: false,
          CreateDate,
        },
      ],
    })),
  };
}
