import type { OutboxEvent } from '../approval/ports.ts';
import type { Run } from './run.ts';

/** Proof that this worker, and no other, may write for a run. A newer holder's token is always greater. */
export interface Lease {
  readonly token: number;
  /** Throws LeaseLost when somebody else holds it, or it ran out. */
  readonly check: () => Promise<void>;
  readonly renew: () => Promise<void>;
  readonly release: () => Promise<void>;
}

export interface RunStore {
  /** Creates the run, or leaves an existing one of that id as it is. */
  readonly create: (run: Run) => Promise<void>;
  readonly get: (id: string) => Promise<Run | undefined>;
  /** Stores `next` when the stored version is still `next.version - 1` and, if given, the lease token is current. */
  readonly save: (next: Run, token?: number) => Promise<boolean>;
  /** Ids of runs that have not ended. */
  readonly open: () => Promise<string[]>;
  /** Newest first. */
  readonly recent: (count: number) => Promise<Run[]>;
  /** Runs whose finding is due to be judged again before `before` (milliseconds since the epoch). */
  readonly dueForJudgement: (before: number) => Promise<string[]>;
  /** Undefined while somebody else holds it. */
  readonly lease: (id: string, owner: string, ttlMs: number) => Promise<Lease | undefined>;
  /** One run at a time on a resource: false when another run holds it. Held until `releaseResources`. */
  readonly holdResources: (runId: string, arns: readonly string[]) => Promise<{ readonly heldBy?: string }>;
  readonly releaseResources: (runId: string, arns: readonly string[]) => Promise<void>;
}

export interface Pause {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** The kill switch: while it is set nothing is applied. */
export interface PauseStore {
  readonly get: () => Promise<Pause | undefined>;
  /** Sets or lifts it and stores the events in one step. */
  readonly set: (pause: Pause, events?: readonly OutboxEvent[]) => Promise<void>;
  readonly clear: (events?: readonly OutboxEvent[]) => Promise<void>;
}
