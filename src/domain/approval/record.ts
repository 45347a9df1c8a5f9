import type { Requester } from '../audit.ts';
import type { Capability, RiskLevel } from '../capability.ts';
import type { Plan } from '../remediation/plan.ts';
import type { Target } from '../target.ts';

/**
 * `planning` until the plan is stored (`unplannable` when it cannot be made); `pending` until enough people approved.
 * Additive and live changes start at `approved`; disruptive and destructive ones become `ready` and are `started` by
 * a person inside the change window.
 */
export type ApprovalState =
  | 'planning'
  | 'unplannable'
  | 'pending'
  | 'approved'
  | 'ready'
  | 'started'
  | 'rejected'
  | 'expired'
  | 'stale'
  | 'withdrawn';

export const openApprovalStates: readonly ApprovalState[] = ['planning', 'pending', 'ready'];

export const isOpen = ({ state }: Pick<Approval, 'state'>): boolean => openApprovalStates.includes(state);

/** Risks with the stricter law: named users only, never the requester, a reason, the name typed, started in a window. */
export const isStrict = ({ risk }: Pick<Approval, 'risk'>): boolean => risk === 'disruptive' || risk === 'destructive';

/** Who has approved the plan as it stands, each once, in their order. */
export const approversOf = ({ decisions, plan }: Pick<Approval, 'decisions' | 'plan'>): string[] => [
  ...new Set(
    decisions.filter(({ what, planHash }) => what === 'approve' && planHash === plan?.hash).map(({ by }) => by),
  ),
];

/** What one person decided. The signature is over `statementOf`, with a key that Redis does not hold. */
export interface Decision {
  readonly what: 'approve' | 'reject' | 'start' | 'withdraw';
  /** Slack user id. */
  readonly by: string;
  readonly at: string;
  /** Of what he approved: the narrowed plan, when he left something out. Empty for a withdrawal before there was a plan. */
  readonly planHash: string;
  /** Until when the approval could be decided at that moment; signed with the rest. */
  readonly expiresAt?: string;
  readonly reason?: string;
  /** Pre-flight items that he acknowledged, by id. */
  readonly acknowledged?: readonly string[];
  /** Base64 of an Ed25519 signature. */
  readonly signature: string;
}

/** A named record that people approved the plan with this hash, until an expiry. Its id is all that a button carries. */
export interface Approval {
  readonly id: string;
  /** Grows with every stored change: compare-and-set. */
  readonly version: number;
  readonly state: ApprovalState;
  readonly ruleId: string;
  readonly strategy: string;
  readonly stage: string;
  readonly risk: RiskLevel;
  readonly capability: Capability;
  readonly target: Target;
  readonly findingIds: readonly string[];
  /** The run that this one undoes or follows. */
  readonly previousRunId?: string;
  /** The approval whose plan foresees this one; then nobody is asked again. */
  readonly mandate?: string;
  readonly requestedBy: Requester;
  readonly requestedAt: string;
  /** Set once planned; narrowed to what the first approver kept and chose. */
  readonly plan?: Plan;
  /** How many different people must approve. */
  readonly needed: number;
  readonly decisions: readonly Decision[];
  readonly expiresAt?: string;
  /** Shown as a card: others were asked, or somebody decided. Until then only the modal shows it. */
  readonly announced: boolean;
  /** How often approvers have been reminded. */
  readonly reminders: number;
  /** When they are reminded next; while `planning`, when it is planned once more because nobody has. */
  readonly remindAt?: string;
  /** The plan that stood here before, for whoever still has it on his screen. */
  readonly replaced?: { readonly hash: string; readonly differences: readonly string[] };
  /** Why it cannot be planned, or is stale: one sentence. */
  readonly problem?: string;
  readonly closedAt?: string;
}

/** At most one open approval of the same change. */
export const approvalKey = ({
  findingIds,
  strategy,
  stage,
}: Pick<Approval, 'findingIds' | 'strategy' | 'stage'>): string =>
  [strategy, stage, ...[...findingIds].sort()].join(' ');
