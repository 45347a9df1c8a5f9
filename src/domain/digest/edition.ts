import type { Finding } from '../finding.ts';
import { pageSize } from '../message.ts';
import type { Change } from './change.ts';
import type { DigestContent, OpenGroup } from './content.ts';
import type { DigestSettings } from './settings.ts';

/**
 * One digest of one channel, from the moment at which it is due until it is kept for good. `auditing` until what it
 * rests on is scanned; `told` once it is put together, and the channel has moved on with it.
 */
export interface Edition {
  readonly id: string;
  readonly channelId: string;
  /** The local date that it is for. */
  readonly date: string;
  /** Somebody asked for it between times: it does not count as its date's digest. Slack user id. */
  readonly askedBy?: string;
  readonly openedAt: string;
  /** As they were when it was due. */
  readonly settings: DigestSettings;
  readonly state: 'auditing' | 'told' | 'silent';
  readonly auditId?: string;
  readonly content?: DigestContent;
  /** Slack's id of its picture, or nothing when there is none. */
  readonly pictureId?: string;
  /** Sequence numbers that it tells of: after the first, up to the second. */
  readonly from?: number;
  readonly upTo?: number;
}

/** `C0123-2026-11-21`: of a date there is one. */
export const editionId = (channelId: string, date: string): string => `${channelId}-${date}`;
export const askedEditionId = (channelId: string, request: string): string => `${channelId}-now-${request}`;
export const digestMessageId = (id: string): string => `digest-${id}`;
export const digestPagesMessageId = (id: string): string => `digest-pages-${id}`;

/** Something that a digest tells, as its thread lists it. */
export type Told =
  | { readonly kind: OpenGroup['kind']; readonly group: string; readonly finding: Finding }
  | { readonly kind: 'closed'; readonly change: Change; readonly how: string };

/** Which of these a page shows: all, or one group of the message. */
export type ToldFilter = 'all' | `group:${string}`;

export interface ToldPage {
  readonly kind: 'digest-pages';
  readonly digestId: string;
  readonly date: string;
  readonly filter: ToldFilter;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly told: readonly Told[];
}

/** The page asked for, or the last one there is. */
export function pageOf(total: number, page: number): { readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return { page: Math.min(Math.max(page, 0), pages - 1), pages };
}
