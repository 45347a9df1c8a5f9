import {
  type AttachedPolicy,
  type GetRoleRequest,
  type GetRoleResponse,
  type ListAttachedRolePoliciesRequest,
  type ListAttachedRolePoliciesResponse,
  NoSuchEntityException$,
} from '@aws-sdk/client-iam';
import { AwsError } from '../errors.ts';
import type { ServiceRole } from '../organization/backup-roles.ts';
import { modelled } from '../protocol/model.ts';
import { stableLetters } from '../random.ts';
import type { Call, Operation } from '../service.ts';

/** One role with its trust policy, which IAM answers percent-encoded. */
export const getRole: Operation<GetRoleRequest> = {
  resource: ({ RoleName = '' }, call) => arnNamed(RoleName, call),
  run({ RoleName = '' }, call): GetRoleResponse {
    const role = roleNamed(RoleName, call);
    const Statement = [{ Effect: 'Allow', Principal: role.trusts, Action: 'sts:AssumeRole' }];
    return {
      Role: {
        Path: role.path,
        RoleName: role.name,
        RoleId: role.id,
        Arn: role.arn,
        CreateDate: role.created,
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement })),
        MaxSessionDuration: 3600,
        RoleLastUsed: {},
      },
    };
  },
};

/** The managed policies of a role, at most 100 a page. */
export const listAttachedRolePolicies: Operation<ListAttachedRolePoliciesRequest> = {
  resource: ({ RoleName = '' }, call) => arnNamed(RoleName, call),
  run(input, call): ListAttachedRolePoliciesResponse {
    const { RoleName = '', PathPrefix = '/', Marker: token, MaxItems: max = 100 } = input;
    if (!Number.isInteger(max) || max < 1 || max > 1000)
      throw validationError(`Value '${max}' at 'maxItems' is invalid`);
    const items = roleNamed(RoleName, call)
      .policies.map((arn): AttachedPolicy => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) ?? arn }))
      .filter(({ PolicyArn = '' }) => pathOf(PolicyArn).startsWith(PathPrefix));
    const scope = [call.account.id, 'ListAttachedRolePolicies', RoleName, PathPrefix];
    const refuse = (): Error => validationError('Invalid Marker.');
    const page = call.paginate({ items, key: (one) => one.PolicyArn ?? '', scope, token, max, refuse });
    return { AttachedPolicies: [...page.items], IsTruncated: page.next !== undefined, Marker: page.next };
  },
};

/** `/service-role/` of `arn:aws:iam::aws:policy/service-role/Name`. */
function pathOf(policyArn: string): string {
  return policyArn.slice(policyArn.indexOf(':policy/') + ':policy'.length, policyArn.lastIndexOf('/') + 1);
}

/** `ValidationError`, 400: what IAM answers to a parameter it cannot accept. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

function roleNamed(name: string, call: Call): ServiceRole {
  const found = findRole(name, call);
  if (!found) throw modelled(NoSuchEntityException$, `The role with name ${name} cannot be found.`);
  return found;
}

/** A role of the account by name, be it one that services assume or one that the keeper assumes. */
function findRole(name: string, { account, identity }: Call): ServiceRole | undefined {
  const own = account.roles.get(name);
  const hub = `arn:aws:iam::${identity.hubAccountId}:root`;
  if (!own) return account.serviceRoles.get(name);
  return {
    name,
    path: '/',
    arn: `arn:aws:iam::${account.id}:role/${name}`,
    id: `AROA${stableLetters(17, account.id, name)}`,
    created: new Date('2024-01-01T00:00:00Z'),
    trusts: { AWS: own.trusts ?? [hub] },
    policies: [],
  };
}

function arnNamed(name: string, call: Call): string {
  return findRole(name, call)?.arn ?? `arn:aws:iam::${call.account.id}:role/${name}`;
}
