import type { ApprovalSight } from '../../domain/approval/ports.ts';
import type { Approval, Decision } from '../../domain/approval/record.ts';
import { plural } from '../../domain/words.ts';
import { dateToken, mention, shortSafe, shortTold } from './mrkdwn.ts';
import type { RenderContext } from './rendered.ts';
import { runText } from './run-state.ts';

const reasonShown = 600;

/** `@bob (14:02), @carol (14:10)`; empty when nobody has approved. */
export const approvers = ({ decisions }: Pick<Approval, 'decisions'>): string =>
  decisions
    .filter(({ what }) => what === 'approve')
    .map(({ by, at }) => `${mention(by)} (${dateToken(at, '{time}')})`)
    .join(', ');

/** `2 approvals` · `1 of 2 approvals: @bob (14:02)`. */
export function approvalsSoFar(approval: Pick<Approval, 'decisions' | 'needed'>): string {
  const by = approvers(approval);
  const count = approval.decisions.filter(({ what }) => what === 'approve').length;
  return by === ''
    ? plural(approval.needed, 'approval')
    : `${plural(approval.needed, 'approval')} · ${count} of ${approval.needed}: ${by}`;
}

const last = ({ decisions }: Approval, what: Decision['what']): Decision | undefined =>
  decisions.findLast((decision) => decision.what === what);

const decided = (word: string, decision: Decision | undefined): string =>
  decision === undefined
    ? `${word}.`
    : `${word} by ${mention(decision.by)} ${dateToken(decision.at)}${decision.reason === undefined ? '.' : `: ${shortSafe(decision.reason, reasonShown)}`}`;

const problemOf = ({ problem }: Approval, otherwise: string): string =>
  problem === undefined ? otherwise : shortTold(problem, reasonShown * 2);

/** How an approval and its run stand, in sentences without its title; the same wherever it is shown. */
export function stateLine({ approval, run }: ApprovalSight, drawing: RenderContext): string {
  switch (approval.state) {
    case 'planning':
      return 'Being planned …';
    case 'unplannable':
      return `:x: ${problemOf(approval, 'It cannot be planned.')}`;
    case 'pending':
      return `Needs ${approvalsSoFar(approval)}${expiry(approval)}`;
    case 'ready':
      return readyText(approval, drawing);
    case 'approved':
    case 'started':
      return run === undefined ? 'Approved; it is about to start.' : runText(approval, run, drawing.now);
    case 'rejected':
      return `:no_entry_sign: ${decided('Rejected', last(approval, 'reject'))}`;
    case 'withdrawn':
      return `:no_entry_sign: ${decided('Withdrawn', last(approval, 'withdraw'))}`;
    case 'expired':
      return `:hourglass: Expired${approval.closedAt === undefined ? '' : ` ${dateToken(approval.closedAt)}`}: ${expiredWith(approval)}. Nothing was changed.`;
    case 'stale':
      return `:warning: ${problemOf(approval, 'Not applied: things have changed since it was planned.')}`;
  }
}

const expiry = ({ expiresAt }: Approval): string =>
  expiresAt === undefined ? '' : ` · expires ${dateToken(expiresAt)}`;

function expiredWith(approval: Approval): string {
  const by = approvers(approval);
  return by === '' ? 'nobody approved it in time' : `only ${by} approved it in time`;
}

function readyText(approval: Approval, { accounts }: RenderContext): string {
  const window = accounts.find(({ id }) => id === approval.target.accountId)?.policy.changeWindow;
  const needs = approval.plan?.needsMinutes;
  return [
    `Ready, approved by ${approvers(approval)}`,
    ...(window === undefined ? [] : [`window ${window}`]),
    ...(needs === undefined ? [] : [`needs about ${plural(Math.ceil(needs), 'minute')} of it`]),
  ]
    .join(' · ')
    .concat(expiry(approval));
}
