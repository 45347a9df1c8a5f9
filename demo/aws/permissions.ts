import { covers, type PolicyStatement } from './policy.ts';

/** What decides on a principal's calls: its role's action patterns and, for a session, the session policy. */
export interface Permissions {
  readonly arn: string;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly sessionPolicy: readonly PolicyStatement[] | undefined;
}

/**
 * Why `action` is refused, in AWS's words, or `undefined` when it is allowed. An explicit deny wins; a session
 * policy only narrows. Actions without a resource type name no resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denial(principal: Permissions, action: string, resource: string | undefined): string | undefined {
  const reason = reasonToDeny(principal, action, resource ?? '*');
  if (reason === undefined) return undefined;
  const on = resource === undefined ? '' : ` on resource: ${resource}`;
  return `User: ${principal.arn} is not authorized to perform: ${action}${on} ${reason}`;
}

function reasonToDeny(principal: Permissions, action: string, resource: string): string | undefined {
  const { allow, deny, sessionPolicy } = principal;
  const listed = (patterns: readonly string[]): boolean => patterns.some((pattern) => coversAction(pattern, action));
  const inSession = (effect: PolicyStatement['Effect']): boolean =>
    (sessionPolicy ?? []).some(
      ({ Effect, Action, Resource }) =>
        Effect === effect && listed(Action) && Resource.some((pattern) => covers(pattern, resource)),
    );
  if (listed(deny)) return 'with an explicit deny in an identity-based policy';
  if (inSession('Deny')) return 'with an explicit deny in a session policy';
  if (!listed(allow)) return `because no identity-based policy allows the ${action} action`;
  if (sessionPolicy && !inSession('Allow')) return `because no session policy allows the ${action} action`;
  return undefined;
}

function coversAction(pattern: string, action: string): boolean {
  return covers(pattern.toLowerCase(), action.toLowerCase());
}
