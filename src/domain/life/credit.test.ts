import { describe, expect, it } from 'vitest';
import { testApproval, testFinding, testPlan } from '../../../test/fakes/engine-stage.ts';
import { target } from '../../../test/helpers/findings.ts';
import type { JudgePlan } from '../remediation/plan.ts';
import type { Run } from '../remediation/run.ts';
import { compare } from './compare.ts';
import { credited, type Effect, effectOf, isCreditable } from './credit.ts';
import type { NewTransition, TransitionKind } from './transition.ts';

const ledger = testFinding(target());
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 9, minute)).toISOString();
const run = (over: Partial<Run> = {}): Run => ({
  id: 'k7f3m2qa',
  version: 9,
  state: 'verified',
  steps: [{ id: 'first', state: 'done' }],
  turn: 1,
  queuedAt: at(1),
  startedAt: at(2),
  finishedAt: at(5),
  judgeAt: at(5),
  judgeUntil: at(40),
  ...over,
});
const approval = (expects: JudgePlan['expects'] = 'pass') => {
  const plan = { ...testPlan([ledger], 'old'), judge: { afterMinutes: 0, withinMinutes: 35, expects } };
  return testApproval('k7f3m2qa', plan);
};
const happened = (kind: TransitionKind, minute: number, over: Partial<NewTransition> = {}): NewTransition => ({
  ...(compare(undefined, ledger, at(0), { kind: 'audit', auditId: 'a' }).transitions[0] as NewTransition),
  kind,
  at: at(minute),
  ...over,
});
const who = (transition: NewTransition, ...effects: readonly (Effect | undefined)[]) =>
  credited(
    transition,
    effects.flatMap((effect) => effect ?? []),
  ).by;
const bob = { kind: 'remediation', approvalId: 'k7f3m2qa', approvedBy: ['U02BOB00001'] };
const audit = { kind: 'audit', auditId: 'a' };

describe('who brought it about', () => {
  const fix = effectOf(run(), approval());

  it('a remediation, from its start until its effect had to show', () => {
    expect([1, 2, 5, 40, 41].map((minute) => who(happened('fixed', minute), fix))).toEqual([
      audit,
      bob,
      bob,
      bob,
      audit,
    ]);
    expect(who(happened('changed', 6), fix)).toEqual(bob);
  });

  it('others, when it is another database or nothing that the remediation was to bring about', () => {
    expect(who(happened('fixed', 6, { findingId: 'another' }), fix)).toEqual(audit);
    for (const kind of ['opened', 'reopened', 'gone', 'unreadable', 'readable', 'exempted', 'muted'] as const)
      expect(who(happened(kind, 6), fix)).toEqual(audit);
  });

  it('others, once an audit has confirmed the effect', () => {
    const settled = effectOf(run({ judgement: { at: at(7), outcome: 'passed', says: 'Fine.' } }), approval());
    expect(who(happened('fixed', 7), settled)).toEqual(bob);
    expect(who(happened('fixed', 8), settled)).toEqual(audit);
    const waiting = effectOf(run({ judgement: { at: at(7), outcome: 'waiting', says: 'Not yet.' } }), approval());
    expect(who(happened('fixed', 8), waiting)).toEqual(bob);
  });

  it('a remediation that is still at work', () => {
    const { finishedAt: _, judgeAt: __, judgeUntil: ___, ...working } = run({ state: 'waiting' });
    expect(who(happened('fixed', 90), effectOf(working, approval()))).toEqual(bob);
    expect(effectOf({ ...working, steps: [{ id: 'first', state: 'todo' }] }, approval())).toBeUndefined();
  });

  it('others, when the remediation did not get through or its plan is not known', () => {
    for (const state of ['failed', 'stale', 'cancelled'] as const)
      expect(effectOf(run({ state }), approval())).toBeUndefined();
    const { plan: _, ...planless } = approval();
    expect(effectOf(run(), planless)).toBeUndefined();
  });

  it('an undo, when it comes back', () => {
    const undo = effectOf(run(), approval('anything'));
    expect(who(happened('reopened', 6), undo)).toEqual(bob);
    expect(who(happened('fixed', 6), undo)).toEqual(audit);
    expect(who(happened('reopened', 41), undo)).toEqual(audit);
  });

  it('the newest of several', () => {
    const second = effectOf(run({ id: 'second', startedAt: at(4) }), { ...approval(), id: 'second' });
    expect(who(happened('fixed', 6), fix, second)).toMatchObject({ approvalId: 'second' });
    expect(who(happened('fixed', 6), second, fix)).toMatchObject({ approvalId: 'second' });
    expect(who(happened('fixed', 3), second, fix)).toMatchObject({ approvalId: 'k7f3m2qa' });
  });

  it('is looked up only for what a remediation can do', () => {
    expect(isCreditable(happened('fixed', 1))).toBe(true);
    expect(isCreditable(happened('opened', 1))).toBe(false);
  });
});
