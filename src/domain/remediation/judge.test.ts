import { describe, expect, it } from 'vitest';
import { testFinding, testPlan } from '../../../test/fakes/engine-stage.ts';
import { target } from '../../../test/helpers/findings.ts';
import { verdictOn } from './judge.ts';
import type { Run } from './run.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const finding = testFinding(target());
const plan = testPlan([finding], 'old');
const run = (over: Partial<Run> = {}): Run => ({
  id: 'r',
  version: 9,
  state: 'verified',
  steps: [],
  turn: 3,
  queuedAt: '2026-11-21T09:00:00.000Z',
  finishedAt: '2026-11-21T09:30:00.000Z',
  judgeUntil: '2026-11-21T10:30:00.000Z',
  ...over,
});

describe('verdictOn', () => {
  it('is settled when the findings pass, or their database is gone', () => {
    const passed = {
      judgement: {
        at: '2026-11-21T10:00:00.000Z',
        outcome: 'passed',
        says: 'A new audit finds nothing wrong with ledger.',
      },
    };
    expect(verdictOn(run(), plan, [{ ...finding, status: 'pass' }], now)).toEqual(passed);
    expect(verdictOn(run(), plan, [], now)).toEqual(passed);
  });

  it('waits, ever longer, while they fail or cannot be read, but not beyond the deadline', () => {
    const failing = (over: Partial<Run>) => verdictOn(run(over), plan, [finding], now);
    expect(failing({})).toMatchObject({
      judgement: { outcome: 'waiting', says: 'The effect does not show yet. ledger: Things are missing.' },
      againMs: 60_000,
    });
    expect(failing({ judgements: 3 }).againMs).toBe(480_000);
    expect(failing({ judgements: 9 }).againMs).toBe(1_800_000);
    expect(verdictOn(run(), plan, undefined, now).judgement.says).toContain('could not be read');
    expect(verdictOn(run(), plan, [{ ...finding, status: 'unknown' }], now).judgement.outcome).toBe('waiting');
  });

  it('says when it did not show in time', () => {
    expect(verdictOn(run(), plan, [finding], Date.parse('2026-11-21T10:30:00Z'))).toEqual({
      judgement: {
        at: '2026-11-21T10:30:00.000Z',
        outcome: 'given-up',
        says: 'The change was made 60 minutes ago, and an audit still does not show its effect. ledger: Things are missing. Look at it in the AWS console; then audit again.',
      },
    });
  });

  it('takes what it finds after an undo', () => {
    const undo = { ...plan, judge: { afterMinutes: 0, withinMinutes: 60, expects: 'anything' as const } };
    const { judgement, againMs } = verdictOn(run(), undo, [finding], now);
    expect([judgement.outcome, againMs]).toEqual(['passed', undefined]);
    expect(judgement.says).toBe('A new audit says of it: ledger: Things are missing.');
  });
});
