import type { Account } from '../accounts.ts';
import type { Requester } from '../audit.ts';
import type { Finding } from '../finding.ts';
import type { StageMeta } from '../remediation/strategy.ts';
import type { Target } from '../target.ts';
import { about, type Changed, trail } from './change.ts';
import type { Approval } from './record.ts';

export interface Request {
  readonly id: string;
  readonly ruleId: string;
  readonly strategy: string;
  readonly stage: StageMeta;
  readonly target: Target;
  readonly findings: readonly Pick<Finding, 'id'>[];
  readonly previousRunId?: string | undefined;
  readonly requestedBy: Requester;
  readonly account: Account;
  readonly now: Date;
}

/** A plan that nobody has stored after this time is made once more; minutes. */
export const planAgainMinutes = 2;

export const later = (now: Date, minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();

export const expiryOf = (now: Date, { policy }: Pick<Account, 'policy'>): string =>
  later(now, policy.approvalExpiryHours * 60);

/** The first version of an approval: to be planned. */
export function requested(request: Request): Changed {
  const { id, ruleId, strategy, stage, target, findings, previousRunId, requestedBy, account, now } = request;
  const approval: Approval = {
    id,
    version: 1,
    state: 'planning',
    ruleId,
    strategy,
    stage: stage.id,
    risk: stage.risk,
    capability: stage.capability,
    target,
    findingIds: findings.map((finding) => finding.id),
    ...(previousRunId === undefined ? {} : { previousRunId }),
    requestedBy,
    requestedAt: now.toISOString(),
    needed: account.approvers.minApprovals[stage.risk],
    decisions: [],
    expiresAt: expiryOf(now, account),
    announced: false,
    reminders: 0,
    remindAt: later(now, planAgainMinutes),
  };
  const details = { ...about(approval), channelId: requestedBy.channelId };
  return { approval, events: [trail(approval, { at: now, by: requestedBy.userId, what: 'requested', details })] };
}
