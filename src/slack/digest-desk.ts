import type { DigestRequest } from '../domain/digest/configure.ts';
import type { DigestContent } from '../domain/digest/content.ts';
import type { ChannelDigest, DigestSettings } from '../domain/digest/settings.ts';

export interface DigestBy {
  readonly userId: string;
  readonly channelId: string;
}

export type Refused = { readonly problems: readonly string[] };

export interface TurnedOn {
  readonly before: ChannelDigest | undefined;
  readonly after: ChannelDigest;
}

export interface SentNow {
  readonly settings: DigestSettings;
  /** Another one is on its way to this channel; who asked for it, unless the clock did. */
  readonly already?: { readonly askedBy?: string };
}

/** All that listeners may do about a channel's digest. */
export interface DigestDesk {
  readonly get: (channelId: string) => Promise<ChannelDigest | undefined>;
  /** Checks everything first; with a problem nothing changes. */
  readonly turnOn: (by: DigestBy, request: DigestRequest) => Promise<TurnedOn | Refused>;
  /** What it was; undefined when there was nothing to turn off. */
  readonly turnOff: (by: DigestBy) => Promise<ChannelDigest | Refused | undefined>;
  /** Has a digest sent now; `request` names the command, so that a repeated delivery is one digest. */
  readonly sendNow: (by: DigestBy, request: string) => Promise<SentNow | Refused>;
  /** What would be told at this moment, from the newest verdicts; moves nothing. */
  readonly preview: (by: DigestBy, request: DigestRequest) => Promise<DigestContent | Refused>;
}
