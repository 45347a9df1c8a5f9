import { conditionsHold, type RequestContext } from './conditions.ts';
import { covers } from './patterns.ts';
import type { PolicyStatement } from './policy.ts';

/** What decides on a principal's calls: its role's action patterns and policies and, for a session, its policy. */
export interface Permissions {
  readonly arn: string;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly statements: readonly PolicyStatement[];
  readonly sessionPolicy: readonly PolicyStatement[] | undefined;
}

const NOTHING_KNOWN: RequestContext = new Map();

/**
 * Why `action` is refused, in AWS's words, or `undefined` when it is allowed. An explicit deny wins; a session
 * policy only narrows. Actions without a resource type name no resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denial(
  principal: Permissions,
  action: string,
  resource: string | undefined,
  context: RequestContext = NOTHING_KNOWN,
): string | undefined {
  const reason = reasonToDeny(principal, action, resource ?? '*', context);
  if (reason === undefined) return undefined;
  const on = resource === undefined ? '' : ` on resource: ${resource}`;
  return `User: ${principal.arn} is not authorized to perform: ${action}${on} ${reason}`;
}

function reasonToDeny(
  { allow, deny, statements, sessionPolicy }: Permissions,
  action: string,
  resource: string,
  context: RequestContext,
): string | undefined {
  const listed = (patterns: readonly string[]): boolean => patterns.some((pattern) => coversAction(pattern, action));
  const says = (effect: PolicyStatement['Effect'], policy: readonly PolicyStatement[]): boolean =>
    policy.some(
      ({ Effect, Action, Resource, Condition }) =>
        Effect === effect &&
        listed(Action) &&
        Resource.some((pattern) => covers(pattern, resource)) &&
        conditionsHold(Condition, context),
    );
  if (listed(deny) || says('Deny', statements)) return 'with an explicit deny in an identity-based policy';
  if (says('Deny', sessionPolicy ?? [])) return 'with an explicit deny in a session policy';
  if (!listed(allow) && !says('Allow', statements)) {
    return `because no identity-based policy allows the ${action} action`;
  }
  if (sessionPolicy && !says('Allow', sessionPolicy)) return `because no session policy allows the ${action} action`;
  return undefined;
}

function coversAction(pattern: string, action: string): boolean {
  return covers(pattern.toLowerCase(), action.toLowerCase());
}
