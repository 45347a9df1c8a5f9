import { PermanentError } from '../../../domain/errors.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { PlanContext } from '../../../domain/remediation/stage.ts';
import type { MemberSettings } from './settings/member-settings.ts';
import { remediationTag } from './tags.ts';

/** A rebuild is of one cluster; throws PermanentError for none. */
export function oneOf(findings: readonly Finding[]): Finding {
  const [finding] = findings;
  if (finding === undefined) throw new PermanentError('a rebuild is of one cluster');
  return finding;
}

/** What this remediation is called; a plan that nobody will carry out, as `aurora plan` makes it, has no id. */
export const idOf = ({ tags }: Pick<PlanContext, 'tags'>): string => tags[remediationTag] ?? 'plan';

/** `2 × db.r6g.large, 1 × db.serverless` */
export function classesOf(members: readonly MemberSettings[]): string {
  const counts = new Map<string, number>();
  for (const { instanceClass } of members) counts.set(instanceClass, (counts.get(instanceClass) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ');
}

export const costOf = (members: readonly MemberSettings[], until: string) => ({
  text: 'Unknown until measured.',
  basis: `AWS bills ${members.length === 0 ? 'no instance' : `${classesOf(members)} by the second`} ${until}, another copy of the storage and a snapshot by the gigabyte, and the change records of Backtrack by the million and hour. None of these can be read before.`,
});
