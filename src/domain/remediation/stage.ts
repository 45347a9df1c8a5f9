import type { Finding } from '../finding.ts';
import type { Json } from '../json.ts';
import type { Policy } from '../policy.ts';
import type { ClientClass, RuleContext } from '../rule.ts';
import type { Target } from '../target.ts';
import type { Plan, PlanDraft, PlannedStep } from './plan.ts';
import type { Run } from './run.ts';

/** Reads only: planning runs with the audit role. */
export interface PlanContext extends RuleContext {
  /** For the undo of a run or a stage that follows one: that run. */
  readonly previous?: Run | undefined;
  /** What was approved of that run. */
  readonly previousPlan?: Plan | undefined;
  /** Nobody has asked for it now: an earlier approval foresees it. */
  readonly foreseen?: boolean;
  /** Tags that this remediation puts, or has put, on whatever it makes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a step is handed. Each call that is not a read is let through only while this worker holds the lease. */
export interface StepContext {
  readonly target: Target;
  readonly policy: Policy;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly client: <C>(type: ClientClass<C>) => C;
  readonly remediationId: string;
  /** To put on everything created, so that a later look recognises it: whose it is, of which remediation and step. */
  readonly tags: Readonly<Record<string, string>>;
  /** What earlier steps of this run put out, by step id. */
  readonly outputs: Readonly<Record<string, Json>>;
}

/**
 * `done`: what the step is for is so now, whoever did it. `wait`: AWS is at work; look again after `waitMs`.
 * `memory` comes back at the next look, unless the worker dies before it is stored. A thrown AwsCallError that may
 * pass is looked at again later, and longer and longer after; any other error ends the run as `failed` with its
 * message, so a step throws a PermanentError in words that people can act on.
 */
export type StepResult =
  | {
      readonly status: 'done';
      readonly output?: Json;
      readonly says?: string;
      /** What people read as a list when the run has ended. */
      readonly lines?: readonly string[];
    }
  | { readonly status: 'wait'; readonly waitMs: number; readonly says: string; readonly memory?: Json };

/**
 * One look: it looks first and makes only what is missing, then answers within seconds, waiting for nothing. Laws:
 *
 * - It may be run again at any moment, after a crash at any point and by another worker; nothing is made twice. It
 *   recognises what it made by its tags, by a name that follows from the remediation's id, or by a token of the API.
 * - That holds without `memory`, too: a run whose records were lost and that is created again under its id adopts
 *   what is there.
 * - A call that changes something is sent once and repeated only after throttling; when its answer was lost the
 *   step is asked again, and finds out by looking.
 * - It hands `signal` to its calls and does nothing more once that is aborted.
 */
export type Step = (context: StepContext, step: PlannedStep, memory: Json | null) => Promise<StepResult>;

export interface Stage {
  /** Deterministic over what is read: the same state of the account gives the same hash. */
  readonly plan: (context: PlanContext, findings: readonly Finding[]) => Promise<PlanDraft>;
  readonly steps: Readonly<Record<string, Step>>;
}

/** What `rules/<id>/remediation.ts` exports: strategy → stage → how. */
export type Remediations = Readonly<Record<string, Readonly<Record<string, Stage>>>>;
