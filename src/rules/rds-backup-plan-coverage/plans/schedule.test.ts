import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSchedule } from './schedule.ts';

/** 21 November 2026 is a Saturday. */
const now = new Date('2026-11-21T09:00:00Z');

const around = (expression: string, timezone?: string, moment = now) => {
  const schedule = parseSchedule(expression, timezone);
  return (
    schedule && [
      ...schedule.runsBefore(moment, 2).map((run) => run.toISOString().slice(0, 16)),
      schedule.runAfter(moment)?.toISOString().slice(0, 16),
    ]
  );
};

describe('parseSchedule, by hand', () => {
  it.each<[string, string[]]>([
    ['cron(0 5 ? * * *)', ['2026-11-21T05:00', '2026-11-20T05:00', '2026-11-22T05:00']],
    ['cron(0 5 * * ? *)', ['2026-11-21T05:00', '2026-11-20T05:00', '2026-11-22T05:00']],
    ['cron(30 23 ? * * *)', ['2026-11-20T23:30', '2026-11-19T23:30', '2026-11-21T23:30']],
    ['cron(0 * ? * * *)', ['2026-11-21T08:00', '2026-11-21T07:00', '2026-11-21T10:00']],
    ['cron(0/20 * * * ? *)', ['2026-11-21T08:40', '2026-11-21T08:20', '2026-11-21T09:20']],
    ['cron(15 0/6 ? * * *)', ['2026-11-21T06:15', '2026-11-21T00:15', '2026-11-21T12:15']],
    ['cron(0 8-10 ? * * *)', ['2026-11-21T08:00', '2026-11-20T10:00', '2026-11-21T10:00']],
    ['cron(0 22-1 ? * * *)', ['2026-11-21T01:00', '2026-11-21T00:00', '2026-11-21T22:00']],
    // 1 is Sunday
    ['cron(0 5 ? * 1 *)', ['2026-11-15T05:00', '2026-11-08T05:00', '2026-11-22T05:00']],
    ['cron(0 5 ? * SUN *)', ['2026-11-15T05:00', '2026-11-08T05:00', '2026-11-22T05:00']],
    ['cron(0 5 ? * 7 *)', ['2026-11-21T05:00', '2026-11-14T05:00', '2026-11-28T05:00']],
    ['cron(0 5 ? * sat *)', ['2026-11-21T05:00', '2026-11-14T05:00', '2026-11-28T05:00']],
    ['cron(0 5 ? * 2-6 *)', ['2026-11-20T05:00', '2026-11-19T05:00', '2026-11-23T05:00']],
    ['cron(0 5 ? * MON-FRI *)', ['2026-11-20T05:00', '2026-11-19T05:00', '2026-11-23T05:00']],
    ['cron(0 5 ? * FRI-MON *)', ['2026-11-21T05:00', '2026-11-20T05:00', '2026-11-22T05:00']],
    ['cron(0 5 ? * TUE,THU *)', ['2026-11-19T05:00', '2026-11-17T05:00', '2026-11-24T05:00']],
    ['cron(0 5 ? * 2/2 *)', ['2026-11-20T05:00', '2026-11-18T05:00', '2026-11-23T05:00']],
    // L, W and #
    ['cron(0 5 L * ? *)', ['2026-10-31T05:00', '2026-09-30T05:00', '2026-11-30T05:00']],
    ['cron(0 5 LW * ? *)', ['2026-10-30T05:00', '2026-09-30T05:00', '2026-11-30T05:00']],
    // 15 November 2026 is a Sunday: the nearest weekday is Monday the 16th. 15 August was a Saturday: Friday the 14th.
    ['cron(0 5 15W * ? *)', ['2026-11-16T05:00', '2026-10-15T05:00', '2026-12-15T05:00']],
    ['cron(0 5 15W 8 ? *)', ['2026-08-14T05:00', '2025-08-15T05:00', '2027-08-16T05:00']],
    // 1 August 2026 is a Saturday, and the nearest weekday must be in the same month.
    ['cron(0 5 1W 8 ? *)', ['2026-08-03T05:00', '2025-08-01T05:00', '2027-08-02T05:00']],
    ['cron(0 5 ? * L *)', ['2026-11-21T05:00', '2026-11-14T05:00', '2026-11-28T05:00']],
    ['cron(0 5 ? * 6L *)', ['2026-10-30T05:00', '2026-09-25T05:00', '2026-11-27T05:00']],
    ['cron(0 5 ? * 3#2 *)', ['2026-11-10T05:00', '2026-10-13T05:00', '2026-12-08T05:00']],
    ['cron(0 5 ? * MON#1 *)', ['2026-11-02T05:00', '2026-10-05T05:00', '2026-12-07T05:00']],
    // months and years
    ['cron(0 5 1 * ? *)', ['2026-11-01T05:00', '2026-10-01T05:00', '2026-12-01T05:00']],
    ['cron(0 5 1 1/3 ? *)', ['2026-10-01T05:00', '2026-07-01T05:00', '2027-01-01T05:00']],
    ['cron(0 5 1 JAN,JUL ? *)', ['2026-07-01T05:00', '2026-01-01T05:00', '2027-01-01T05:00']],
    ['cron(0 5 1 NOV-FEB ? *)', ['2026-11-01T05:00', '2026-02-01T05:00', '2026-12-01T05:00']],
    ['cron(0 5 31 * ? *)', ['2026-10-31T05:00', '2026-08-31T05:00', '2026-12-31T05:00']],
    ['cron(0 5 29 2 ? *)', ['2024-02-29T05:00', '2020-02-29T05:00', '2028-02-29T05:00']],
    ['cron(0 5 1 * ? 2026-2027)', ['2026-11-01T05:00', '2026-10-01T05:00', '2026-12-01T05:00']],
    ['rate(12 hours)', ['2026-11-20T21:00', '2026-11-20T09:00', '2026-11-21T21:00']],
    ['rate(1 day)', ['2026-11-20T09:00', '2026-11-19T09:00', '2026-11-22T09:00']],
    ['rate(90 minutes)', ['2026-11-21T07:30', '2026-11-21T06:00', '2026-11-21T10:30']],
    ['0 12 * * ? *', ['2026-11-20T12:00', '2026-11-19T12:00', '2026-11-21T12:00']],
  ])('%s', (expression, expected) => {
    expect(around(expression)).toEqual(expected);
  });

  it('counts in the time zone of the rule, summer and winter', () => {
    expect(around('cron(0 5 ? * * *)', 'America/New_York')).toEqual([
      '2026-11-20T10:00',
      '2026-11-19T10:00',
      '2026-11-21T10:00',
    ]);
    // Berlin leaves summer time on 25 October 2026.
    expect(around('cron(0 5 ? * * *)', 'Europe/Berlin', new Date('2026-10-25T09:00:00Z'))).toEqual([
      '2026-10-25T04:00',
      '2026-10-24T03:00',
      '2026-10-26T04:00',
    ]);
    // 02:30 does not exist in Berlin on 29 March 2026; the run is not lost.
    expect(around('cron(30 2 ? * * *)', 'Europe/Berlin', new Date('2026-03-29T09:00:00Z'))).toEqual([
      '2026-03-29T01:00',
      '2026-03-28T01:30',
      '2026-03-30T00:30',
    ]);
    expect(around('cron(0 22 ? * 7 *)', 'Asia/Tokyo')).toEqual([
      '2026-11-14T13:00',
      '2026-11-07T13:00',
      '2026-11-21T13:00',
    ]);
  });

  it('knows a schedule that has not begun, and one that has ended', () => {
    expect(around('cron(0 5 1 1 ? 2027)')).toEqual(['2027-01-01T05:00']);
    expect(around('cron(0 5 1 1 ? 2025)')).toEqual(['2025-01-01T05:00', undefined]);
    expect(around('cron(0 5 31 2 ? *)')).toEqual([undefined]);
  });

  it.each([
    '',
    'daily',
    'cron()',
    'cron(0 5 * * *)',
    'cron(0 5 ? * * * *)',
    'cron(0 5 5 * MON *)',
    'cron(99 5 ? * * *)',
    'cron(0 24 ? * * *)',
    'cron(0 5 ? * 0 *)',
    'cron(0 5 ? * 8 *)',
    'cron(0 5 ? * FUNDAY *)',
    'cron(0 5 32 * ? *)',
    'cron(0 5 L-3 * ? *)',
    'rate(0 hours)',
    'rate(-1 hours)',
    'rate(1 fortnight)',
    'rate(1.5 hours)',
    'at(2026-11-21T09:00:00)',
  ])('does not understand "%s"', (expression) => {
    expect(parseSchedule(expression)).toBeUndefined();
  });

  it('does not understand a time zone that does not exist', () => {
    expect(parseSchedule('cron(0 5 ? * * *)', 'Mars/Olympus')).toBeUndefined();
    expect(parseSchedule('rate(1 day)', '')).toBeUndefined();
  });
});

describe('parseSchedule', () => {
  it('never throws, and its runs are in order', () => {
    const field = fc.oneof(
      fc.constantFrom('*', '?', 'L', 'LW', '1W', '6L', '3#2', '1/3', '*/5', '2-6', '20-3', 'MON-FRI', 'JAN', '0', '59'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 5, maxLength: 7 }),
        fc.constantFrom('UTC', 'Asia/Tokyo'),
        (fields, zone) => {
          const schedule = parseSchedule(`cron(${fields.join(' ')})`, zone);
          const [last, before] = schedule?.runsBefore(now, 2) ?? [];
          const next = schedule?.runAfter(now);
          if (last !== undefined) expect(last.getTime()).toBeLessThan(now.getTime());
          if (before !== undefined) expect(before.getTime()).toBeLessThan(last?.getTime() ?? 0);
          if (next !== undefined) expect(next.getTime()).toBeGreaterThan(now.getTime());
        },
      ),
      { numRuns: 300 },
    );
  });
});
