import { becauseOf, neededNow, whyNot } from './authority.ts';
import { whyBlocked } from './blocked.ts';
import { whyClosed } from './closed.ts';
import type { Facts } from './facts.ts';
import { type Approval, approversOf, type Decision, isStrict } from './record.ts';
import { type Refused, refuse } from './refusal.ts';
import { moment } from './wording.ts';

/** Whether somebody may decide, with the reason to show him (Slack mrkdwn); found at the click, never in the message. */
export type MayDecide = { readonly may: true; readonly because: string } | Refused;

export type { Refusal } from './refusal.ts';

/** The one place that says who may do what to an approval now. What he then types is checked by the decision itself. */
export function mayDecide(what: Decision['what'], approval: Approval, facts: Facts): MayDecide {
  const closed = whyClosed(what, approval, facts.now);
  if (closed !== undefined) return closed;
  if (what === 'withdraw') return mayWithdraw(approval, facts);
  const unauthorised = whyNot(what, approval, facts);
  if (unauthorised !== undefined) return unauthorised;
  const blocked = what === 'reject' ? undefined : (ownPart(what, approval, facts) ?? whyBlocked(approval, facts));
  return blocked ?? { may: true, because: becauseOf(what, approval, facts) ?? '' };
}

/** Taking back one's own request harms nobody, so it needs no answer from Slack about who one is. */
const mayWithdraw = ({ requestedBy }: Approval, { userId }: Facts): MayDecide =>
  requestedBy.userId === userId
    ? { may: true, because: 'you asked for it' }
    : refuse('not-an-approver', `Only <@${requestedBy.userId}>, who asked for this, can withdraw it.`);

function ownPart(what: Decision['what'], approval: Approval, facts: Facts): Refused | undefined {
  const { userId, account } = facts;
  if (what !== 'approve') return undefined;
  if (isStrict(approval) && approval.requestedBy.userId === userId)
    return refuse('own-request', `This is your own request: somebody else has to approve a ${approval.risk} change.`);
  if (!approversOf(approval).includes(userId)) return undefined;
  const mine = approval.decisions.find(({ by, what: done }) => by === userId && done === 'approve');
  const missing = neededNow(approval, account) - approversOf(approval).length;
  const others = missing === 1 ? 'one more person has' : `${missing} more people have`;
  return refuse(
    'already-decided',
    `You approved this already (${moment(mine?.at ?? approval.requestedAt)}); ${others} to approve it.`,
  );
}
