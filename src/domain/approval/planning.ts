import type { Account } from '../accounts.ts';
import { narrowPlan, type Plan } from '../remediation/plan.ts';
import { targetKey } from '../target.ts';
import { about, type Changed, closed, keeper, next, render, trail } from './change.ts';
import { whyClosed } from './closed.ts';
import { differencesOf } from './differences.ts';
import { type Approval, approversOf, isOpen } from './record.ts';
import type { Refused } from './refusal.ts';
import { nextReminder } from './reminders.ts';
import { expiryOf } from './request.ts';

/**
 * A fresh plan has been made. The first one opens the approval for decisions. A later one that says the same only brings
 * costs and texts up to date; one that says something else takes its place, and what was decided on the old one is void.
 */
export function planned(
  approval: Approval,
  fresh: Plan,
  { now, account }: { now: Date; account: Account },
): Changed | Refused {
  const shut = whyClosed('withdraw', approval, now);
  if (shut !== undefined) return shut;
  mustBeOf(approval, fresh);
  const { plan } = approval;
  if (plan === undefined) return replaced(approval, fresh, { now, account }, 'planned', {});
  const narrowed = approversOf(approval).length > 0;
  const same = narrowed && fresh.hash !== plan.hash ? narrowedLike(plan, fresh) : fresh;
  if (same.hash === plan.hash) return { approval: next(approval, { plan: same }), events: [] };
  const differences = differencesOf(plan, fresh);
  return replaced(
    { ...approval, replaced: { hash: plan.hash, differences } },
    fresh,
    { now, account },
    'plan-changed',
    { from: plan.hash, differences, dropped: approversOf(approval) },
  );
}

function replaced(
  approval: Approval,
  plan: Plan,
  { now, account }: { now: Date; account: Account },
  what: string,
  more: Readonly<Record<string, string | string[]>>,
): Changed {
  const { remindAt: _, ...rest } = approval;
  const expiresAt = expiryOf(now, account);
  const remindAt = approval.announced ? nextReminder(0, now, expiresAt) : undefined;
  const decided = next(rest, {
    state: 'pending',
    plan,
    decisions: [],
    expiresAt,
    ...(remindAt === undefined ? {} : { remindAt }),
  });
  const details = { ...about(decided), ...more };
  return { approval: decided, events: [trail(decided, { at: now, by: keeper, what, details }), ...render(decided)] };
}

/** The fresh plan, without what was left out of the approved one: equal hashes mean that nothing has changed. */
export const narrowedLike = (approved: Plan, fresh: Plan): Plan =>
  narrowPlan(
    fresh,
    approved.items.map(({ findingId }) => findingId),
    approved.options.filter(({ chosen }) => chosen).map(({ id }) => id),
  );

/** It cannot be planned, for a reason that trying again does not remove; what had been planned before is stale then. */
export function unplannable(approval: Approval, problem: string, now: Date): Changed | Refused {
  const shut = whyClosed('withdraw', approval, now);
  if (shut !== undefined) return shut;
  if (approval.state !== 'planning') return stale(approval, problem, now) ?? { approval, events: [] };
  return ended(approval, 'unplannable', problem, now);
}

/** What was planned does not hold any more. Undefined when the approval is closed already. */
export const stale = (approval: Approval, problem: string, now: Date): Changed | undefined =>
  isOpen(approval) ? ended(approval, 'stale', problem, now) : undefined;

function ended(approval: Approval, state: 'unplannable' | 'stale', problem: string, now: Date): Changed {
  const over = closed(approval, { state, problem }, now);
  return {
    approval: over,
    events: [trail(over, { at: now, by: keeper, what: state, details: { problem } }), ...render(over)],
  };
}

function mustBeOf(approval: Approval, plan: Plan): void {
  const same =
    plan.ruleId === approval.ruleId &&
    plan.strategy === approval.strategy &&
    plan.stage === approval.stage &&
    plan.risk === approval.risk &&
    plan.capability === approval.capability &&
    targetKey(plan.target) === targetKey(approval.target);
  if (!same) throw new Error(`the plan is not one for approval ${approval.id}`);
}
