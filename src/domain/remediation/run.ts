import type { Json } from '../json.ts';

export type RunState = 'queued' | 'running' | 'waiting' | 'verified' | 'failed' | 'stale' | 'cancelled';
export const finalRunStates: readonly RunState[] = ['verified', 'failed', 'stale', 'cancelled'];

export interface StepRun {
  readonly id: string;
  readonly state: 'todo' | 'doing' | 'done' | 'failed';
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** What the step wants to find again at its next look. */
  readonly memory?: Json;
  readonly output?: Json;
  /** One sentence about how it stands. */
  readonly says?: string;
  /** What it found, for people to read as a list. */
  readonly lines?: readonly string[];
  /** Looks in a row that AWS did not answer. */
  readonly trouble?: { readonly since: string; readonly count: number };
}

/** What the audit after a verified run said. */
export interface Judgement {
  readonly at: string;
  /** `waiting`: the effect does not show yet; `given-up`: it did not show in time. */
  readonly outcome: 'passed' | 'waiting' | 'given-up';
  /** One sentence. */
  readonly says: string;
}

/** A remediation under way. Its id is its approval's; what was approved stays in the approval. */
export interface Run {
  readonly id: string;
  /** Grows with every stored change: compare-and-set. */
  readonly version: number;
  readonly state: RunState;
  readonly steps: readonly StepRun[];
  /** Counts the jobs of this run, so that each has an id of its own. */
  readonly turn: number;
  readonly queuedAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** When the waiting step is looked at again. */
  readonly resumeAt?: string;
  /** Slack user id of who pressed Stop; the run ends after the step at work. */
  readonly stopAskedBy?: string;
  /** A step is past its deadline and somebody has been asked; until then it goes on looking. */
  readonly overdueSince?: string;
  /** Why it ended as failed, stale or cancelled: what happened, how things are now, what to do. */
  readonly problem?: { readonly code: string; readonly message: string; readonly reference: string };
  /** When the finding is judged again, because AWS needs time to show the effect; unset when that is settled. */
  readonly judgeAt?: string;
  /** Until when that is repeated. */
  readonly judgeUntil?: string;
  /** Counts the judgements, so that each job has an id of its own. */
  readonly judgements?: number;
  readonly judgement?: Judgement;
  /** Stages that have been carried out after it, as far as they were verified. */
  readonly followed?: readonly string[];
  /** What its plan foresees for later, with the time when it is due; ISO 8601. */
  readonly later?: readonly { readonly stage: string; readonly at: string }[];
}

export const isFinal = ({ state }: Pick<Run, 'state'>): boolean => finalRunStates.includes(state);

/** Nothing has been changed for sure as long as no step has been begun. */
export const hasBegun = ({ steps }: Pick<Run, 'steps'>): boolean => steps.some(({ state }) => state !== 'todo');
