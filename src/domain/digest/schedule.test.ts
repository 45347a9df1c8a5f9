import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dueDate, instantOf, nextDigest } from './schedule.ts';

const since = '2026-01-01T00:00:00.000Z';
const berlin = { at: '09:00', zone: 'Europe/Berlin', onSince: since };

describe('instantOf', () => {
  it.each([
    ['an ordinary morning', '2026-11-21', '09:00', 'Europe/Berlin', '2026-11-21T08:00:00.000Z'],
    ['half past two, left out in spring', '2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['half past two, shown twice in autumn', '2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['a gap of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['half an hour shown twice', '2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    ['a gap of two hours', '2026-03-29', '01:30', 'Antarctica/Troll', '2026-03-29T01:00:00.000Z'],
    ['midnight, left out', '2026-09-06', '00:00', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['midnight, shown twice', '2026-11-01', '00:00', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['an offset with 45 minutes', '2026-11-21', '09:00', 'Asia/Kathmandu', '2026-11-21T03:15:00.000Z'],
    ['a leap day', '2028-02-29', '23:59', 'UTC', '2028-02-29T23:59:00.000Z'],
  ])('%s', (_, date, at, zone, expected) => {
    expect(instantOf(date, { at, zone })?.toUTC().toISO()).toBe(expected);
  });

  it('knows that Samoa never had the 30th of December 2011', () => {
    const apia = { at: '09:00', zone: 'Pacific/Apia' };
    expect(instantOf('2011-12-30', apia)).toBeUndefined();
    expect(instantOf('2011-12-31', apia)?.toUTC().toISO()).toBe('2011-12-30T19:00:00.000Z');
  });

  it('is the first minute of the date that shows the time or a later one', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/St_Johns');
    const minutes = fc.integer({ min: 0, max: 1_439 });
    const days = fc.integer({ min: 0, max: 365 });
    fc.assert(
      fc.property(zones, days, minutes, (zone, day, minute) => {
        const date = DateTime.utc(2026).plus({ days: day }).toISODate() ?? '';
        const at = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const found = instantOf(date, { at, zone });
        const shown = (time: DateTime) => time.toFormat("yyyy-MM-dd'T'HH:mm");
        if (found === undefined) throw new Error('every date of 2026 is there');
        expect(found.toISODate()).toBe(date);
        expect(shown(found) >= `${date}T${at}`).toBe(true);
        // Before it, no clock of that date has shown the time: the clocks may only have jumped over it.
        expect(shown(found.minus({ minutes: 1 })) < `${date}T${at}`).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('dueDate', () => {
  it('is nothing before the time, the date at it, and nothing once it has had its digest', () => {
    const day = { ...berlin, lastDate: '2026-11-20' };
    expect(dueDate(day, new Date('2026-11-21T07:59:59Z'))).toBeUndefined();
    expect(dueDate(day, new Date('2026-11-21T08:00:00Z'))).toBe('2026-11-21');
    expect(dueDate({ ...day, lastDate: '2026-11-21' }, new Date('2026-11-21T22:00:00Z'))).toBeUndefined();
  });

  it('is one date after days without a worker, the newest', () => {
    expect(dueDate({ ...berlin, lastDate: '2026-11-10' }, new Date('2026-11-21T12:00:00Z'))).toBe('2026-11-21');
    expect(dueDate({ ...berlin, lastDate: '2026-11-10' }, new Date('2026-11-21T03:00:00Z'))).toBe('2026-11-20');
  });

  it('is no time from before it was turned on', () => {
    const day = { ...berlin, onSince: '2026-11-21T10:00:00Z' };
    expect(dueDate(day, new Date('2026-11-21T10:00:30Z'))).toBeUndefined();
    expect(dueDate(day, new Date('2026-11-22T08:00:00Z'))).toBe('2026-11-22');
  });

  it.each([
    ['a later time', { at: '15:00' }],
    ['an earlier time', { at: '06:00' }],
    ['a zone further east', { zone: 'Pacific/Auckland' }],
    ['a zone further west', { zone: 'Pacific/Honolulu' }],
  ])('is not the same date twice after a change to %s', (_, change) => {
    const day = { ...berlin, lastDate: '2026-11-21', ...change };
    for (let hour = 8; hour < 24; hour += 1)
      expect(dueDate(day, new Date(Date.UTC(2026, 10, 21, hour))) ?? '').not.toBe('2026-11-21');
  });

  it('comes at once when its time is moved to one that is over and the date has had none', () => {
    expect(dueDate({ ...berlin, at: '08:00', lastDate: '2026-11-20' }, new Date('2026-11-21T07:30:00Z'))).toBe(
      '2026-11-21',
    );
  });
});

describe('nextDigest', () => {
  it.each([
    ['later today', {}, '2026-11-21T05:00:00Z', '2026-11-21', '2026-11-21T08:00:00.000Z'],
    ['tomorrow', { lastDate: '2026-11-21' }, '2026-11-21T08:00:00Z', '2026-11-22', '2026-11-22T08:00:00.000Z'],
    ['now', { lastDate: '2026-11-20' }, '2026-11-21T09:00:00Z', '2026-11-21', '2026-11-21T09:00:00.000Z'],
    [
      'the day after tomorrow, where tomorrow is told already',
      { zone: 'America/New_York', lastDate: '2026-11-22' },
      '2026-11-21T20:00:00Z',
      '2026-11-23',
      '2026-11-23T14:00:00.000Z',
    ],
  ])('%s', (_, over, now, date, at) => {
    const next = nextDigest({ ...berlin, lastDate: '2026-11-20', ...over }, new Date(now));
    expect({ date: next.date, at: next.at.toISOString() }).toEqual({ date, at });
  });
});
