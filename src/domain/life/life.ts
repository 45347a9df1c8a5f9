import type { Subject, Verdict } from './transition.ts';

/** How a finding stands and since when; kept for `retentionDays` after it was last seen. */
export interface Life extends Subject {
  readonly verdict: Verdict;
  readonly exempt: boolean;
  /** ISO 8601, like every time here. */
  readonly firstSeenAt: string;
  /** When its verdict was last read; a target that could not be scanned leaves it as it was. */
  readonly seenAt: string;
  /** Since when it fails; unset while it does not. Stays while the verdict cannot be read. */
  readonly openSince?: string;
  /** How often it has been opened. */
  readonly openings: number;
  readonly fixedAt?: string;
  /** Its resource is not there any more. */
  readonly goneAt?: string;
  /** Counts its transitions, so that each has an id of its own. */
  readonly events: number;
}
