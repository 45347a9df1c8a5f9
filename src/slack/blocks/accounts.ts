import type { KnownBlock } from '@slack/types';
import type { Account } from '../../domain/accounts.ts';
import type { LatestTarget } from '../../domain/ports.ts';
import { listed, plural } from '../../domain/words.ts';
import { context, section } from './limits.ts';
import { bold, dateToken, safe, shortSafe } from './mrkdwn.ts';
import type { Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

/** Which accounts are looked after, what may be done there, and when each was last read. */
export function accountsList(
  accounts: readonly Account[],
  targets: readonly LatestTarget[],
  warning: string | undefined,
): Rendered {
  const title = `${plural(accounts.length, 'account')}, ${plural(
    accounts.reduce((sum, { regions }) => sum + regions.length, 0),
    'target',
  )}`;
  return {
    text: title,
    blocks: withinMessage(
      [section(`*${title}*`), ...(warning === undefined ? [] : [context(`:warning: ${safe(warning)}`)])],
      accounts.map((account): KnownBlock[] => [
        section(
          accountText(
            account,
            targets.filter(({ result }) => result.target.accountId === account.id),
          ),
        ),
      ]),
      [context('An account is added in accounts.yaml. `/aurora audit NAME` audits one.')],
      (left) => context(`and ${plural(left, 'more account')}`),
    ),
  };
}

function accountText(account: Account, targets: readonly LatestTarget[]): string {
  const failed = targets.filter(({ result }) => result.status === 'failed');
  const newest = targets
    .map(({ scannedAt }) => scannedAt)
    .sort()
    .at(-1);
  const seen = newest === undefined ? 'not audited yet' : `last audited ${dateToken(newest)}`;
  const trouble = failed[0]?.result.error;
  return [
    `${bold(account.name)} · ${account.id} · ${listed(account.regions, 6)}`,
    [`may: ${account.capabilities.join(', ')}`, ...approversText(account), seen].join(' · '),
    ...(trouble === undefined
      ? []
      : [
          `:warning: ${failed.length} of ${plural(targets.length, 'target')} could not be scanned: ${shortSafe(trouble.message, 200)}`,
        ]),
  ].join('\n');
}

/** Who may approve is in accounts.yaml; how many is enough to see that something is missing. */
function approversText({ approvers: { users, groups }, capabilities }: Account): string[] {
  const parts = [
    ...(users.length === 0 ? [] : [plural(users.length, 'person', 'people')]),
    ...(groups.length === 0 ? [] : [plural(groups.length, 'user group')]),
  ];
  if (parts.length > 0) return [`approvers: ${parts.join(' and ')}`];
  return capabilities.length > 1 ? [':warning: nobody may approve'] : [];
}
