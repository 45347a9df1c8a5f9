import type { Policy } from '../policy.ts';
import type { Plan } from '../remediation/plan.ts';
import { plural } from '../words.ts';
import { changeWindows } from './change-window.ts';
import { type Refused, refuse } from './refusal.ts';
import { moment } from './wording.ts';

type WindowPolicy = Pick<Policy, 'changeWindow' | 'freezeWindows'>;

/** Minutes that a run of this plan takes: as measured, otherwise no longer than its steps' deadlines together. */
export const minutesOf = ({ needsMinutes, steps }: Pick<Plan, 'needsMinutes' | 'steps'>): number =>
  needsMinutes ?? steps.reduce((sum, { deadlineMinutes }) => sum + deadlineMinutes, 0);

/** Why a change that takes `needsMinutes` may not be started at this moment; undefined when it may. */
export function whyNotNow(policy: WindowPolicy, now: Date, needsMinutes: number): Refused | undefined {
  const { open, fitting } = changeWindows(policy, now, needsMinutes);
  if (open !== undefined && fitting?.start.getTime() === open.start.getTime()) return undefined;
  const needs = `It needs about ${plural(Math.ceil(needsMinutes), 'minute')}`;
  const later =
    fitting === undefined
      ? `${needs}, and no window of ${policy.changeWindow} in the next year is that long and free of freezes.`
      : `Next window: ${moment(fitting.start)} to ${moment(fitting.end)}.`;
  const why =
    open === undefined
      ? `Now is outside the change window (${policy.changeWindow}) or in a freeze.`
      : `${needs}, and the window closes at ${moment(open.end)}.`;
  return refuse('outside-window', `${why} ${later}`);
}
