import { approve, type Consent } from './approve.ts';
import type { Changed } from './change.ts';
import { reject, start, withdraw } from './close.ts';
import type { DecisionFacts } from './decision.ts';
import { type ApprovalDeps, factsFor } from './deps.ts';
import { announce } from './lapse.ts';
import { type Approval, approversOf, type Decision } from './record.ts';
import { type Refusal, type Refused, refuse } from './refusal.ts';
import { type Stored, storeChange } from './store-change.ts';

interface Click {
  readonly approvalId: string;
  readonly userId: string;
  readonly teamId: string;
}

type Words = { readonly reason?: string | undefined };

/** A click and what came with it. */
export type Act = Click &
  (({ readonly what: 'approve' } & Consent) | ({ readonly what: 'reject' | 'withdraw' | 'start' } & Words));

/** `text` is Slack mrkdwn, one or two sentences for whoever clicked. */
export type Decided =
  | { readonly outcome: 'done'; readonly approval: Approval; readonly text: string }
  | { readonly outcome: 'refused'; readonly approval?: Approval; readonly why: Refusal; readonly text: string }
  | { readonly outcome: 'unknown'; readonly text: string };

/**
 * Carries out a click: reads, asks who it is, decides, signs and stores decision and consequences in one step.
 * Throws only when Redis or Slack fail in an unknown way; then nothing is decided, or it is decided once.
 */
export async function decideApproval(deps: ApprovalDeps, act: Act): Promise<Decided> {
  const { signer } = deps;
  if (signer === undefined) return refusedAs(keysMissing);
  const stored = await storeChange(deps.approvals, act.approvalId, async (approval) => {
    const facts = await factsFor(deps, approval, act.userId);
    return transition(approval, act, { ...facts, sign: signer.sign, teamId: act.teamId });
  });
  await keepRefusal(deps, act, act.what, stored);
  return toDecided(stored, doneText(act.what));
}

/** Asks those who may approve; for whoever may not himself. Doing it twice asks nobody twice. */
export async function announceApproval(deps: ApprovalDeps, click: Click): Promise<Decided> {
  const stored = await storeChange(deps.approvals, click.approvalId, async (approval) => {
    const facts = await factsFor(deps, approval, click.userId);
    if (facts.who === undefined || facts.who.person.kind !== 'member')
      return refuse('not-a-member', 'Only members of this workspace may ask for an approval.');
    return announce(approval, facts);
  });
  await keepRefusal(deps, click, 'announce', stored);
  return toDecided(stored, () => 'Those who may approve it have been asked.');
}

export const keysMissing = refuse(
  'keys-missing',
  'Approvals are off: this bot has no signing key (AURORA_SIGNING_KEY). Audits work.',
);

const refusedAs = ({ why, text }: Refused, approval?: Approval): Decided => ({
  outcome: 'refused',
  why,
  text,
  ...(approval === undefined ? {} : { approval }),
});

function transition(approval: Approval, act: Act, facts: DecisionFacts): Changed | Refused {
  switch (act.what) {
    case 'approve':
      return approve(approval, act, facts);
    case 'reject':
      return reject(approval, act, facts);
    case 'withdraw':
      return withdraw(approval, act, facts);
    case 'start':
      return start(approval, act, facts);
  }
}

function toDecided(stored: Stored, text: (approval: Approval) => string): Decided {
  if (stored.outcome === 'unknown')
    return { outcome: 'unknown', text: 'This button is from an old message: nothing is known of it any more.' };
  if (stored.outcome === 'refused') return refusedAs(stored.refused, stored.approval);
  return { outcome: 'done', approval: stored.approval, text: text(stored.approval) };
}

const doneText =
  (what: Decision['what']) =>
  (approval: Approval): string => {
    const { state, needed } = approval;
    if (what === 'reject') return 'Rejected.';
    if (what === 'withdraw') return 'Withdrawn.';
    if (what === 'start') return 'Started.';
    if (state === 'pending') return `Approved: ${approversOf(approval).length} of ${needed}.`;
    return state === 'ready' ? `Approved: ${needed} of ${needed}. It is ready to be started.` : 'Approved.';
  };

const attempted: readonly Refusal[] = ['not-an-approver', 'not-a-member', 'own-request'];

/** Whoever tried what he may not is in the trail, too. */
async function keepRefusal(
  { outbox, now }: ApprovalDeps,
  { approvalId, userId, teamId }: Click,
  what: string,
  stored: Stored,
): Promise<void> {
  if (stored.outcome !== 'refused' || !attempted.includes(stored.refused.why)) return;
  const details = { tried: what, why: stored.refused.why, teamId };
  const entry = { at: now().toISOString(), by: userId, what: 'approval.refused', subject: approvalId, details };
  await outbox.add([{ kind: 'trail', entry }]);
}
