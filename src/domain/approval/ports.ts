import type { Json } from '../json.ts';
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
  /** Tell the people who may approve, each with the reason why he is asked. */
  | { readonly kind: 'ask'; readonly approvalId: string }
  /** Something needs a person: told below the approval's card, to who asked for it and who approved. */
  | { readonly kind: 'tell'; readonly approvalId: string; readonly text: string };

export type OpenedApproval = { readonly outcome: 'opened' | 'already-open'; readonly approval: Approval };

export interface ApprovalStore {
  /** Stores a new approval unless one of the same key is open; then answers that one. */
  readonly open: (approval: Approval) => Promise<OpenedApproval>;
  readonly get: (id: string) => Promise<Approval | undefined>;
  /** Stores `next` and its events in one step when the stored version is still `next.version - 1`; false otherwise. */
  readonly save: (next: Approval, events: readonly OutboxEvent[]) => Promise<boolean>;
  /** Open ones, the oldest first. */
  readonly listOpen: () => Promise<Approval[]>;
  /** The newest, whatever their state. */
  readonly recent: (count: number) => Promise<Approval[]>;
  /** Ids of open ones whose expiry or reminder is due; milliseconds since the epoch. */
  readonly due: (before: number) => Promise<string[]>;
}

export interface Outbox {
  /** Adds events that belong to no approval's change. */
  readonly add: (events: readonly OutboxEvent[]) => Promise<void>;
  /** Hands over the oldest events one by one and removes each once `handle` has returned; one worker at a time. */
  readonly relay: (handle: (event: OutboxEvent) => Promise<void>) => Promise<void>;
}

/** Append-only; each entry carries the hash of the one before. */
export interface Trail {
  readonly append: (entry: TrailEntry) => Promise<ChainedEntry>;
  readonly read: (filter: {
    readonly subject?: string;
    readonly from?: string;
    readonly to?: string;
  }) => AsyncIterable<ChainedEntry>;
}

/** A person as Slack knows him. Only members of our workspace who are neither guests nor bots may decide. */
export interface Person {
  readonly id: string;
  readonly kind: 'member' | 'guest' | 'bot' | 'stranger' | 'deactivated';
  readonly name: string;
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
