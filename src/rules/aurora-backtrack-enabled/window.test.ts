import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../domain/policy.ts';
import { knownRegions } from '../../domain/regions.ts';
import { duration, roughly } from './duration.ts';
import { hasBacktrack } from './regions.ts';
import { firstLook } from './verdict.ts';
import { looksShort, reachSeconds } from './window.ts';
import { windowReport } from './window-events.ts';

const now = new Date('2026-11-21T09:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const windows = fc.integer({ min: 1, max: 259_200 });

describe('a window in force', () => {
  it('passes exactly when it reaches the minimum, whatever the Region', () => {
    fc.assert(
      fc.property(
        windows,
        fc.constantFrom(...knownRegions),
        fc.integer({ min: 1, max: 72 }),
        (BacktrackWindow, region, minBacktrackWindowHours) => {
          const verdict = firstLook({
            cluster: { Engine: 'aurora-mysql', BacktrackWindow, EarliestBacktrackTime: ago(BacktrackWindow) },
            target: { accountId: '111111111111', region },
            policy: { ...defaultPolicy, minBacktrackWindowHours },
            now,
          });
          expect(verdict).toMatchObject({
            status: BacktrackWindow >= minBacktrackWindowHours * 3600 ? 'pass' : 'fail',
          });
        },
      ),
    );
  });

  it('looks short exactly when neither its size nor the age of the cluster explains the earliest time', () => {
    const reaches = fc.integer({ min: 0, max: 400_000 });
    fc.assert(
      fc.property(windows, reaches, fc.integer({ min: 0, max: 800_000 }), (window, reach, age) => {
        const facts = { BacktrackWindow: window, EarliestBacktrackTime: ago(reach), ClusterCreateTime: ago(age) };
        const explained = reach >= window - 300 || reach >= age - 3_900;
        expect(looksShort(facts, now)).toBe(!explained);
        expect(reachSeconds(facts, now)).toBe(reach);
      }),
    );
  });

  it('of which AWS tells less is never explained by what is missing', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 0, max: 300_000 }), (window, reach) => {
        const told = looksShort(
          { BacktrackWindow: window, EarliestBacktrackTime: ago(reach), ClusterCreateTime: ago(1_000_000) },
          now,
        );
        const ageless = looksShort({ BacktrackWindow: window, EarliestBacktrackTime: ago(reach) }, now);
        expect(ageless).toBe(told);
        expect(looksShort({ BacktrackWindow: window }, now)).toBe(window > 300);
      }),
    );
  });
});

describe('events', () => {
  const cut = 'The actual Backtrack window is smaller than the target Backtrack window you specified.';
  const whole = 'The actual Backtrack window is the same as the target Backtrack window.';
  const event = fc.record({
    SourceIdentifier: fc.constantFrom('orders-1', 'orders-2', 'billing-1'),
    Message: fc.constantFrom(cut, whole),
    Date: fc.integer({ min: 0, max: 1_209_600 }).map(ago),
  });

  it('say the same in any order: the newest of its own members counts', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(event, { maxLength: 12, selector: (each) => each.Date.getTime() })
          .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))),
        ([events, shuffled]) => {
          const members = new Set(['orders-1', 'orders-2']);
          const newest = events
            .filter(({ SourceIdentifier }) => members.has(SourceIdentifier))
            .sort((a, b) => b.Date.getTime() - a.Date.getTime())[0];
          const expected = newest?.Message === cut ? { state: 'cut', at: newest.Date } : { state: 'whole' };
          expect(windowReport(events, members)).toEqual(expected);
          expect(windowReport(shuffled, members)).toEqual(expected);
        },
      ),
    );
  });
});

describe('hasBacktrack', () => {
  const region = fc.constantFrom(...knownRegions);
  const overrides = fc.array(
    fc.tuple(fc.constantFrom('+', '-'), region).map(([sign, name]) => `${sign}${name}`),
    { maxLength: 6 },
  );

  it('follows the last override of a Region and leaves the others to the table', () => {
    fc.assert(
      fc.property(region, overrides, (name, list) => {
        const own = list.filter((each) => each.slice(1) === name);
        expect(hasBacktrack(name, list)).toBe(own.length > 0 ? own.at(-1) === `+${name}` : hasBacktrack(name, []));
      }),
    );
  });

  it('knows the 15 Regions of the table', () => {
    expect(knownRegions.filter((name) => hasBacktrack(name, [])).sort()).toEqual([
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'ca-central-1',
      'eu-central-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
    ]);
  });
});

describe('duration', () => {
  it.each([
    [3600, '1 h'],
    [259_200, '72 h'],
    [90, '90 s'],
    [120, '2 min'],
    [1, '1 s'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('loses nothing: the seconds can be read back', () => {
    const units: Readonly<Record<string, number>> = { h: 3600, min: 60, s: 1 };
    fc.assert(
      fc.property(windows, (seconds) => {
        const [number = '', unit = ''] = duration(seconds).replaceAll(',', '').split(' ');
        expect(Number(number) * (units[unit] ?? 0)).toBe(seconds);
      }),
    );
  });
});

describe('roughly', () => {
  it.each([
    [-5, '0 min'],
    [59, '0 min'],
    [240, '4 min'],
    [7_199, '119 min'],
    [7_200, '2 h'],
    [172_799, '47 h'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(roughly(seconds)).toBe(text);
  });
});
