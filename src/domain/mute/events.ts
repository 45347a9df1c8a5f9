import type { Json } from '../json.ts';

/** What follows from a stored mute or from a decision on the baseline; a worker sees to it. */
export type MuteEvent =
  /** A mute was set or taken back: logged for each finding, and shown in the reports that have them. */
  | { readonly kind: 'mute'; readonly muteId: string; readonly what: 'muted' | 'unmuted' }
  /** Take the failures of an audit, in these accounts, into the baseline. */
  | {
      readonly kind: 'accept';
      readonly auditId: string;
      readonly accountIds: readonly string[];
      /** Slack user id. */
      readonly by: string;
      readonly at: string;
    }
  | { readonly kind: 'baseline-forgotten' };

export interface By {
  /** Slack user id. */
  readonly userId: string;
  readonly teamId: string;
}

/** An entry of the audit trail, as an event that is stored with the change. */
export const trailEvent = (
  { userId, teamId }: By,
  at: string,
  what: string,
  details: Readonly<Record<string, Json>>,
  subject?: string,
) =>
  ({
    kind: 'trail',
    entry: { at, by: userId, what, ...(subject === undefined ? {} : { subject }), details: { teamId, ...details } },
  }) as const;
