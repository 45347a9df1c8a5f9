import type { Subject, Verdict } from './transition.ts';

/**
 * How a finding stands and since when; kept for `retentionDays` after it was last seen. One that has never failed has
 * no story: it is put together from its newest verdict when somebody asks, and has no `events`.
 */
export interface Life extends Subject {
  readonly verdict: Verdict;
  /** Set aside by accounts.yaml when its verdict was last read. */
  readonly exempt: boolean;
  /** ISO 8601, like every time here. */
  readonly firstSeenAt: string;
  /** When its verdict was last read; a target that could not be scanned leaves it as it was. */
  readonly seenAt: string;
  /** Since when it fails; unset while it does not. Stays while the verdict cannot be read. */
  readonly openSince?: string;
  /** What it failed for when that was last read; while it is open. */
  readonly lastFailure?: Verdict;
  /** How often it has been opened. */
  readonly openings: number;
  /** Unset while it is open. */
  readonly fixedAt?: string;
  /** Its resource is not there any more. */
  readonly goneAt?: string;
  /** Counts the transitions that scans made, so that each has an id of its own. */
  readonly events: number;
}
