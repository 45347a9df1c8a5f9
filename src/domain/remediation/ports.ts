import type { OutboxEvent } from '../approval/ports.ts';
import type { Target } from '../target.ts';
import type { Run } from './run.ts';

/** Proof that this worker, and no other, may write for a run. A newer holder's token is always greater. */
export interface Lease {
  readonly token: number;
  /** Still ours, and from now on for its whole time again. Throws LeaseLost when somebody else holds it, or it ran out. */
  readonly check: () => Promise<void>;
  readonly release: () => Promise<void>;
}

export interface RunStore {
  /** Creates the run with its events, or leaves an existing one of that id as it is. */
  readonly create: (run: Run, events: readonly OutboxEvent[]) => Promise<void>;
  readonly get: (id: string) => Promise<Run | undefined>;
  /**
   * Stores `next` and its events in one step when the stored version is still `next.version - 1` and, if given, the
   * lease token is current; false otherwise. A run that has ended gives its resources free.
   */
  readonly save: (next: Run, events: readonly OutboxEvent[], token?: number) => Promise<boolean>;
  /** Ids of runs that have not ended. */
  readonly open: () => Promise<string[]>;
  /** Newest first. */
  readonly recent: (count: number) => Promise<Run[]>;
  /** Runs whose finding is due to be judged again before `before` (milliseconds since the epoch). */
  readonly dueForJudgement: (before: number) => Promise<string[]>;
  /** Runs of whose `later` something is due before `before` (milliseconds since the epoch). */
  readonly dueLater: (before: number) => Promise<string[]>;
  /** Undefined while somebody else holds it. */
  readonly lease: (id: string, owner: string, ttlMs: number) => Promise<Lease | undefined>;
  readonly isLeased: (id: string) => Promise<boolean>;
  /** One run at a time on a resource; all of them or none. `heldBy`: the run that holds one of them. Held until the run ends. */
  readonly holdResources: (runId: string, arns: readonly string[]) => Promise<{ readonly heldBy?: string }>;
  /** Milliseconds since the epoch by the store's clock, which all workers share; a worker's own may be wrong. */
  readonly now: () => Promise<number>;
}

/** Reads the tags of one resource with the audit role. */
export interface TagReader {
  readonly tags: (target: Target, arn: string, signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
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
