import type { Finding } from '../finding.ts';
import type { Json } from '../json.ts';
import type { Policy } from '../policy.ts';
import type { ClientClass, RuleContext } from '../rule.ts';
import type { Target } from '../target.ts';
import type { PlanDraft, PlannedStep } from './plan.ts';
import type { Run } from './run.ts';

/** Reads only: planning runs with the audit role. */
export interface PlanContext extends RuleContext {
  /** For the undo of a run or a stage that follows one: that run. */
  readonly previous?: Run | undefined;
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
  /** To put on everything created, so that a later look recognises it. */
  readonly tags: Readonly<Record<string, string>>;
  /** What earlier steps of this run put out, by step id. */
  readonly outputs: Readonly<Record<string, Json>>;
}

/**
 * `done`: what the step is for is so now, whoever did it. `wait`: AWS is at work; look again after `waitMs`.
 * `memory` comes back at the next look. A thrown AwsCallError that may pass is looked at again later;
 * any other error ends the run as `failed`.
 */
export type StepResult =
  | { readonly status: 'done'; readonly output?: Json; readonly says?: string }
  | { readonly status: 'wait'; readonly waitMs: number; readonly says: string; readonly memory?: Json };

/** Looks first and makes only what is missing, so that running it again after a crash changes nothing twice. */
export type Step = (context: StepContext, step: PlannedStep, memory: Json | null) => Promise<StepResult>;

export interface Stage {
  /** Deterministic over what is read: the same state of the account gives the same hash. */
  readonly plan: (context: PlanContext, findings: readonly Finding[]) => Promise<PlanDraft>;
  readonly steps: Readonly<Record<string, Step>>;
}

/** What `rules/<id>/remediation.ts` exports: strategy → stage → how. */
export type Remediations = Readonly<Record<string, Readonly<Record<string, Stage>>>>;
