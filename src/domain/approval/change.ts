import type { Json } from '../json.ts';
import { approvalMessageId } from '../message.ts';
import type { OutboxEvent, TrailEntry } from './ports.ts';
import type { Approval } from './record.ts';

/** An approval as it is to be stored, and what has to happen because of that. */
export interface Changed {
  readonly approval: Approval;
  readonly events: readonly OutboxEvent[];
}

/** Who acts when nobody does. */
export const keeper = 'aurora-keeper';

/** Its next version. */
export const next = (approval: Approval, over: Partial<Approval>): Approval => ({
  ...approval,
  ...over,
  version: approval.version + 1,
});

/** The next version, closed: nothing is due any more, and its key is free. */
export function closed(approval: Approval, over: Partial<Approval>, now: Date): Approval {
  const { remindAt: _, ...rest } = next(approval, { ...over, closedAt: now.toISOString() });
  return rest;
}

export const trail = (
  approval: Pick<Approval, 'id'>,
  entry: { readonly at: Date; readonly by: string; readonly what: string; readonly details?: TrailEntry['details'] },
): OutboxEvent => ({
  kind: 'trail',
  entry: {
    at: entry.at.toISOString(),
    by: entry.by,
    what: `approval.${entry.what}`,
    subject: approval.id,
    details: entry.details ?? {},
  },
});

/** What an approval is about, for the trail. */
export const about = ({ ruleId, strategy, stage, risk, target, plan, findingIds }: Approval): Record<string, Json> => ({
  ruleId,
  strategy,
  stage,
  risk,
  account: target.accountId,
  region: target.region,
  findings: plan?.items.map(({ findingId }) => findingId) ?? findingIds,
  planHash: plan?.hash ?? null,
});

/** Its card, in all its copies; whoever only has the modal open sees the change at his next press. */
export const render = ({ id, announced }: Approval): OutboxEvent[] =>
  announced ? [{ kind: 'render', messageId: approvalMessageId(id) }] : [];
