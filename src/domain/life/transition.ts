import type { Severity, Status } from '../finding.ts';
import type { Target } from '../target.ts';

/**
 * What can happen to a finding. A target that could not be scanned makes none: what was not seen is not fixed.
 *
 * - `opened`, `reopened`: it fails now, for the first time or again.
 * - `changed`: it still fails, for another cause.
 * - `fixed`: it was judged and does not fail any more.
 * - `gone`: its resource is not there any more, although its rule could list them all.
 * - `unreadable`, `readable`: its verdict could not be read, and then could again; it stays open meanwhile.
 * - `exempted`, `exemption-ended`: by accounts.yaml.
 * - `muted`, `unmuted`, `mute-ended`: by a person, taken back by a person, or its time was over.
 * - `accepted`: taken into the baseline.
 */
export type TransitionKind =
  | 'opened'
  | 'reopened'
  | 'changed'
  | 'fixed'
  | 'gone'
  | 'unreadable'
  | 'readable'
  | 'exempted'
  | 'exemption-ended'
  | 'muted'
  | 'unmuted'
  | 'mute-ended'
  | 'accepted';

/** A verdict as far as a story needs it. */
export interface Verdict {
  readonly status: Status;
  readonly cause: string;
  readonly reason: string;
}

/** Who or what brought it about, as far as is known. `audit`: it was seen; somebody changed it in AWS. */
export type Actor =
  | { readonly kind: 'audit'; readonly auditId: string }
  | { readonly kind: 'remediation'; readonly approvalId: string; readonly approvedBy: readonly string[] }
  /** Slack user id. */
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'policy' }
  | { readonly kind: 'clock' };

/** What a story, a digest and a webhook need of a finding's resource. */
export interface Subject {
  readonly findingId: string;
  readonly ruleId: string;
  readonly target: Target;
  readonly severity: Severity;
  readonly resource: {
    readonly type: string;
    readonly id: string;
    readonly arn: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** One event in the life of a finding, as it happened. */
export interface NewTransition extends Subject {
  /** The same event stored twice is one. */
  readonly id: string;
  readonly kind: TransitionKind;
  /** When it was seen; ISO 8601. */
  readonly at: string;
  /** Unset when it had not been seen before. */
  readonly from?: Verdict;
  /** Unset when its resource has gone. */
  readonly to?: Verdict;
  /** Set aside by accounts.yaml: from then on, or when it closes, until then. */
  readonly exempt?: true;
  readonly by: Actor;
  /** One sentence, such as the reason of a mute. */
  readonly note?: string;
}

export interface Transition extends NewTransition {
  /** Place in the log, from 1; grows, and is never used twice. */
  readonly seq: number;
}
