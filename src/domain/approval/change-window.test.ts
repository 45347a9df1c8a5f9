import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { changeWindows } from './change-window.ts';
import { whyNotNow } from './whether-now.ts';

const policy = (changeWindow: string, freezeWindows: string[] = []) => ({ changeWindow, freezeWindows });
const at = (iso: string, needs: number, of = policy('Sun 02:00-05:00 UTC')) => {
  const { open, fitting } = changeWindows(of, new Date(iso), needs);
  const print = (window: typeof open) => window && `${window.start.toISOString()}/${window.end.toISOString()}`;
  return { open: print(open), fitting: print(fitting) };
};
const sunday = '2026-11-22T02:00:00.000Z/2026-11-22T05:00:00.000Z';
const nextSunday = '2026-11-29T02:00:00.000Z/2026-11-29T05:00:00.000Z';

describe('changeWindows', () => {
  it.each([
    ['before it', '2026-11-21T12:00:00Z', 60, undefined, sunday],
    ['at its first moment', '2026-11-22T02:00:00Z', 60, sunday, sunday],
    ['inside, with time to spare', '2026-11-22T03:00:00Z', 120, sunday, sunday],
    ['inside, one minute too late', '2026-11-22T03:01:00Z', 120, sunday, nextSunday],
    ['at its end', '2026-11-22T05:00:00Z', 60, undefined, nextSunday],
    ['longer than any window', '2026-11-22T02:00:00Z', 181, sunday, undefined],
  ])('%s', (_, now, needs, open, fitting) => {
    expect(at(now, needs)).toEqual({ open, fitting });
  });

  it('goes over midnight, also into the next week', () => {
    const late = policy('Sun 22:00-02:00 UTC');
    const window = '2026-11-22T22:00:00.000Z/2026-11-23T02:00:00.000Z';
    expect(at('2026-11-22T23:59:00Z', 60, late)).toEqual({ open: window, fitting: window });
    expect(at('2026-11-23T01:30:00Z', 30, late)).toEqual({ open: window, fitting: window });
    expect(at('2026-11-23T01:31:00Z', 30, late).open).toBe(window);
    expect(at('2026-11-23T01:31:00Z', 30, late).fitting).toBe('2026-11-29T22:00:00.000Z/2026-11-30T02:00:00.000Z');
  });

  it('is an hour shorter when the clocks go forward, and longer when they go back', () => {
    const berlin = policy('Sun 01:00-04:00 Europe/Berlin');
    expect(at('2026-03-28T12:00:00Z', 60, berlin).fitting).toBe('2026-03-29T00:00:00.000Z/2026-03-29T02:00:00.000Z');
    expect(at('2026-03-28T12:00:00Z', 121, berlin).fitting).toBe('2026-04-04T23:00:00.000Z/2026-04-05T02:00:00.000Z');
    expect(at('2026-10-24T12:00:00Z', 240, berlin).fitting).toBe('2026-10-24T23:00:00.000Z/2026-10-25T03:00:00.000Z');
  });

  it('falls out when the clocks skip it', () => {
    const skipped = policy('Sun 02:00-03:00 Europe/Berlin');
    expect(at('2026-03-28T12:00:00Z', 10, skipped).fitting).toBe('2026-04-05T00:00:00.000Z/2026-04-05T01:00:00.000Z');
  });

  it('leaves out freezes, last day included, and what remains may be too short', () => {
    const frozen = policy('Sun 02:00-05:00 UTC', ['2026-11-20/2026-11-22']);
    expect(at('2026-11-22T03:00:00Z', 60, frozen)).toEqual({ open: undefined, fitting: nextSunday });
    const half = policy('Sun 02:00-05:00 UTC', ['2026-11-22T04:00:00Z/PT12H']);
    expect(at('2026-11-22T03:00:00Z', 60, half).fitting).toBe('2026-11-22T02:00:00.000Z/2026-11-22T04:00:00.000Z');
    expect(at('2026-11-22T03:30:00Z', 60, half).fitting).toBe(nextSunday);
    const forever = policy('Sun 02:00-05:00 UTC', ['2026-01-01/2030-01-01']);
    expect(at('2026-11-22T03:30:00Z', 60, forever)).toEqual({ open: undefined, fitting: undefined });
  });

  it('counts the days of a freeze in the time zone of the window', () => {
    const tokyo = policy('Sun 00:00-06:00 Asia/Tokyo', ['2026-11-15/2026-11-21']);
    expect(at('2026-11-21T12:00:00Z', 60, tokyo).fitting).toBe('2026-11-21T15:00:00.000Z/2026-11-21T21:00:00.000Z');
  });

  it('a fitting window always fits, is on its weekday, and holds no moment of a freeze', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
    const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
    const clock = ({ hour, minute }: { hour: number; minute: number }) =>
      `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    fc.assert(
      fc.property(
        time,
        time,
        fc.constantFrom('Mon', 'Wed', 'Sat', 'Sun'),
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 1_500 }),
        fc.integer({ min: 0, max: 400 }),
        (from, to, day, zone, now, needs, freezeDays) => {
          const freeze = DateTime.fromJSDate(now, { zone: 'utc' }).plus({ days: freezeDays % 5 });
          const freezeEnd = freeze.plus({ days: freezeDays });
          const windows = policy(`${day} ${clock(from)}-${clock(to)} ${zone}`, [
            `${freeze.toISO()}/${freezeEnd.toISO()}`,
          ]);
          const { open, fitting } = changeWindows(windows, now, needs);
          for (const window of [open, fitting]) {
            if (window === undefined) continue;
            expect(window.end.getTime()).toBeGreaterThan(window.start.getTime());
            const overlap = window.start < freezeEnd.toJSDate() && freeze.toJSDate() < window.end && freezeDays > 0;
            expect(overlap).toBe(false);
          }
          if (open !== undefined) expect(open.start <= now && now < open.end).toBe(true);
          if (fitting === undefined) return;
          const begin = Math.max(fitting.start.getTime(), now.getTime());
          expect(fitting.end.getTime() - begin).toBeGreaterThanOrEqual(needs * 60_000);
          // The piece lies in a window that began on its weekday, at most a day earlier.
          const started = [0, 1].map(
            (days) => DateTime.fromJSDate(fitting.start, { zone }).setLocale('en').minus({ days }).weekdayShort,
          );
          expect(started).toContain(day);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('whyNotNow', () => {
  const of = policy('Sun 02:00-05:00 UTC');
  it('lets through what fits', () => {
    expect(whyNotNow(of, new Date('2026-11-22T03:00:00Z'), 120)).toBeUndefined();
  });
  it('names the next window, in the reader’s time', () => {
    const outside = whyNotNow(of, new Date('2026-11-21T12:00:00Z'), 50);
    expect(outside?.why).toBe('outside-window');
    expect(outside?.text).toContain('outside the change window (Sun 02:00-05:00 UTC)');
    expect(outside?.text).toContain('2026-11-22 02:00 UTC');
    const late = whyNotNow(of, new Date('2026-11-22T04:30:00Z'), 50);
    expect(late?.text).toContain('It needs about 50 minutes, and the window closes at');
    expect(late?.text).toContain('2026-11-29 02:00 UTC');
    expect(whyNotNow(of, new Date('2026-11-22T04:30:00Z'), 500)?.text).toContain('is that long and free of freezes');
  });
});
