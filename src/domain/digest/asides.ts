import type { Account } from '../accounts.ts';
import { type Approval, approversOf } from '../approval/record.ts';
import type { KeptCopy } from '../remediation/made.ts';
import type { AuditScope } from '../scope.ts';
import type { DigestContent } from './content.ts';

/** Approvals that wait for somebody, together by whom they wait for. */
export function waitingOf(
  approvals: readonly Approval[],
  accounts: readonly Account[],
  names: ReadonlyMap<string, string>,
): DigestContent['waiting'] {
  const groups = new Map<string, DigestContent['waiting'][number]>();
  for (const approval of approvals) {
    if (approval.state !== 'pending' && approval.state !== 'ready') continue;
    const what = approval.state === 'ready' ? 'start' : 'approval';
    const whom = waitsFor(approval, accounts).map((id) => names.get(id) ?? id);
    const key = [what, ...whom].join('\n');
    groups.set(key, { what, whom, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** Named approvers who have not decided and did not ask; a group is only named where nobody else is. */
function waitsFor(approval: Approval, accounts: readonly Account[]): string[] {
  const users = accounts.find(({ id }) => id === approval.target.accountId)?.approvers.users ?? [];
  const done = new Set([...approversOf(approval), approval.requestedBy.userId]);
  return users.filter((id) => !done.has(id));
}

/** Slack user ids that a digest about these approvals names. */
export const peopleOf = (approvals: readonly Approval[], accounts: readonly Account[]): string[] =>
  approvals.flatMap((approval) => waitsFor(approval, accounts));

/** `arn:aws:rds:<Region>:<account>:…` */
const placeOfArn = (arn: string) => {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { region, accountId };
};

/** What is kept in a scope's accounts and Regions, and what that costs. */
export function copiesOf(
  copies: readonly KeptCopy[],
  scope: AuditScope,
  accounts: readonly Account[],
): DigestContent['copies'] {
  const ours = copies.filter(({ arn }) => {
    const { region, accountId } = placeOfArn(arn);
    return (
      accounts.some(({ id }) => id === accountId) &&
      (scope.accounts.length === 0 || scope.accounts.includes(accountId)) &&
      (scope.regions.length === 0 || scope.regions.includes(region))
    );
  });
  const oldestAt = ours.map(({ createdAt }) => createdAt).sort()[0];
  if (oldestAt === undefined) return undefined;
  const [nextRemovalAt] = ours.flatMap(({ removeAt }) => removeAt ?? []).sort();
  const hourly = ours.flatMap(({ hourlyCost }) => hourlyCost?.usd ?? []);
  return {
    count: ours.length,
    usdPerDay: hourly.reduce((sum, usd) => sum + usd * 24, 0),
    unpriced: ours.length - hourly.length,
    oldestAt,
    ...(nextRemovalAt === undefined ? {} : { nextRemovalAt }),
  };
}
