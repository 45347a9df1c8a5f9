import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  GroupDetail,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import { encoded } from '../organization/people.ts';
import { stableLetters } from '../random.ts';
import type { Operation } from '../service.ts';
import type { AccountState } from '../state.ts';
import { validationError } from './roles.ts';

type Listed =
  | { readonly kind: 'User'; readonly detail: UserDetail }
  | { readonly kind: 'Group'; readonly detail: GroupDetail }
  | { readonly kind: 'Role'; readonly detail: RoleDetail }
  | { readonly kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly detail: ManagedPolicyDetail };

/**
 * Users, groups, roles and policies with their documents, one list in pages of at most 1,000; pages end wherever they
 * are full. Those of AWS come without a filter, and are empty here.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const getAccountAuthorizationDetails: Operation<GetAccountAuthorizationDetailsRequest> = {
  run(input, call): GetAccountAuthorizationDetailsResponse {
    const { Filter, MaxItems: max = 100, Marker: token } = input;
    if (!Number.isInteger(max) || max < 1 || max > 1000)
      throw validationError(`Value '${max}' at 'maxItems' is invalid`);
    const items = everything(call.account)
      .filter(({ kind }) => Filter === undefined || Filter.includes(kind))
      .map((item, index) => ({ item, key: String(index).padStart(6, '0') }));
    const scope = [call.account.id, 'GetAccountAuthorizationDetails', Filter];
    const refuse = (): Error => validationError('Invalid Marker.');
    const page = call.paginate({ items, key: ({ key }) => key, scope, token, max, refuse });
    const shown = page.items.map(({ item }) => item);
    return {
      UserDetailList: shown.flatMap((one) => (one.kind === 'User' ? [one.detail] : [])),
      GroupDetailList: shown.flatMap((one) => (one.kind === 'Group' ? [one.detail] : [])),
      RoleDetailList: shown.flatMap((one) => (one.kind === 'Role' ? [one.detail] : [])),
      Policies: shown.flatMap((one) =>
        one.kind === 'LocalManagedPolicy' || one.kind === 'AWSManagedPolicy' ? [one.detail] : [],
      ),
      IsTruncated: page.next !== undefined,
      Marker: page.next,
    };
  },
};

function everything(account: AccountState): Listed[] {
  const { users, groups, roles, policies } = account.iam;
  const own = [...rolesEntered(account), ...roles];
  const ofAws = [...new Set([...account.serviceRoles.values()].flatMap((role) => role.policies))];
  return [
    ...users.map((detail) => ({ kind: 'User' as const, detail })),
    ...groups.map((detail) => ({ kind: 'Group' as const, detail })),
    ...own.map((detail) => ({ kind: 'Role' as const, detail })),
    ...policies.map((detail) => ({ kind: 'LocalManagedPolicy' as const, detail })),
    ...ofAws.map((arn) => ({ kind: 'AWSManagedPolicy' as const, detail: managedByAws(arn) })),
  ];
}

/** The roles that the simulator lets be assumed, with what they allow as a policy of their own. */
function rolesEntered({ id, roles }: AccountState): RoleDetail[] {
  return [...roles.values()].map(({ name, allow, statements }) => {
    const Statement = [...(allow.length > 0 ? [{ Effect: 'Allow', Action: allow, Resource: '*' }] : []), ...statements];
    return {
      ...{ Path: '/', RoleName: name, RoleId: `AROA${stableLetters(17, id, name)}` },
      Arn: `arn:aws:iam::${id}:role/${name}`,
      CreateDate: new Date('2024-01-01T00:00:00Z'),
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: encoded({ Version: '2012-10-17', Statement }) }],
      AttachedManagedPolicies: [],
      InstanceProfileList: [],
      Tags: [],
    };
  });
}

function managedByAws(arn: string): ManagedPolicyDetail {
  const Document = encoded({ Version: '2012-10-17', Statement: [] });
  return {
    PolicyName: arn.split('/').at(-1) ?? arn,
    Arn: arn,
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ Document, VersionId: 'v1', IsDefaultVersion: true }],
  };
}
