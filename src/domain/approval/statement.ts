import { canonical } from '../json.ts';
import type { Approval, Decision } from './record.ts';

/**
 * What a decision's signature covers: who decided what, when and why, on which plan of which approval, under which risk.
 * Moving a signature to another approval, plan, person or risk breaks it.
 */
export const statementOf = (
  approval: Pick<Approval, 'id' | 'risk' | 'capability' | 'requestedBy' | 'findingIds' | 'plan'>,
  decision: Omit<Decision, 'signature'>,
): string =>
  canonical({
    format: 1,
    approval: approval.id,
    risk: approval.risk,
    capability: approval.capability,
    requestedBy: approval.requestedBy.userId,
    findings: (approval.plan?.items.map(({ findingId }) => findingId) ?? approval.findingIds).toSorted(),
    planHash: decision.planHash,
    what: decision.what,
    by: decision.by,
    at: decision.at,
    expiresAt: decision.expiresAt ?? null,
    reason: decision.reason ?? null,
    acknowledged: decision.acknowledged ?? [],
  });
