import { randomBytes } from 'node:crypto';
import { ended } from '../../domain/remediation/ending.ts';
import { laterOf } from '../../domain/remediation/later.ts';
import { judgeAtOnce, type PlannedStep } from '../../domain/remediation/plan.ts';
import type { Run } from '../../domain/remediation/run.ts';
import { hasBegun } from '../../domain/remediation/run.ts';
import { cancelledText, codeOf, failedText, refusedText, staleText } from '../../domain/remediation/words.ts';
import { isoAfter, openStep, type Turn } from './turn.ts';

/** The same id is in the log and on the screen. */
const newReference = (): string => randomBytes(3).toString('hex');

const minute = 60_000;

/** All steps are done. AWS may need time to show it, so the verdict comes later. */
export async function finishRun({ deps, approval, plan, record }: Turn): Promise<void> {
  const { afterMinutes, withinMinutes } = plan.judge ?? judgeAtOnce;
  const run = await record.commit((current, at) =>
    ended(
      current,
      {
        state: 'verified',
        later: laterOf(plan, current, 'verified', at),
        judge: {
          judgeAt: isoAfter(at, afterMinutes * minute),
          judgeUntil: isoAfter(at, Math.max(afterMinutes, withinMinutes) * minute),
        },
        follows:
          approval.previousRunId === undefined ? undefined : { runId: approval.previousRunId, stage: approval.stage },
      },
      at,
    ),
  );
  await deps.queue.judgeAgain(run.id, 0, afterMinutes * minute);
}

/** `text` says it all: what happened, how things are now, what to do. */
export async function failRun(
  { deps, record, plan }: Pick<Turn, 'deps' | 'record'> & { readonly plan?: Turn['plan'] },
  error: unknown,
  text: (run: Run) => string,
): Promise<void> {
  const reference = newReference();
  deps.logger.error({ err: error, ref: reference, run: record.run().id }, 'a remediation failed');
  await record.commit((run, at) => {
    const message = text(run);
    const later = plan && laterOf(plan, run, 'failed', at);
    const problem = { code: codeOf(error), message, reference };
    return ended(run, { state: 'failed', problem, tells: message, later }, at);
  });
}

/** A check, not a step, ended it. */
export const refuseRun = (turn: Turn, error: unknown): Promise<void> =>
  failRun(turn, error, (run) => {
    const step = openStep(run, turn.plan.steps);
    return hasBegun(run) && step !== undefined ? failedText(step, error) : refusedText(error);
  });

export async function cancelRun({ record, plan }: Turn, before: PlannedStep): Promise<void> {
  await record.commit((run, at) => {
    const problem = { code: 'Stopped', message: cancelledText(run, before), reference: run.id };
    return ended(run, { state: 'cancelled', problem, later: laterOf(plan, run, 'cancelled', at) }, at);
  });
}

/** The approval first: a worker that dies in between finds it stale and ends the run. */
export async function endAsStale(
  { deps, approval, record, lease }: Turn,
  differences: readonly string[],
): Promise<void> {
  const text = approval.state === 'stale' ? (approval.problem ?? '') : staleText(differences);
  // Approvals know no leases: whoever has lost his must not close one that another worker carries out.
  await lease.check();
  if (approval.state !== 'stale') await deps.approvals.stale(approval.id, text);
  await record.commit((run, at) =>
    ended(run, { state: 'stale', problem: { code: 'PlanChanged', message: text, reference: run.id }, tells: text }, at),
  );
}
