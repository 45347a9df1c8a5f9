import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayPoint, seriesInWords } from './series.ts';

/** Days up to 21 November 2026; what is not given was not audited. */
const series = (open: readonly (number | null)[], opened = 0, fixed = 0): DayPoint[] =>
  open.map((count, index) => ({
    day: new Date(Date.UTC(2026, 10, 22 - open.length + index)).toISOString().slice(0, 10),
    open: count,
    opened: index === open.length - 1 ? opened : 0,
    fixed: index === open.length - 1 ? fixed : 0,
  }));

describe('seriesInWords', () => {
  it.each<[string, DayPoint[], string]>([
    [
      'a month',
      series([10, 19, 17, 15, 15, 15, 15, 15, 14, 12], 8, 11),
      '12 open today, 17 a week ago, most 19 on 13 Nov; 8 new and 11 fixed in 10 days',
    ],
    ['the highest is now', series([3, 5], 2), '5 open today, never more; 2 new and 0 fixed in 2 days'],
    ['always the same', series([4, 4, 4]), '4 open today; 0 new and 0 fixed in 3 days'],
    ['one day', series([0]), '0 open today; 0 new and 0 fixed in 1 day'],
    [
      'thousands',
      series([12_000, 1_200], 0, 10_800),
      '1,200 open today, most 12,000 on 20 Nov; 0 new and 10,800 fixed in 2 days',
    ],
    [
      'a hole',
      series([4, null, 2], 0, 2),
      '2 open today, most 4 on 19 Nov; 0 new and 2 fixed in 3 days; no data on 1 day',
    ],
    [
      'no audit a week ago',
      series([null, 3, 3, 3, 3, 3, 3, 3]),
      '3 open today; 0 new and 0 fixed in 8 days; no data on 1 day',
    ],
    [
      'not today',
      series([7, 9, 9, 9, 9, 9, 9, null]),
      'not audited today, 9 open on 20 Nov, never more; 0 new and 0 fixed in 8 days; no data on 1 day',
    ],
    ['never', series([null, null]), 'not audited in the last 2 days'],
  ])('%s', (_, given, words) => {
    expect(seriesInWords(given)).toBe(words);
  });

  it('says "a week ago" of the eighth day from the end, and never takes a hole for a zero', () => {
    const count = fc.option(fc.nat(5_000), { nil: null });
    fc.assert(
      fc.property(fc.array(count, { minLength: 8, maxLength: 40 }), (counts) => {
        const words = seriesInWords(series(counts));
        const [today, week] = [counts.at(-1), counts.at(-8)];
        expect(words.includes(' a week ago')).toBe(typeof today === 'number' && typeof week === 'number');
        if (typeof today === 'number')
          expect(words.startsWith(`${today.toLocaleString('en-US')} open today`)).toBe(true);
        expect(words.includes('no data')).toBe(counts.includes(null) && counts.some((each) => each !== null));
      }),
    );
  });
});
