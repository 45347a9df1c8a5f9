import {
  type GetAccountAuthorizationDetailsResponse,
  IAMClient,
  type PolicyDetail,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import { AwsCallError } from '../../../../../domain/errors.ts';
import type { Json } from '../../../../../domain/json.ts';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, paging } from '../../../../reads.ts';
import type { LoginPolicy } from '../facts.ts';
import { ownerOf } from './owner.ts';
import { resourcesNaming } from './policy.ts';

const action = 'iam:GetAccountAuthorizationDetails';
/** The most that IAM lists in one answer; it may list fewer. */
const pageSize = 1000;
/** An account holds 5,000 users and 1,000 roles unless AWS raised that. */
const mostPages = 100;

/** The account's own policies that name this id, by owner: customer managed ones, and those inside of users, groups and roles. */
export async function readLoginPolicies({ client, signal }: PlanContext, resourceId: string): Promise<LoginPolicy[]> {
  const found: LoginPolicy[] = [];
  let pages = 0;
  for await (const page of paginateGetAccountAuthorizationDetails(
    { client: client(IAMClient), ...paging, pageSize },
    { Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy'] },
    { abortSignal: signal },
  )) {
    pages += 1;
    if (pages > mostPages)
      throw new AwsCallError({
        kind: 'unparseable',
        action,
        code: 'TooMuch',
        detail: `it has over ${mostPages} pages`,
      });
    found.push(...policiesIn(page).flatMap((policy) => naming(policy, resourceId)));
  }
  return found.toSorted((one, other) => (ownerOf(one) < ownerOf(other) ? -1 : 1));
}

type Unread = Omit<LoginPolicy, 'document' | 'resources'> & { readonly text: string };

function policiesIn(page: GetAccountAuthorizationDetailsResponse): Unread[] {
  const { UserDetailList: users, RoleDetailList: roles, GroupDetailList: groups, Policies: managed } = page;
  if (users === undefined && roles === undefined && groups === undefined && managed === undefined)
    throw incompleteAnswer(action, 'its lists were missing');
  return [
    ...(managed ?? []).flatMap(
      ({ Arn: arn, PolicyName: policy, PolicyVersionList: versions, DefaultVersionId: id }) => {
        const text = versions?.find(({ VersionId }) => VersionId === id)?.Document;
        if (arn === undefined || policy === undefined || text === undefined)
          throw incompleteAnswer(action, 'a policy without ARN, name or document');
        return [{ owner: { kind: 'managed-policy', arn } as const, policy, text }];
      },
    ),
    ...(roles ?? []).flatMap(({ RoleName, RolePolicyList }) => inline('role', RoleName, RolePolicyList)),
    ...(users ?? []).flatMap(({ UserName, UserPolicyList }) => inline('user', UserName, UserPolicyList)),
    ...(groups ?? []).flatMap(({ GroupName, GroupPolicyList }) => inline('group', GroupName, GroupPolicyList)),
  ];
}

const inline = (
  kind: 'role' | 'user' | 'group',
  name: string | undefined,
  policies: readonly PolicyDetail[] | undefined,
): Unread[] =>
  (policies ?? []).map(({ PolicyName: policy, PolicyDocument: text }) => {
    if (name === undefined || policy === undefined || text === undefined)
      throw incompleteAnswer(action, `a policy of a ${kind} without name or document`);
    return { owner: { kind, name }, policy, text };
  });

/** Documents come URL-encoded (RFC 3986). */
function naming({ text, ...policy }: Unread, resourceId: string): LoginPolicy[] {
  const document = parsed(text, policy.policy);
  const resources = resourcesNaming(document, resourceId);
  return resources.length === 0 ? [] : [{ ...policy, document, resources }];
}

function parsed(text: string, policy: string): Json {
  try {
    return JSON.parse(decodeURIComponent(text)) as Json;
  } catch {
    throw incompleteAnswer(action, `policy ${policy} is not JSON`);
  }
}
