import { lookAgainAfter } from '../../domain/remediation/back-off.ts';
import type { PlannedStep } from '../../domain/remediation/plan.ts';
import { stepTroubled } from '../../domain/remediation/transitions.ts';
import { stuckText, troubleText } from '../../domain/remediation/words.ts';
import { failRun } from './end-run.ts';
import { tellWhenOverdue } from './overdue.ts';
import { endTurn, type Turn } from './turn.ts';

/** AWS did not answer in a way that tells anything. Looked at again, later and later, until patience is over. */
export async function meetTrouble(turn: Turn, step: PlannedStep, error: unknown): Promise<void> {
  const { deps, record } = turn;
  const known = record.run().steps.find(({ id }) => id === step.id)?.trouble;
  const forMs = known === undefined ? 0 : (await deps.runs.now()) - Date.parse(known.since);
  const count = (known?.count ?? 0) + 1;
  if (forMs > deps.troublePatienceMs) {
    const minutes = Math.round(forMs / 60_000);
    await failRun(turn, error, () => stuckText(step, error, { minutes, count }));
    return;
  }
  deps.logger.warn({ err: error, run: record.run().id, step: step.id, count }, 'a step looks again later');
  const says = troubleText(error);
  await tellWhenOverdue(turn, step, says);
  await endTurn(turn, lookAgainAfter(count), (run, at, resumeAt) => stepTroubled(run, step.id, says, at, resumeAt));
}
