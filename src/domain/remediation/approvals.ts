import type { MayDecide } from '../approval/may-decide.ts';
import type { Approval } from '../approval/record.ts';
import type { Verified } from '../approval/verify.ts';
import type { Plan } from './plan.ts';

/** What the engine asks of approvals. */
export interface Approvals {
  readonly get: (id: string) => Promise<Approval | undefined>;
  /** Keeps a fresh plan, where the approval is still open to one, and answers the approval as it is then. */
  readonly planned: (id: string, plan: Plan) => Promise<Approval>;
  /** `problem` is one sentence: who must do what. */
  readonly unplannable: (id: string, problem: string) => Promise<Approval>;
  /** What was approved is not how things are any more. */
  readonly stale: (id: string, problem: string) => Promise<void>;
  /**
   * Whether it stands: signed by enough people, over this very plan, and not closed since. When `live`, Slack is asked
   * whether they still may, and an approval that lay about is void. Throws PeopleUnavailable.
   */
  readonly verify: (approval: Approval, live: boolean) => Promise<Verified>;
  /**
   * Lets go what an earlier approval foresees, with its plan; the same one twice is once. False when the same change is
   * open already, or has been decided.
   */
  readonly foreseen: (approval: Approval, plan: Plan) => Promise<boolean>;
  /** Throws PeopleUnavailable. */
  readonly mayDecide: (approval: Approval, userId: string) => Promise<MayDecide>;
}
