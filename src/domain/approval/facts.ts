import type { Account } from '../accounts.ts';
import type { Pause } from '../remediation/ports.ts';
import type { StageMeta } from '../remediation/strategy.ts';
import type { Who } from './people.ts';

/** Everything that a decision depends on besides the approval itself, read when it is made. */
export interface Facts {
  readonly now: Date;
  /** Slack user id of who decides. */
  readonly userId: string;
  /** Undefined when Slack did not tell: then nobody may. */
  readonly who: Who | undefined;
  /** Undefined when the account is not in accounts.yaml any more. */
  readonly account: Account | undefined;
  /** The stage as its rule declares it; undefined when no rule does. */
  readonly stage: StageMeta | undefined;
  readonly pause: Pause | undefined;
  /** Why its findings are left alone, in mrkdwn: `muted until …`, `exempt: …`. */
  readonly setAside: string | undefined;
}
