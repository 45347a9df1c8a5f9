import type { Approval } from '../../domain/approval/record.ts';
import type { ModalContent } from '../../domain/ports.ts';
import { approvalsSoFar } from '../blocks/approval-state.ts';
import { dateToken, told } from '../blocks/mrkdwn.ts';

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
  const { why } = viewer.may;
  return (why === 'not-an-approver' || why === 'own-request') && !approval.announced ? 'ask' : 'look';
}

/** In sentences. */
export function standingText({ sight: { approval }, viewer: { may, userId } }: ModalContent): string {
  const mine = approval.decisions.find(({ by, what }) => by === userId && what === 'approve');
  const who = may.may
    ? `You may approve: ${told(may.because)}.`
    : mine === undefined
      ? told(may.text)
      : `You approved at ${dateToken(mine.at, '{time}')}.`;
  const asked = approval.announced && !may.may && mine === undefined ? ' The approvers have been asked.' : '';
  return `Needs ${approvalsSoFar(approval)}. ${who.replace(/\.\.$/, '.')}${asked}`;
}
