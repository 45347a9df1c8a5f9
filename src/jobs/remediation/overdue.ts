import type { PlannedStep } from '../../domain/remediation/plan.ts';
import { overdue } from '../../domain/remediation/transitions.ts';
import { overdueText } from '../../domain/remediation/words.ts';
import type { Turn } from './turn.ts';

/** True when the step is past its deadline. Somebody is asked once; it goes on being looked at. */
export async function tellWhenOverdue({ deps, record }: Turn, step: PlannedStep, says: string): Promise<boolean> {
  const { overdueSince, steps } = record.run();
  if (overdueSince !== undefined) return true;
  const startedAt = steps.find(({ id }) => id === step.id)?.startedAt;
  if (startedAt === undefined) return false;
  if ((await deps.runs.now()) - Date.parse(startedAt) <= step.deadlineMinutes * 60_000) return false;
  await record.commit((run, at) => overdue(run, step.id, at, overdueText(step, says)));
  return true;
}
