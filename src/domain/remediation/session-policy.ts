import { PermanentError } from '../errors.ts';
import { isRead } from './reads.ts';

/** Characters that STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const sessionPolicyLimit = 2_048;

/** `arn:partition:service:region:account:type` and the separator: a pattern never reaches beyond one kind of resource. */
const kindOf = (arn: string): string => /^(?:[^:]*:){5}[^:/]*[:/]?/.exec(arn)?.[0] ?? arn;

/**
 * The session policy of one run as JSON: its reads anywhere (most of them know no single resource), its writes on the
 * approved resources only. When these do not fit, those whose names begin alike are joined to a pattern, the most
 * alike first, never beyond one kind of resource of one account and Region.
 * Throws PermanentError when even that does not fit.
 */
export function sessionPolicy(actions: readonly string[], resources: readonly string[]): string {
  const unique = [...new Set(actions)].sort();
  const reads = unique.filter(isRead);
  const writes = unique.filter((action) => !isRead(action));
  let arns = withoutCovered([...new Set(resources)].sort());
  for (;;) {
    const text = document(reads, writes, arns);
    if (text.length <= sessionPolicyLimit) return text;
    const fewer = joinMostAlike(arns);
    if (fewer === undefined)
      throw new PermanentError(
        `the plan touches too many kinds of resources for one session (${text.length} of ${sessionPolicyLimit} characters); leave some findings out`,
      );
    arns = fewer;
  }
}

function document(reads: readonly string[], writes: readonly string[], arns: readonly string[]): string {
  const allow = (Action: readonly string[], Resource: readonly string[]) =>
    Action.length === 0 || Resource.length === 0 ? [] : [{ Effect: 'Allow', Action, Resource }];
  return JSON.stringify({ Version: '2012-10-17', Statement: [...allow(reads, ['*']), ...allow(writes, arns)] });
}

const commonStart = (one: string, other: string): string => {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return one.slice(0, length).replace(/\*$/, '');
};

/** Sorted in, sorted out; the two neighbours that share the longest beginning become one pattern. */
function joinMostAlike(arns: readonly string[]): string[] | undefined {
  let best: { at: number; start: string } | undefined;
  for (let at = 0; at + 1 < arns.length; at += 1) {
    const [one = '', other = ''] = [arns[at], arns[at + 1]];
    const start = commonStart(one, other);
    if (kindOf(one) !== kindOf(other) || start.length < kindOf(one).length) continue;
    if (best === undefined || start.length > best.start.length) best = { at, start };
  }
  if (best === undefined) return undefined;
  return withoutCovered([...arns.slice(0, best.at), `${best.start}*`, ...arns.slice(best.at + 2)].sort());
}

const withoutCovered = (arns: readonly string[]): string[] =>
  arns.filter(
    (arn) => !arns.some((other) => other !== arn && other.endsWith('*') && arn.startsWith(other.slice(0, -1))),
  );
