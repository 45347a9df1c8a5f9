import { neededNow } from './authority.ts';
import { about, type Changed, closed, render, trail } from './change.ts';
import { type DecisionFacts, decisionOn, recorded } from './decision.ts';
import { mayDecide } from './may-decide.ts';
import { type Approval, approversOf, type Decision } from './record.ts';
import { type Refused, refuse } from './refusal.ts';
import { minutesOf, whyNotNow } from './whether-now.ts';
import { joined, plain, user } from './wording.ts';

type Words = { readonly reason?: string | undefined };

/** Anyone authorised may reject, whatever the plan says; others are told why. */
export function reject(approval: Approval, { reason = '' }: Words, facts: DecisionFacts): Changed | Refused {
  const may = mayDecide('reject', approval, facts);
  if (!may.may) return may;
  if (reason.trim() === '') return refuse('reason-missing', 'Say why you reject it.');
  return end({ ...approval, announced: true }, 'reject', 'rejected', { reason }, facts);
}

/** The requester takes it back. */
export function withdraw(approval: Approval, words: Words, facts: DecisionFacts): Changed | Refused {
  const may = mayDecide('withdraw', approval, facts);
  return may.may ? end(approval, 'withdraw', 'withdrawn', words, facts) : may;
}

/** A named person starts what is ready, inside the change window and with time enough before its end. */
export function start(approval: Approval, words: Words, facts: DecisionFacts): Changed | Refused {
  const may = mayDecide('start', approval, facts);
  if (!may.may) return may;
  const { plan } = approval;
  const { account, now } = facts;
  if (plan === undefined || account === undefined) return refuse('not-ready', 'It has no plan.');
  const gone = approversOf(approval).filter((by) => !account.approvers.users.includes(by));
  if (approversOf(approval).length - gone.length < neededNow(approval, account))
    return refuse(
      'not-an-approver',
      `It is not approved by enough people any more: ${joined(gone.map(user)) || 'nobody'} may not approve for ${plain(account.name)}. Plan it again.`,
    );
  const notNow = whyNotNow(account.policy, now, minutesOf(plan));
  if (notNow !== undefined) return notNow;
  const { approval: started, events } = end(approval, 'start', 'started', words, facts);
  return { approval: started, events: [...events, { kind: 'apply', approvalId: started.id }] };
}

function end(
  approval: Approval,
  what: Decision['what'],
  state: 'rejected' | 'withdrawn' | 'started',
  { reason }: Words,
  facts: DecisionFacts,
): Changed {
  const decision = decisionOn(approval, facts, { what, reason });
  const over = closed(approval, { state, decisions: [...approval.decisions, decision] }, facts.now);
  const details = { ...about(over), ...recorded(decision, facts) };
  return {
    approval: over,
    events: [trail(over, { at: facts.now, by: facts.userId, what: state, details }), ...render(over)],
  };
}
