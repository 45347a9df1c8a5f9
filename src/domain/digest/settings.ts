import type { AuditScope } from '../scope.ts';

/** What a channel gets on a day without changes. */
export const quietWays = ['line', 'nothing'] as const;
export type QuietWay = (typeof quietWays)[number];

/** When, of what and how a channel gets its digest. */
export interface DigestSettings {
  /** Local time of day, `HH:MM`. */
  readonly at: string;
  /** IANA time zone. */
  readonly zone: string;
  readonly scope: AuditScope;
  readonly quiet: QuietWay;
}

/** Why a digest stopped by itself. */
export interface DigestPause {
  /** Slack's own error, such as `is_archived`. */
  readonly code: string;
  /** ISO 8601, like every time here. */
  readonly at: string;
}

/** A half-sentence: why Slack takes no digest there. */
export function whyPaused(code: string): string {
  switch (code) {
    case 'is_archived':
      return 'the channel is archived';
    case 'not_in_channel':
      return 'I am not in the channel any more';
    case 'channel_not_found':
      return 'I cannot see the channel any more';
    default:
      return `Slack takes no message there (${code})`;
  }
}

/** A channel's digest: its settings, who has made them, and how far it has told. */
export interface ChannelDigest extends DigestSettings {
  readonly channelId: string;
  readonly on: boolean;
  /** Slack user id of whoever changed it last; he is told when it cannot be posted any more. */
  readonly by: string;
  readonly changedAt: string;
  /** No digest is due for a time before this. */
  readonly onSince: string;
  readonly paused?: DigestPause;
  /** The newest local date (`2026-11-21`) that has had its digest. Dates only ever go forward. */
  readonly lastDate?: string;
  /** Transitions up to this sequence number have been told here; unset before the first digest. */
  readonly toldUpTo?: number;
  /** When something was last told. */
  readonly toldAt?: string;
  /** What it said could not be scanned, as `<account id>/<Region>`. */
  readonly unscanned?: readonly string[];
}
