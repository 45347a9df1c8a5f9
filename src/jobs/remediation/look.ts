import { PermanentError } from '../../domain/errors.ts';
import type { Json } from '../../domain/json.ts';
import type { TargetSession } from '../../domain/ports.ts';
import { overdueLookMs } from '../../domain/remediation/back-off.ts';
import type { PlannedStep } from '../../domain/remediation/plan.ts';
import type { StepResult } from '../../domain/remediation/stage.ts';
import { keeperTags } from '../../domain/remediation/tags.ts';
import { stepDone, stepStarted, stepWaits } from '../../domain/remediation/transitions.ts';
import { failedText } from '../../domain/remediation/words.ts';
import { reactInRun } from '../../domain/retry-policy.ts';
import type { Go } from './checks.ts';
import { failRun } from './end-run.ts';
import { tellWhenOverdue } from './overdue.ts';
import { meetTrouble } from './trouble.ts';
import { endTurn, type Turn } from './turn.ts';
import { unlessAborted } from './unless-aborted.ts';

/** A look that takes longer is broken off and counts as one that AWS did not answer; milliseconds. */
const lookLimitMs = 600_000;

/** Looks at one step and stores what it says. True when the run can go on to the next one at once. */
export async function look(turn: Turn, step: PlannedStep, go: Go, session: TargetSession): Promise<boolean> {
  const { record } = turn;
  if (record.run().steps.find(({ id }) => id === step.id)?.state === 'todo')
    await record.commit((run, at) => stepStarted(run, step.id, at));
  let result: StepResult;
  try {
    result = await ensure(turn, step, go, session);
  } catch (error) {
    await react(turn, step, error);
    return false;
  }
  if (result.status === 'done') {
    await record.commit((run, at) => stepDone(run, step.id, result, at));
    return true;
  }
  const late = await tellWhenOverdue(turn, step, result.says);
  await endTurn(turn, late ? Math.max(result.waitMs, overdueLookMs) : result.waitMs, (run, _, resumeAt) =>
    stepWaits(run, step.id, result, resumeAt),
  );
  return false;
}

async function ensure(
  turn: Turn,
  step: PlannedStep,
  { found, account }: Go,
  session: TargetSession,
): Promise<StepResult> {
  const { deps, approval, plan, record } = turn;
  const run = record.run();
  const work = found.stage.steps[step.step];
  if (work === undefined) throw new PermanentError(`this version of Aurora Keeper knows no step ${step.step}`);
  const outputs = run.steps.flatMap(({ id, output }) => (output === undefined ? [] : [[id, output] as const]));
  const memory: Json = run.steps.find(({ id }) => id === step.id)?.memory ?? null;
  const signal = AbortSignal.any([turn.signal, AbortSignal.timeout(lookLimitMs)]);
  const context = {
    target: plan.target,
    policy: account.policy,
    now: new Date(await deps.runs.now()),
    signal,
    client: session.client,
    remediationId: approval.id,
    tags: keeperTags(approval.id, approval.findingIds, step.id),
    outputs: Object.fromEntries(outputs),
  };
  return unlessAborted(signal, () => work(context, step, memory));
}

async function react(turn: Turn, step: PlannedStep, error: unknown): Promise<void> {
  turn.signal.throwIfAborted();
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  switch (timedOut ? 'look-again' : reactInRun(error)) {
    case 'look-again':
      return meetTrouble(turn, step, error);
    case 'fail':
      return failRun(turn, error, () => failedText(step, error));
    default:
      throw error;
  }
}
