import type { Approval } from '../../domain/approval/record.ts';
import type { Plan, PlannedStep } from '../../domain/remediation/plan.ts';
import type { Lease } from '../../domain/remediation/ports.ts';
import type { Run } from '../../domain/remediation/run.ts';
import { postponed, type RunChange } from '../../domain/remediation/transitions.ts';
import type { ApplyingDeps } from './deps.ts';
import type { RunRecord } from './run-record.ts';

/** One job's work on one run. */
export interface Turn {
  readonly deps: ApplyingDeps;
  readonly approval: Approval;
  /** The approved part. */
  readonly plan: Plan;
  readonly record: RunRecord;
  readonly lease: Lease;
  readonly signal: AbortSignal;
}

export const isoAfter = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** The step that a run is at, or would be. */
export const openStep = (run: Run, steps: readonly PlannedStep[]): PlannedStep | undefined =>
  steps.find(({ id }) => run.steps.find((step) => step.id === id)?.state !== 'done');

/**
 * Stores a change that ends this turn, gives the run back and queues the next turn: in this order, because a worker that
 * takes the next turn while this one still holds the lease leaves it. Dying in between is made good by `reconcile`.
 */
export async function endTurn(
  { deps, record, lease }: Pick<Turn, 'deps' | 'record' | 'lease'>,
  waitMs: number,
  change: (run: Run, at: string, resumeAt: string) => RunChange,
): Promise<void> {
  const run = await record.commit((current, at) => change(current, at, isoAfter(at, waitMs)));
  await lease.release();
  await deps.queue.applyRemediation(run.id, run.turn, waitMs);
}

/** Not now, for a reason that lies outside the run. */
export const postpone = (turn: Turn, says: string): Promise<void> =>
  endTurn(turn, turn.deps.leaseMs / 2, (run, _, resumeAt) =>
    postponed(run, openStep(run, turn.plan.steps)?.id ?? '', says, resumeAt),
  );
