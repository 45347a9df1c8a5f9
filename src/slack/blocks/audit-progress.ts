import type { KnownBlock } from '@slack/types';
import type { AccountProgress, View } from '../../domain/message.ts';
import { plural } from '../../domain/words.ts';
import { context, section } from './limits.ts';
import { mention, safe } from './mrkdwn.ts';

type ProgressView = Extract<View, { kind: 'audit-progress' }>;

const barWidth = 10;
const accountsShown = 12;

const bar = (done: number, total: number): string => {
  const full = total === 0 ? 0 : Math.floor((done / total) * barWidth);
  return '▓'.repeat(full) + '░'.repeat(barWidth - full);
};

const accountLine = ({ name, done, total }: AccountProgress): string =>
  done === total ? `${safe(name)} ✓` : `${safe(name)} … ${done} of ${plural(total, 'Region')}`;

/** While an audit runs. What is being worked on comes first, so that a long list stays short. */
export function auditProgress({ audit, accounts, note }: ProgressView): { text: string; blocks: KnownBlock[] } {
  const done = accounts.reduce((sum, account) => sum + account.done, 0);
  const total = accounts.reduce((sum, account) => sum + account.total, 0);
  const asked = `asked by ${mention(audit.requestedBy.userId)} · audit ${audit.id}`;
  if (audit.targets === undefined) {
    return {
      text: 'An audit is about to start',
      blocks: [section('*An audit is about to start …*'), context(asked, note ?? '')],
    };
  }
  const title = `Auditing ${plural(accounts.length, 'account')}, ${plural(total, 'target')} …`;
  const rank = (account: AccountProgress) => (account.done === account.total ? 1 : 0);
  const lines = accounts.toSorted((a, b) => rank(a) - rank(b)).map(accountLine);
  const shown = lines.slice(0, accountsShown).join('  ·  ');
  const more = lines.length > accountsShown ? `  ·  and ${plural(lines.length - accountsShown, 'more account')}` : '';
  return {
    text: `${title} ${done} of ${total}`,
    blocks: [
      section(`*${title}*  ${bar(done, total)}  ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`),
      context(shown + more),
      context(asked, note ?? ''),
    ],
  };
}
