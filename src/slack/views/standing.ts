import type { Refusal } from '../../domain/approval/may-decide.ts';
import type { Approval } from '../../domain/approval/record.ts';
import type { ModalContent } from '../../domain/ports.ts';
import { approvalsSoFar } from '../blocks/approval-state.ts';
import { told } from '../blocks/mrkdwn.ts';

/** What the one person who has the modal open can do. */
export type Role = 'approve' | 'ask' | 'look';

/** Applying it is possible at all: neither refused nor owned by code, with every check read and none in the way. */
export const isApplicable = ({ plan }: Approval): boolean =>
  plan !== undefined &&
  plan.managedBy === undefined &&
  plan.refusals.length === 0 &&
  plan.items.length > 0 &&
  plan.preflight.every(({ state }) => state === 'clear' || state === 'acknowledge');

export function roleOf({ sight: { approval }, viewer }: ModalContent): Role {
  if (approval.state !== 'pending' || !isApplicable(approval)) return 'look';
  if (viewer.may.may) return 'approve';
  return asks.has(viewer.may.why) && !approval.announced ? 'ask' : 'look';
}

/** Who may not for one of these reasons can ask others. */
const asks: ReadonlySet<Refusal> = new Set(['not-an-approver', 'own-request']);

/** In sentences. */
export function standingText({ sight: { approval }, viewer: { may } }: ModalContent): string {
  const who = may.may ? `You may approve: ${told(may.because)}.` : told(may.text);
  const asked = approval.announced && !may.may && asks.has(may.why) ? ' The approvers have been asked.' : '';
  return `Needs ${approvalsSoFar(approval)}. ${who.replace(/\.\.$/, '.')}${asked}`;
}
