import { changeWindows } from '../../../../domain/approval/change-window.ts';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';

/** Renaming and stopping take about this long; a name is not touched when less of the window is left. Minutes. */
export const minutesForNames = 15;

/** Why the change window does not allow to begin with the names; undefined when it does. */
export function whyOutsideWindow(
  { policy, now }: Pick<StepContext, 'policy' | 'now'>,
  minutes: number,
): string | undefined {
  const { open } = changeWindows(policy, now, 0);
  if (open === undefined) return `the change window (${policy.changeWindow}) is closed`;
  const left = Math.floor((open.end.getTime() - now.getTime()) / 60_000);
  const when = left === 0 ? 'within a minute' : `in ${plural(left, 'minute')}`;
  return left < minutes ? `the change window (${policy.changeWindow}) closes ${when}` : undefined;
}
