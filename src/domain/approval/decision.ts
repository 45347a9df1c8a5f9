import type { Facts } from './facts.ts';
import type { Signer } from './ports.ts';
import type { Approval, Decision } from './record.ts';
import { statementOf } from './statement.ts';

/** The facts, and the key that turns a click into a decision. */
export interface DecisionFacts extends Facts {
  readonly sign: Signer['sign'];
  /** Slack team id at the click; recorded, never decided on: it differs between workspaces of one organization. */
  readonly teamId: string;
}

/** Signs over the approval as it will be, its narrowed plan included. */
export function decisionOn(
  approval: Approval,
  { now, userId, sign }: DecisionFacts,
  {
    what,
    reason,
    acknowledged,
  }: Pick<Decision, 'what'> & {
    readonly reason?: string | undefined;
    readonly acknowledged?: readonly string[] | undefined;
  },
): Decision {
  const words = reason?.trim();
  const decision: Omit<Decision, 'signature'> = {
    what,
    by: userId,
    at: now.toISOString(),
    planHash: approval.plan?.hash ?? '',
    ...(approval.expiresAt === undefined ? {} : { expiresAt: approval.expiresAt }),
    ...(words === undefined || words === '' ? {} : { reason: words }),
    ...(acknowledged === undefined || acknowledged.length === 0 ? {} : { acknowledged: acknowledged.toSorted() }),
  };
  return { ...decision, signature: sign(statementOf(approval, decision)) };
}

/** What the trail keeps of a decision. */
export const recorded = (decision: Decision, { teamId }: DecisionFacts) => ({
  teamId,
  reason: decision.reason ?? null,
  planHash: decision.planHash,
  signature: decision.signature,
});
