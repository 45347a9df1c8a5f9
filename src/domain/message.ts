import type { ApprovalSight } from './approval/ports.ts';
import type { Audit } from './audit.ts';
import type { DigestContent, UrgentContent } from './digest/content.ts';
import type { ToldFilter, ToldPage } from './digest/edition.ts';
import type { Finding, Status } from './finding.ts';
import type { Aside, AuditSummary } from './tally.ts';

/** Which findings of an audit a pager shows: a status, what is set aside, everything, or one cause group. */
export type PageFilter = Status | Aside | 'all' | `group:${string}`;

/** What a message is about; the newest state of it is what gets rendered. */
export type Subject =
  | { readonly kind: 'audit'; readonly auditId: string }
  | { readonly kind: 'audit-pages'; readonly auditId: string; readonly filter: PageFilter; readonly page: number }
  /** The card of an approval and of the run that follows from it. */
  | { readonly kind: 'approval'; readonly approvalId: string }
  | { readonly kind: 'digest'; readonly digestId: string }
  /** What a digest tells, page by page, in its thread. */
  | {
      readonly kind: 'digest-pages';
      readonly digestId: string;
      readonly filter: ToldFilter;
      readonly page: number;
    }
  /** A sentence of our own, in mrkdwn. */
  | { readonly kind: 'notice'; readonly text: string };

/** One place where a message is shown. Without `ts` it has not been posted yet. */
export interface MessageCopy {
  readonly channelId: string;
  readonly ts?: string;
  /** Id of the message in whose thread this one belongs. */
  readonly threadOf?: string;
  /** Why it is shown here instead of where it was asked for. */
  readonly note?: string;
  /** Set while it is being posted, and for as long as nobody knows whether that got through. */
  readonly attempt?: PostAttempt;
  /** Slack's error when the message could not be edited any more, because it was deleted or its channel archived. */
  readonly gone?: string;
}

export interface PostAttempt {
  /** When it was sent; milliseconds since the epoch. */
  readonly sentAt: number;
  /** From when on Slack would show it if it had got through. */
  readonly settledAt: number;
}

export interface MessageRecord {
  readonly id: string;
  readonly subject: Subject;
  readonly copies: readonly MessageCopy[];
  /** Whom to tell when a copy's channel cannot be written to: a Slack user id. */
  readonly fallbackUserId: string;
  /** Grows with every change of the subject's state. */
  readonly version: number;
  readonly renderedVersion: number;
  /** Milliseconds since the epoch of the last post or edit. */
  readonly renderedAt: number;
}

export const auditMessageId = (auditId: string): string => `audit-${auditId}`;
export const approvalMessageId = (approvalId: string): string => `approval-${approvalId}`;
/** A reminder is a message of its own, since an edit notifies nobody; it counts from 1. */
export const reminderMessageId = (approvalId: string, reminder: number): string =>
  `${approvalMessageId(approvalId)}-reminder-${reminder}`;
/** Undefined when the message is not an approval's card. */
export const approvalIdOf = (messageId: string): string | undefined => /^approval-([a-z0-9]+)$/.exec(messageId)?.[1];
export const pagesMessageId = (auditId: string): string => `pages-${auditId}`;

export interface AccountProgress {
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

/** Everything that a message can show; rendered by one pure function per kind. */
export type View =
  | {
      readonly kind: 'audit-progress';
      readonly audit: Audit;
      readonly accounts: readonly AccountProgress[];
      readonly note?: string;
    }
  | {
      readonly kind: 'audit-report';
      readonly audit: Audit;
      readonly summary: AuditSummary;
      /** How many failures are part of the baseline, in all accounts; undefined when that is not known. */
      readonly baseline?: number;
      /** What is kept in the accounts and Regions that were audited; undefined when nothing is. */
      readonly copies?: DigestContent['copies'];
      readonly note?: string;
    }
  | { readonly kind: 'audit-problem'; readonly audit: Audit; readonly problem: string; readonly note?: string }
  | { readonly kind: 'approval'; readonly sight: ApprovalSight; readonly note?: string }
  | FindingsPage
  | DigestView
  | DigestPages
  | { readonly kind: 'notice'; readonly text: string };

export interface DigestView {
  readonly kind: 'digest';
  /** Undefined where it is only looked at beforehand: then nothing can be pressed. */
  readonly digestId?: string;
  readonly content: DigestContent | UrgentContent;
  /** Slack's id of its picture. */
  readonly pictureId?: string;
}

/** One page of what a digest tells; findings that are still there come with how they are now. */
export interface DigestPages {
  readonly kind: 'digest-pages';
  readonly digestId: string;
  readonly date: string;
  readonly told: ToldPage;
  readonly findings: readonly (Finding | undefined)[];
}

/** One page of an audit's findings, or of the current ones. Pages count from 0. */
export interface FindingsPage {
  readonly kind: 'audit-pages';
  readonly auditId: string;
  readonly filter: PageFilter;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly findings: readonly Finding[];
}

export const pageSize = 10;
