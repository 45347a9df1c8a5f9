import { describe, expect, it } from 'vitest';
import { approval, rehearsalPlan, run } from '../../../test/helpers/approval-screens.ts';
import type { Run } from '../../domain/remediation/run.ts';
import { timesText } from './run-times.ts';

const plan = rehearsalPlan();
const titles = plan.steps.map(({ title }) => title);

/** Steps that took so many seconds each, one after the other. */
function ended(seconds: readonly number[], state: Run['state'] = 'verified'): Run {
  let at = Date.parse('2026-11-21T12:00:00Z');
  const steps = plan.steps.slice(0, seconds.length).map(({ id }, index) => {
    const startedAt = new Date(at).toISOString();
    at += (seconds[index] ?? 0) * 1_000;
    return { id, state: 'done' as const, startedAt, finishedAt: new Date(at).toISOString() };
  });
  return { ...run(plan, state, steps.length), steps };
}

describe('the times of a run', () => {
  it('are told step by step, with their units', () => {
    const text = timesText(approval(plan), ended([240, 45, 7_500, 0]));
    expect(text).toBe(`Measured: ${titles[0]}: 4 min · ${titles[1]}: 45 s · ${titles[2]}: 2 h 5 min`);
  });

  it('are not told of a short run, of one that failed, or where nothing took long', () => {
    expect(timesText(approval(plan), ended([240, 45]))).toBe('');
    expect(timesText(approval(plan), ended([240, 45, 90, 60], 'failed'))).toBe('');
    expect(timesText(approval(plan), ended([0, 0, 0, 0]))).toBe('');
  });
});
