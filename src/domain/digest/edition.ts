import type { DigestContent, OpenGroup, UrgentContent } from './content.ts';
import type { DigestSettings } from './settings.ts';

/**
 * One digest of one channel, or one urgent message, from the moment at which it is due until it is kept for good. `auditing` while what it
 * rests on is scanned; `told` once it is put together and the channel has moved on with it; `silent` when nothing had
 * changed, and the channel wants nothing then.
 */
export interface Edition {
  readonly id: string;
  readonly channelId: string;
  /** The local date that it is for. */
  readonly date: string;
  /** Somebody asked for it between times, so that it is not its date's digest. Slack user id. */
  readonly askedBy?: string;
  readonly openedAt: string;
  /** As they were when it was due; an urgent message has none. */
  readonly settings?: DigestSettings;
  readonly state: 'auditing' | 'told' | 'silent';
  readonly auditId?: string;
  readonly content?: DigestContent | UrgentContent;
  /** Slack's id of its picture; blank when there is none. */
  readonly pictureId?: string;
}

/** `C0123-2026-11-21`: a channel has one for each date. */
export const editionId = (channelId: string, date: string): string => `${channelId}-${date}`;
export const urgentEditionId = (channelId: string, name: string): string => `${channelId}-urgent-${name}`;
export const askedEditionId = (channelId: string, request: string): string => `${channelId}-now-${request}`;
export const digestMessageId = (id: string): string => `digest-${id}`;
export const digestPagesMessageId = (id: string): string => `digest-pages-${id}`;

/** Something that a digest tells, as its thread lists it. */
export interface Told {
  readonly kind: OpenGroup['kind'] | 'closed';
  /** Which group of the digest it belongs to, counted from 0, open ones and closed ones each. */
  readonly group: number;
  readonly findingId: string;
  readonly name: string;
  readonly accountName: string;
  readonly region: string;
  readonly accountId: string;
  /** What was told of it; of a closed one who or what brought it about. */
  readonly says: string;
}

/** Which of these a page shows: everything, or one group that is open. */
export type ToldFilter = 'all' | `group:${number}`;

export interface ToldPage {
  readonly filter: ToldFilter;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly told: readonly Told[];
}
