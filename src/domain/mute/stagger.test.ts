import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mute } from './mute.ts';
import { dayMs, nextReturn, returnsAt, returnsBetween, spreadDays, staggered } from './stagger.ts';

const start = Date.parse('2026-11-21T09:00:00Z');
const mute = (over: Partial<Mute> = {}): Mute => ({
  id: 'abcd2345',
  subject: { kind: 'account-rule', accountId: '111111111111', ruleId: 'aurora-backtrack-enabled' },
  accountId: '111111111111',
  label: 'aurora-backtrack-enabled (payments-prod)',
  until: new Date(start + 30 * dayMs).toISOString(),
  reason: 'next quarter',
  by: 'U1',
  at: new Date(start).toISOString(),
  ...over,
});
const until = fc.integer({ min: 1, max: 365 * 24 }).map((hours) => start + hours * 3_600_000);

describe('findings that were muted together', () => {
  it('come back over some days, each on the same day whenever it is asked, and none later than the end', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 20_000 }),
        until,
        fc.array(fc.string(), { maxLength: 30 }),
        fc.string(),
        (count, end, ids, id) => {
          const days = spreadDays(count, start, end);
          const one = mute({ id, until: new Date(end).toISOString(), spreadDays: days });
          const [first, last] = returnsBetween(one);
          expect(days).toBeLessThanOrEqual(7);
          expect(first).toBeGreaterThan(start);
          expect(last).toBe(end);
          for (const finding of ids) {
            const back = returnsAt(one, finding);
            expect(back).toBeLessThanOrEqual(end);
            expect(back).toBeGreaterThanOrEqual(first);
            expect((end - back) % dayMs).toBe(0);
            expect(returnsAt({ ...one }, finding)).toBe(back);
          }
        },
      ),
    );
  });

  it('do not all come back on one day', () => {
    const one = mute({ spreadDays: spreadDays(200, start, start + 60 * dayMs) });
    const days = new Map<number, number>();
    for (let n = 0; n < 200; n += 1) {
      const back = returnsAt(one, `finding-${n}`);
      days.set(back, (days.get(back) ?? 0) + 1);
    }
    expect(days.size).toBe(8);
    expect(Math.max(...days.values())).toBeLessThan(60);
  });

  it.each([
    [1, 30, 0],
    [3, 30, 0],
    [4, 30, 1],
    [12, 30, 3],
    [10_000, 90, 7],
    [10_000, 14, 2],
    [10_000, 4, 0],
  ])('%i of them for %i days: over %i days', (count, days, spread) => {
    expect(spreadDays(count, start, start + days * dayMs)).toBe(spread);
  });

  it('are told of share by share, until nothing is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), until, fc.integer({ min: -400, max: 800 }), (days, end, offset) => {
        const one = mute({ until: new Date(end).toISOString(), spreadDays: days });
        const at = end + offset * 3_600_000;
        const next = nextReturn(one, at);
        if (next === undefined) {
          expect(at).toBeGreaterThanOrEqual(end);
          return;
        }
        expect(next).toBeGreaterThan(at);
        expect(next).toBeLessThanOrEqual(end);
        expect((end - next) % dayMs).toBe(0);
      }),
    );
  });
});

describe('mutes that end on one day', () => {
  const others = (count: number, end: number) =>
    Array.from({ length: count }, (_, n) => mute({ id: `other-${n}`, until: new Date(end).toISOString() }));

  it('are moved forward, never back, by what the id draws', () => {
    fc.assert(
      fc.property(fc.string(), until, fc.nat({ max: 50 }), (id, end, count) => {
        const moved = staggered(id, start, end, others(count, end));
        expect(moved).toBeLessThanOrEqual(end);
        expect(moved).toBeGreaterThan(start);
        expect((end - moved) % dayMs).toBe(0);
        expect(end - moved).toBeLessThanOrEqual(7 * dayMs);
        expect(staggered(id, start, end, others(count, end))).toBe(moved);
      }),
    );
  });

  it('are left alone while they are few', () => {
    const end = start + 30 * dayMs;
    expect(staggered('x', start, end, others(2, end))).toBe(end);
    expect(staggered('x', start, end, others(50, end + dayMs))).toBe(end);
  });

  it('do not stay together when they are many', () => {
    const end = start + 60 * dayMs;
    const made: Mute[] = [];
    for (let n = 0; n < 40; n += 1)
      made.push(mute({ id: `id-${n}`, until: new Date(staggered(`id-${n}`, start, end, made)).toISOString() }));
    expect(new Set(made.map((each) => each.until)).size).toBeGreaterThan(4);
  });
});
