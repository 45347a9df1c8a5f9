import type { RequestContext } from './conditions.ts';
import type { Principal } from './identity.ts';
import { tagsByArn } from './rds/tag-store.ts';
import type { AccountState } from './state.ts';

/** What a call tells IAM beside action and resource. */
export interface Told {
  /** The tags that the request sets; absent when it sets none. */
  readonly requestTags?: Readonly<Record<string, string>>;
  /** The tag keys that the request takes away. */
  readonly removedTags?: readonly string[];
  /** The service that a role is passed to. */
  readonly passedTo?: string;
  /** Further condition keys. */
  readonly more?: Readonly<Record<string, string>>;
}

/**
 * The condition keys of a request. `aws:ResourceTag` speaks of the resource that is checked, when it exists.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(
  principal: Principal,
  account: AccountState,
  region: string,
  resource: string | undefined,
  { requestTags, removedTags, passedTo, more = {} }: Told,
): RequestContext {
  const context = new Map<string, readonly string[]>([
    ['aws:requestedregion', [region]],
    ['aws:principalaccount', [principal.accountId]],
    ['aws:principalarn', [principal.roleArn ?? principal.arn]],
    ['aws:resourceaccount', [resource?.split(':')[4] || account.id]],
    ['aws:securetransport', ['true']],
  ]);
  const put = (prefix: string, tags: Readonly<Record<string, string>>): void => {
    for (const [key, value] of Object.entries(tags)) context.set(`${prefix}/${key}`.toLowerCase(), [value]);
  };
  put('aws:PrincipalTag', principal.tags);
  if (principal.sourceIdentity !== undefined) context.set('aws:sourceidentity', [principal.sourceIdentity]);
  put('aws:RequestTag', requestTags ?? {});
  const keys = [...Object.keys(requestTags ?? {}), ...(removedTags ?? [])];
  if (keys.length > 0) context.set('aws:tagkeys', keys);
  if (passedTo !== undefined) context.set('iam:passedtoservice', [passedTo]);
  for (const [key, value] of Object.entries(more)) context.set(key.toLowerCase(), [value]);
  if (resource !== undefined) put('aws:ResourceTag', tagsOf(resource, account, region));
  return context;
}

function tagsOf(arn: string, account: AccountState, region: string): Readonly<Record<string, string>> {
  const [, , service, where, owner] = arn.split(':');
  if (where !== region || owner !== account.id) return {};
  if (service === 'backup') return account.region(region).backup.tags.get(arn) ?? {};
  if (service !== 'rds') return {};
  return Object.fromEntries(tagsByArn(arn, account.region(region)).map(({ Key = '', Value = '' }) => [Key, Value]));
}
