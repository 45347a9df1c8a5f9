import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ended } from './ending.ts';
import { nextMove } from './next-move.ts';
import type { PlannedStep } from './plan.ts';
import type { Run } from './run.ts';
import {
  handedOver,
  overdue,
  started,
  stepDone,
  stepStarted,
  stepTroubled,
  stepWaits,
  stopAsked,
} from './transitions.ts';

const at = '2026-11-21T09:00:00.000Z';
const steps = (count: number): PlannedStep[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `s${n}`,
    step: 'do',
    title: `Do ${n}`,
    input: n,
    before: null,
    ifStopped: 'Nothing.',
    deadlineMinutes: 5,
  }));
const run = (count: number, over: Partial<Run> = {}): Run => ({
  id: 'r',
  version: 1,
  state: 'queued',
  steps: steps(count).map(({ id }) => ({ id, state: 'todo' })),
  turn: 0,
  queuedAt: at,
  ...over,
});

describe('nextMove', () => {
  const plan = steps(3);

  it('is the first step that is not done, and nothing after the end', () => {
    expect(nextMove(run(3), plan)).toMatchObject({ do: 'step', step: { id: 's0' }, at: { state: 'todo' } });
    const second = stepDone(run(3), 's0', {}, at).run;
    expect(nextMove(second, plan)).toMatchObject({ do: 'step', step: { id: 's1' } });
    expect(nextMove(ended(second, { state: 'failed' }, at).run, plan)).toEqual({ do: 'nothing' });
    expect(nextMove(run(0), [])).toEqual({ do: 'finish' });
  });

  it('stops between steps, in the middle of one only past its deadline, and not when all is done', () => {
    const doing = stepStarted(run(3), 's0', at).run;
    expect(nextMove(stopAsked(run(3), 'U').run, plan)).toMatchObject({ do: 'cancel', before: { id: 's0' } });
    expect(nextMove(stopAsked(doing, 'U').run, plan)).toMatchObject({ do: 'step', step: { id: 's0' } });
    const late = overdue(stopAsked(doing, 'U').run, 's0', at, 'late').run;
    expect(nextMove(late, plan)).toMatchObject({ do: 'cancel', before: { id: 's0' } });
    const done = plan.reduce((current, { id }) => stepDone(current, id, {}, at).run, stopAsked(run(3), 'U').run);
    expect(nextMove(done, plan)).toEqual({ do: 'finish' });
  });

  it('leads through all steps in order, each effect once, wherever workers die', () => {
    type Fate = 'live' | 'die before' | 'die after the effect' | 'wait' | 'trouble';
    const fate = fc.constantFrom<Fate>('live', 'die before', 'die after the effect', 'wait', 'trouble');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fate, { maxLength: 60 }), (count, fates) => {
        const plan = steps(count);
        const effects: string[] = [];
        const looks: string[] = [];
        let stored = started(run(count), at).run;
        const left = [...fates];
        for (;;) {
          const move = nextMove(stored, plan);
          if (move.do !== 'step') {
            expect(move.do).toBe('finish');
            break;
          }
          const { id } = move.step;
          if (move.at.state === 'todo') stored = stepStarted(stored, id, at).run;
          const next = left.shift() ?? 'live';
          looks.push(id);
          if (next !== 'die before' && !effects.includes(id)) effects.push(id);
          if (next === 'live') stored = stepDone(stored, id, { output: id }, at).run;
          if (next === 'wait') stored = stepWaits(stored, id, { says: 'at work', memory: 1 }, at).run;
          if (next === 'trouble') stored = stepTroubled(stored, id, 'no answer', at, at).run;
          if (next.startsWith('die')) stored = handedOver(stored, at, 'it died').run;
        }
        expect(effects).toEqual(plan.map(({ id }) => id));
        expect(looks).toEqual([...looks].sort());
        expect(stored.steps.every(({ state }) => state === 'done')).toBe(true);
        expect(stored.steps.map(({ output }) => output)).toEqual(plan.map(({ id }) => id));
      }),
    );
  });
});

describe('a change', () => {
  it('counts the version up by one, and a turn that ends has another number', () => {
    const doing = stepStarted(run(2), 's0', at).run;
    const changes = [
      started(run(2), at),
      stepDone(doing, 's0', {}, at),
      stepWaits(doing, 's0', { says: 'x' }, at),
      stepTroubled(doing, 's0', 'x', at, at),
      handedOver(doing, at, 'x'),
      stopAsked(doing, 'U'),
      ended(doing, { state: 'cancelled' }, at),
    ];
    expect(changes.map((change) => change.run.version)).toEqual([2, 3, 3, 3, 3, 3, 3]);
    expect(changes.map((change) => change.run.turn)).toEqual([0, 0, 1, 1, 1, 0, 0]);
    expect(stopAsked(stopAsked(doing, 'U1').run, 'U2').run.stopAskedBy).toBe('U1');
  });

  it('that only looks again shows and logs nothing', () => {
    const waiting = stepWaits(stepStarted(run(1), 's0', at).run, 's0', { says: 'at work' }, at);
    expect(waiting).toMatchObject({ shows: true, trail: { what: 'run.waiting' } });
    const again = stepWaits(waiting.run, 's0', { says: 'at work' }, at);
    expect(again.shows).toBe(false);
    expect(again.trail).toBeUndefined();
    expect(stepWaits(again.run, 's0', { says: '42 % done' }, at).shows).toBe(true);
  });
});
