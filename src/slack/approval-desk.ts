import type { MayDecide, Refusal } from '../domain/approval/may-decide.ts';
import type { ApprovalSight, OpenedApproval } from '../domain/approval/ports.ts';
import type { Approval, Decision } from '../domain/approval/record.ts';
import type { Requester } from '../domain/audit.ts';
import type { Pause } from '../domain/remediation/ports.ts';

/** Somebody at a keyboard, as Slack's payload names him: user id and the workspace he belongs to. */
export interface Presser {
  readonly userId: string;
  readonly teamId: string;
}

export interface ApprovalRequest {
  readonly findingIds: readonly string[];
  /** Left out: what the findings recommend. */
  readonly strategy?: string | undefined;
  /** Left out: the strategy's first stage. */
  readonly stage?: string | undefined;
  /** The run that this one undoes or follows. */
  readonly previousRunId?: string | undefined;
  readonly by: Requester;
}

export interface DecisionRequest extends Presser {
  readonly approvalId: string;
  readonly what: Decision['what'];
  /** Of the plan that this person had before him; empty when there was none yet. */
  readonly planHash: string;
  /** Findings that stay in the plan; left out: all. Only the first approver chooses. */
  readonly keep?: readonly string[] | undefined;
  /** Options of the plan that are on; left out: as planned. */
  readonly options?: readonly string[] | undefined;
  /** Pre-flight items in the state `acknowledge` that this person has ticked. */
  readonly acknowledged?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** What was typed to confirm; see `confirmationWord`. */
  readonly confirmation?: string | undefined;
}

export type Decided =
  | { readonly ok: true; readonly approval: Approval; readonly says: string }
  | { readonly ok: false; readonly why: Refusal; readonly text: string };

export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

/**
 * All that listeners may do about approvals. It authorises each call by itself, at the time of the call. Texts are
 * full sentences in mrkdwn or as plain text: people as `<@U…>`, times as date tokens or in ISO 8601; see `told`. May throw QueueUnavailable, QueueUncertain and errors of a lost connection.
 */
export interface ApprovalDesk {
  /** Opens an approval of these findings, or answers the open one of the same change. Does not plan yet. */
  readonly requestApproval: (request: ApprovalRequest) => Promise<OpenedApproval | { readonly refused: string }>;
  readonly sight: (approvalId: string) => Promise<ApprovalSight | undefined>;
  readonly mayDecide: (approval: Approval, who: Presser) => Promise<MayDecide>;
  readonly decide: (decision: DecisionRequest) => Promise<Decided>;
  /** Asks the people who may approve, and shows the card in the channel. */
  readonly announce: (approvalId: string, who: Presser) => Promise<Said>;
  /** Ends the run of this approval after the step at work. */
  readonly stopRun: (approvalId: string, who: Presser) => Promise<Said>;
  /** The oldest first. */
  readonly listOpen: () => Promise<readonly ApprovalSight[]>;
  /** Approvals that have a run: those under way first, then the newest. */
  readonly recentRuns: (count: number) => Promise<readonly ApprovalSight[]>;
  readonly paused: () => Promise<Pause | undefined>;
  readonly pause: (who: Presser, reason: string) => Promise<Said>;
  readonly resume: (who: Presser) => Promise<Said>;
  /** Sends the audit trail between two ISO times as a file to whoever asked, if he is an approver somewhere. */
  readonly exportTrail: (
    range: { readonly from?: string | undefined; readonly to?: string | undefined },
    by: Presser & Requester,
  ) => Promise<Said>;
}
