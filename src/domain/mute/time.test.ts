import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, type MuteTime, readTime, timeText, whyNotUntil } from './time.ts';

const now = new Date('2026-11-21T09:30:00Z');
const most = { days: 90, accountName: 'shop-prod' };
const day = 86_400_000;

describe('a time', () => {
  it.each<[string, MuteTime, string]>([
    ['14d moves away', { amount: 14, unit: 'days' }, 'moves away'],
    ['2w x', { amount: 2, unit: 'weeks' }, 'x'],
    ['3mo x', { amount: 3, unit: 'months' }, 'x'],
    ['12h x', { amount: 12, unit: 'hours' }, 'x'],
    ['14 days 3 days of work', { amount: 14, unit: 'days' }, '3 days of work'],
    ['1 Week x', { amount: 1, unit: 'weeks' }, 'x'],
    ['for 2 months x', { amount: 2, unit: 'months' }, 'x'],
    ['until 2026-12-24 x y', { date: '2026-12-24' }, 'x y'],
    ['2026-12-24', { date: '2026-12-24' }, ''],
  ])('is read from %j', (text, time, rest) => {
    expect(readTime(text.split(' '))).toEqual({ time, rest: rest === '' ? [] : rest.split(' ') });
  });

  it.each([
    ['', 'Until when?'],
    ['until', 'Until when?'],
    ['soon', '`soon` is not a time.'],
    ['3m x', '`3m` is not a time. For months write `mo`.'],
    ['3 m', '`3 m` is not a time. For months write `mo`.'],
    ['30 min', 'For months write `mo`.'],
    ['14', '`14` is not a time.'],
    ['14 because', '`14 because` is not a time.'],
    ['-3d', '`-3d` is not a time.'],
    ['1.5d', '`1.5d` is not a time.'],
    ['14dd', '`14dd` is not a time.'],
    ['2026-13-01', '`2026-13-01` is not a day.'],
    ['2026-02-30', '`2026-02-30` is not a day.'],
    ['until 2026-12-24T10:00', 'is not a day.'],
    ['99999999d', 'is not a time.'],
  ])('is not read from %j', (text, problem) => {
    const read = readTime(text.split(' ').filter((word) => word !== ''));
    expect('problem' in read && read.problem).toContain(problem);
  });

  it('never throws, whatever the words, and is read back from what it is written as', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.string({ unit: 'binary' }),
            fc.constantFrom('14d', '2w', 'until', 'for', '2026-12-24', '3', 'days'),
          ),
        ),
        (words) => {
          const read = readTime(words);
          if ('problem' in read) {
            expect(read.problem.length).toBeLessThan(400);
            return;
          }
          expect(words.slice(words.length - read.rest.length)).toEqual(read.rest);
          expect(readTime([timeText(read.time), 'why'])).toEqual({ time: read.time, rest: ['why'] });
        },
      ),
    );
  });
});

const times = fc.oneof(
  fc.record({
    amount: fc.nat({ max: 999_999 }),
    unit: fc.constantFrom('hours', 'days', 'weeks', 'months'),
  }),
  fc.record({
    date: fc
      .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  }),
) as fc.Arbitrary<MuteTime>;

describe('the end of a mute', () => {
  it.each<[MuteTime, string]>([
    [{ amount: 14, unit: 'days' }, '2026-12-05T09:30:00.000Z'],
    [{ amount: 2, unit: 'weeks' }, '2026-12-05T09:30:00.000Z'],
    [{ amount: 1, unit: 'months' }, '2026-12-21T09:30:00.000Z'],
    [{ amount: 90, unit: 'days' }, '2027-02-19T09:30:00.000Z'],
    [{ date: '2026-12-24' }, '2026-12-24T00:00:00.000Z'],
  ])('%j', (time, until) => {
    expect(endOf(time, now, most)).toEqual({ until: new Date(until) });
  });

  it.each<[MuteTime, string]>([
    [{ amount: 0, unit: 'days' }, 'No time at all would mute nothing.'],
    [{ date: '2026-11-21' }, '2026-11-21 has begun already (UTC): choose a later day.'],
    [{ date: '2020-01-01' }, '2020-01-01 has begun already (UTC): choose a later day.'],
    [
      { amount: 3, unit: 'months' },
      'In shop-prod a mute lasts at most 90 days (maxMuteDays): until 2027-02-19 at the latest.',
    ],
    [{ amount: 91, unit: 'days' }, 'a mute lasts at most 90 days'],
    [{ amount: 999_999, unit: 'months' }, 'a mute lasts at most 90 days'],
  ])('is refused for %j', (time, problem) => {
    const end = endOf(time, now, most);
    expect('problem' in end && end.problem).toContain(problem);
  });

  it('is always after now and never beyond what the policy allows', () => {
    fc.assert(
      fc.property(
        times,
        fc.date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 365 }),
        (time, at, days) => {
          const end = endOf(time, at, { days, accountName: 'a' });
          if ('problem' in end) return;
          expect(end.until.getTime()).toBeGreaterThan(at.getTime());
          expect(end.until.getTime()).toBeLessThanOrEqual(at.getTime() + days * day);
          expect(whyNotUntil(end.until, at, { days, accountName: 'a' })).toBeUndefined();
        },
      ),
    );
  });
});
