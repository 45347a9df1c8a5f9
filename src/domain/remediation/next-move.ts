import type { PlannedStep } from './plan.ts';
import { isFinal, type Run, type StepRun } from './run.ts';

export type Move =
  | { readonly do: 'nothing' }
  | { readonly do: 'step'; readonly step: PlannedStep; readonly at: StepRun }
  /** Stop was pressed; `before` is the step that is not carried out any more, or not to its end. */
  | { readonly do: 'cancel'; readonly before: PlannedStep }
  | { readonly do: 'finish' };

/**
 * What a run does next: the first step that is not done, in the approved order. Stop takes effect between steps, or
 * in the middle of one that is past its deadline.
 */
export function nextMove(run: Run, steps: readonly PlannedStep[]): Move {
  if (isFinal(run)) return { do: 'nothing' };
  for (const step of steps) {
    const at = run.steps.find(({ id }) => id === step.id) ?? { id: step.id, state: 'todo' };
    if (at.state === 'done') continue;
    const between = at.state === 'todo' || run.overdueSince !== undefined;
    return run.stopAskedBy !== undefined && between ? { do: 'cancel', before: step } : { do: 'step', step, at };
  }
  return { do: 'finish' };
}
