import type { Json } from '../json.ts';
import type { MuteEvent } from '../mute/events.ts';
import type { Run } from '../remediation/run.ts';
import type { Approval } from './record.ts';

/** One line of the audit trail, before the relay has chained it. */
export interface TrailEntry {
  readonly at: string;
  /** Slack user id, or `aurora-keeper`. */
  readonly by: string;
  /** `approval.approved`, `run.step-done`, `pause.set`, … */
  readonly what: string;
  /** Approval, and so run, that it is about. */
  readonly subject?: string;
  readonly details: Readonly<Record<string, Json>>;
}

export interface ChainedEntry extends TrailEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** What has to happen because of a stored change; written in the same Redis script as the change itself. */
export type OutboxEvent =
  | { readonly kind: 'trail'; readonly entry: TrailEntry }
  /** Queue the run of this approval; twice is once. */
  | { readonly kind: 'apply'; readonly approvalId: string }
  | { readonly kind: 'render'; readonly messageId: string }
  /** Tell the people who may approve, each with the reason why he is asked; `reminder` counts from 1. */
  | { readonly kind: 'ask'; readonly approvalId: string; readonly reminder?: number }
  /** Plan it (again): nobody has so far. */
  | { readonly kind: 'plan'; readonly approvalId: string }
  /** Something needs a person: told below the approval's card, to who asked for it and who approved. */
  | { readonly kind: 'tell'; readonly approvalId: string; readonly text: string }
  /** A stage has been carried out after this run; noting it twice is noting it once. */
  | { readonly kind: 'followed'; readonly runId: string; readonly stage: string }
  | MuteEvent;

export type OpenedApproval = { readonly outcome: 'opened' | 'already-open'; readonly approval: Approval };

export interface ApprovalStore {
  /** Stores a new approval and its events in one step unless one of the same key is open; then answers that one. */
  readonly open: (approval: Approval, events?: readonly OutboxEvent[]) => Promise<OpenedApproval>;
  readonly get: (id: string) => Promise<Approval | undefined>;
  /** Stores `next` and its events in one step when the stored version is still `next.version - 1`; false otherwise. */
  readonly save: (next: Approval, events: readonly OutboxEvent[]) => Promise<boolean>;
  /** Open ones, the oldest first. */
  readonly listOpen: () => Promise<Approval[]>;
  /** The newest, whatever their state. */
  readonly recent: (count: number) => Promise<Approval[]>;
  /** Ids of open ones whose expiry or reminder is due; milliseconds since the epoch. */
  readonly due: (before: number) => Promise<string[]>;
  /** Ids of those that were let go before `before` and whose run is not known to have begun. */
  readonly unapplied: (before: number) => Promise<string[]>;
  /** Their run has begun; `unapplied` no longer names them. */
  readonly applied: (id: string) => Promise<void>;
}

export interface Outbox {
  /** Adds events that belong to no approval's change. */
  readonly add: (events: readonly OutboxEvent[]) => Promise<void>;
  /**
   * Hands over the oldest events one by one and removes each once `handle` has returned; one worker at a time. A crash
   * hands an event over again, under the same id. One that fails is put off, longer each time, and set aside in the end.
   */
  readonly relay: (handle: (event: OutboxEvent, eventId: string) => Promise<void>) => Promise<void>;
}

/** Where the trail ends. */
export interface TrailHead {
  readonly seq: number;
  readonly hash: string;
}

export interface TrailFilter {
  readonly subject?: string;
  /** ISO 8601 in UTC; both ends belong to it. */
  readonly from?: string;
  readonly to?: string;
}

/** Append-only; each entry carries the hash of the one before. */
export interface Trail {
  /** The same event appended twice is one entry. */
  readonly append: (entry: TrailEntry, eventId: string) => Promise<ChainedEntry>;
  readonly read: (filter: TrailFilter) => AsyncIterable<ChainedEntry>;
  /** Undefined while it is empty. */
  readonly head: () => Promise<TrailHead | undefined>;
}

/** A person as Slack knows him. Only members of our workspace who are neither guests nor bots may decide. */
export interface Person {
  readonly id: string;
  readonly kind: 'member' | 'guest' | 'bot' | 'stranger' | 'deactivated';
  readonly name: string;
  /** IANA time zone, as he has set it in Slack. */
  readonly zone?: string;
}

/** Asked live, with a short memory. Throws PeopleUnavailable when Slack does not answer: then nobody may decide. */
export interface People {
  readonly person: (userId: string) => Promise<Person>;
  readonly groupMembers: (groupId: string) => Promise<readonly string[]>;
}

/** Signs with the bot's private key; workers only verify. */
export interface Signer {
  readonly sign: (statement: string) => string;
}
export interface Verifier {
  readonly verify: (statement: string, signature: string) => boolean;
}

/** What a card or modal about an approval shows. */
export interface ApprovalSight {
  readonly approval: Approval;
  readonly run?: Run | undefined;
}
