import { ApplyingPaused, AwsCallError, PermanentError } from '../domain/errors.ts';
import type { TargetSession } from '../domain/ports.ts';
import { approvedPart } from '../domain/remediation/new-run.ts';
import { nextMove } from '../domain/remediation/next-move.ts';
import { isFinal } from '../domain/remediation/run.ts';
import { handedOver, started } from '../domain/remediation/transitions.ts';
import { reactInRun } from '../domain/retry-policy.ts';
import type { JobContext, Payload } from './catalog.ts';
import { check, type Go } from './remediation/checks.ts';
import type { ApplyingDeps } from './remediation/deps.ts';
import { cancelRun, endAsStale, failRun, finishRun, refuseRun } from './remediation/end-run.ts';
import { keepLease } from './remediation/keep-lease.ts';
import { look } from './remediation/look.ts';
import { openRunRecord } from './remediation/run-record.ts';
import { insistOnNoPause, openApprovedSession } from './remediation/session.ts';
import { meetTrouble } from './remediation/trouble.ts';
import { endTurn, openStep, postpone, type Turn } from './remediation/turn.ts';

/**
 * One turn of a run: as many steps as need no waiting. Whoever holds the lease may write; a job of an older turn, or
 * of a run that somebody else works on, does nothing. A worker that shuts down hands the run over.
 */
export const applyRemediation =
  (deps: ApplyingDeps) =>
  async ({ runId, turn: number }: Payload<'apply-remediation'>, { signal }: JobContext): Promise<void> => {
    const lease = await deps.runs.lease(runId, deps.workerId, deps.leaseMs);
    if (lease === undefined) return;
    const kept = keepLease(lease, deps.leaseMs, signal);
    try {
      const run = await deps.runs.get(runId);
      if (run === undefined || isFinal(run) || run.turn !== number) return;
      const record = openRunRecord(deps.runs, run, lease);
      const approval = await deps.approvals.get(runId);
      if (approval?.plan === undefined) {
        const lost = new PermanentError('its approval is not stored any more');
        await failRun({ deps, record }, lost, () => 'Its approval is not stored any more, so nothing more is changed.');
        return;
      }
      const turn: Turn = { deps, approval, plan: approvedPart(approval.plan), record, lease, signal: kept.signal };
      await takeTurn(turn).catch((error: unknown) => settle(turn, error, signal));
    } finally {
      await kept.end();
    }
  };

async function takeTurn(turn: Turn): Promise<void> {
  const { deps, plan, record } = turn;
  let go: Go | undefined;
  let session: TargetSession | undefined;
  try {
    for (;;) {
      turn.signal.throwIfAborted();
      const move = nextMove(await record.refresh(), plan.steps);
      if (move.do === 'nothing') return;
      if (move.do === 'finish') return await finishRun(turn);
      if (move.do === 'cancel') return await cancelRun(turn, move.before);
      await insistOnNoPause(deps.pause);
      go ??= await mayGo(turn);
      if (go === undefined) return;
      session ??= await openApprovedSession(deps, { ...turn, id: turn.approval.id, go });
      if (!(await look(turn, move.step, go, session))) return;
    }
  } finally {
    session?.close();
  }
}

/** Undefined when it may not: then the run has ended or waits. */
async function mayGo(turn: Turn): Promise<Go | undefined> {
  const { deps, approval, plan, record, signal } = turn;
  const checked = await check(deps, approval, plan, record.run(), signal);
  if (checked.outcome === 'go') {
    if (record.run().state === 'queued') await record.commit(started);
    return checked;
  }
  if (checked.outcome === 'stale') await endAsStale(turn, checked.differences);
  else await postpone(turn, `Remediation ${checked.heldBy} works on the same database; this one waits for it.`);
  return undefined;
}

/** What a turn does about an error that no step has to answer for. */
async function settle(turn: Turn, error: unknown, shutdown: AbortSignal): Promise<void> {
  const { deps, record } = turn;
  if (shutdown.aborted) return handOver(turn);
  const reaction = turn.signal.aborted ? 'stand-down' : reactInRun(error);
  if (reaction === 'stand-down') {
    deps.logger.warn({ err: error, run: record.run().id }, 'the lease of a run was lost; somebody else goes on');
    return;
  }
  if (error instanceof ApplyingPaused) return postpone(turn, error.message);
  const known = error instanceof AwsCallError || error instanceof PermanentError;
  const step = openStep(record.run(), turn.plan.steps);
  // Redis in trouble, or a mistake of ours: neither says anything about the step.
  if (step === undefined || (known && reaction === 'fail')) return refuseRun(turn, error);
  return meetTrouble(turn, step, error);
}

/** The step is broken off; what it had begun, the next worker finds by looking. */
const handOver = (turn: Turn): Promise<void> =>
  endTurn(turn, 0, (run, at) => handedOver(run, at, 'its worker shuts down'));
