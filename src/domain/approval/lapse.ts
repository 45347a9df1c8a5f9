import { whyBlocked } from './blocked.ts';
import { about, type Changed, closed, keeper, next, render, trail } from './change.ts';
import { isExpired, whyClosed } from './closed.ts';
import type { Facts } from './facts.ts';
import { type Approval, approversOf, isOpen } from './record.ts';
import type { Refused } from './refusal.ts';
import { nextReminder } from './reminders.ts';
import { later, planAgainMinutes } from './request.ts';

/** Its time is over. Undefined when it is not, or when it is closed already. */
export function expire(approval: Approval, now: Date): Changed | undefined {
  if (!isOpen(approval) || !isExpired(approval, now)) return undefined;
  const over = closed(approval, { state: 'expired' }, now);
  const details = { ...about(over), approvals: approversOf(approval).length, needed: approval.needed };
  return { approval: over, events: [trail(over, { at: now, by: keeper, what: 'expired', details }), ...render(over)] };
}

/**
 * Something is overdue: the plan, then it is made once more; approvals, then approvers are reminded, at growing
 * distances and never after the expiry; or the start, then it is said once that the window is open.
 */
export function remind(approval: Approval, now: Date): Changed | undefined {
  const { remindAt, ...rest } = approval;
  if (!isOpen(approval) || isExpired(approval, now)) return undefined;
  if (remindAt === undefined || Date.parse(remindAt) > now.getTime()) return undefined;
  if (approval.state === 'planning')
    return {
      approval: next(rest, { remindAt: later(now, planAgainMinutes) }),
      events: [{ kind: 'plan', approvalId: approval.id }],
    };
  const reminders = approval.reminders + 1;
  const again = approval.state === 'pending' ? nextReminder(reminders, now, approval.expiresAt) : undefined;
  const reminded = next(rest, { reminders, ...(again === undefined ? {} : { remindAt: again }) });
  return {
    approval: reminded,
    events: [
      trail(reminded, { at: now, by: keeper, what: 'reminded', details: { reminder: reminders } }),
      { kind: 'ask', approvalId: approval.id, reminder: reminders },
      ...render(reminded),
    ],
  };
}

/** Approvers are asked, and the card appears where it was asked for. Announcing again changes nothing. */
export function announce(approval: Approval, facts: Facts): Changed | Refused {
  const shut = whyClosed('reject', approval, facts.now) ?? whyBlocked(approval, facts);
  if (shut !== undefined) return shut;
  if (approval.announced) return { approval, events: [] };
  const remindAt = nextReminder(0, facts.now, approval.expiresAt);
  const shown = next(approval, { announced: true, ...(remindAt === undefined ? {} : { remindAt }) });
  return {
    approval: shown,
    events: [
      trail(shown, { at: facts.now, by: facts.userId, what: 'announced', details: about(shown) }),
      { kind: 'ask', approvalId: shown.id },
      ...render(shown),
    ],
  };
}
