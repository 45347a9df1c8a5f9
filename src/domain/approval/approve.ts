import { narrowPlan, type Plan } from '../remediation/plan.ts';
import { plural } from '../words.ts';
import { neededNow } from './authority.ts';
import { about, type Changed, closed, next, render, trail } from './change.ts';
import { changeWindows } from './change-window.ts';
import { confirmationOf, isConfirmed } from './confirmation.ts';
import { type DecisionFacts, decisionOn, recorded } from './decision.ts';
import { mayDecide } from './may-decide.ts';
import type { OutboxEvent } from './ports.ts';
import { type Approval, approversOf, isStrict } from './record.ts';
import { type Refused, refuse } from './refusal.ts';
import { nextReminder } from './reminders.ts';
import { expiryOf } from './request.ts';
import { minutesOf } from './whether-now.ts';
import { plain, user } from './wording.ts';

/** What an approver saw and typed. */
export interface Consent {
  /** Hash of the plan that was on his screen. */
  readonly planHash: string;
  /** Findings that he left in, and options that he chose; undefined: all, and as the plan proposes. */
  readonly keep?: readonly string[] | undefined;
  readonly options?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** Name of the database, typed. */
  readonly confirmation?: string | undefined;
  /** Pre-flight items that he acknowledged, by id. */
  readonly acknowledged?: readonly string[] | undefined;
}

/** One person approves the plan that he saw. With the last one needed it is let go, or becomes ready to be started. */
export function approve(approval: Approval, consent: Consent, facts: DecisionFacts): Changed | Refused {
  const may = mayDecide('approve', approval, facts);
  if (!may.may) return may;
  const plan = consentedPlan(approval, consent);
  if ('may' in plan) return plan;
  const unsaid = whatIsUnsaid(approval, plan, consent);
  if (unsaid !== undefined) return unsaid;

  const { hash: before, items } = approval.plan ?? plan;
  const narrowed: Approval = { ...approval, plan, announced: true };
  const decision = decisionOn(narrowed, facts, { what: 'approve', ...consent });
  const decided: Approval = {
    ...narrowed,
    decisions: [...approval.decisions, decision],
    ...(plan.hash === before ? {} : { replaced: { hash: before, differences: leftOut(items, plan) } }),
  };
  const needed = neededNow(approval, facts.account);
  const approvals = approversOf(decided).length;
  const stored = approvals < needed ? waiting(decided, needed, facts.now) : letGo({ ...decided, needed }, facts);
  const details = { ...about(stored), ...recorded(decision, facts), approvals, needed, state: stored.state };
  return {
    approval: stored,
    events: [
      trail(stored, { at: facts.now, by: facts.userId, what: 'approved', details }),
      ...consequences(stored),
      ...render(stored),
    ],
  };
}

const consequences = ({ id, state }: Approval): OutboxEvent[] =>
  state === 'approved' ? [{ kind: 'apply', approvalId: id }] : [{ kind: 'ask', approvalId: id }];

/** The plan as this person approves it; only the first approver of an additive one may leave something out. */
function consentedPlan(approval: Approval, { planHash, keep, options }: Consent): Plan | Refused {
  const { plan } = approval;
  if (plan === undefined || plan.hash !== planHash) return refuse('plan-changed', planChanged(approval, planHash));
  const proposed = plan.options.filter(({ chosen }) => chosen).map(({ id }) => id);
  const wanted = narrowPlan(plan, keep ?? plan.items.map(({ findingId }) => findingId), options ?? proposed);
  const asProposed = narrowPlan(
    plan,
    plan.items.map(({ findingId }) => findingId),
    proposed,
  );
  if (wanted.steps.length === 0 || wanted.items.length === 0)
    return refuse('refused-by-plan', 'Nothing is left to do: leave at least one database in.');
  if (wanted.hash === asProposed.hash) return wanted;
  if (approval.risk !== 'additive')
    return refuse('refused-by-plan', 'Nothing can be left out here: approve the plan as it is, or reject it.');
  const [first] = approversOf(approval);
  if (first !== undefined)
    return refuse('plan-changed', `${user(first)} has approved a selection already: approve that one, or reject it.`);
  return wanted;
}

function planChanged({ replaced }: Approval, shown: string): string {
  if (replaced?.hash !== shown) return 'The plan has changed since you opened it. Look at it again.';
  const { differences } = replaced;
  const named = differences.slice(0, 5).map(plain).join('; ');
  const more = differences.length > 5 ? '; …' : '';
  return `The plan has changed since you opened it: ${plural(differences.length, 'difference')} (${named}${more}). Look at it again.`;
}

function leftOut(before: Plan['items'], plan: Plan): string[] {
  const gone = before.filter(({ findingId }) => !plan.items.some((item) => item.findingId === findingId));
  return gone.length === 0 ? ['its options were chosen'] : gone.map(({ resource }) => `${resource.id} was left out`);
}

/** What a disruptive or destructive change wants to hear besides the click. */
function whatIsUnsaid(approval: Approval, plan: Plan, consent: Consent): Refused | undefined {
  if (!isStrict(approval)) return undefined;
  if (!isConfirmed(plan, consent.confirmation))
    return refuse('confirmation', `Type \`${plain(confirmationOf(plan))}\`, exactly so, to approve this.`);
  const open = plan.preflight.find(({ id, state }) => state === 'acknowledge' && !consent.acknowledged?.includes(id));
  if (open !== undefined) return refuse('confirmation', `Acknowledge this first: ${plain(open.what)}.`);
  if ((consent.reason ?? '').trim() === '')
    return refuse('reason-missing', `A ${approval.risk} change needs a reason.`);
  return undefined;
}

function waiting(approval: Approval, needed: number, now: Date): Approval {
  const remindAt = approval.remindAt ?? nextReminder(0, now, approval.expiresAt);
  return next(approval, { needed, ...(remindAt === undefined ? {} : { remindAt }) });
}

function letGo(approval: Approval, { now, account }: DecisionFacts): Approval {
  if (!isStrict(approval) || account === undefined || approval.plan === undefined)
    return closed(approval, { state: 'approved' }, now);
  const { remindAt: _, ...rest } = approval;
  const { fitting } = changeWindows(account.policy, now, minutesOf(approval.plan));
  const soon = expiryOf(now, account);
  const end = fitting?.end.toISOString() ?? soon;
  return next(rest, {
    state: 'ready',
    expiresAt: end > soon ? end : soon,
    ...(fitting === undefined || fitting.start <= now ? {} : { remindAt: fitting.start.toISOString() }),
  });
}
