import { describe, expect, it } from 'vitest';
import { AFTERNOON } from '../testing/contexts.ts';
import { formatSlackDate } from './dates.ts';

const HOUR = 3600;
const show = (format: string, seconds = AFTERNOON, timeZone = 'Europe/Berlin') =>
  formatSlackDate(seconds, format, timeZone, (AFTERNOON + HOUR) * 1000);

describe('date tokens', () => {
  it.each([
    ['{date_num} {time_secs}', '2026-11-21 2:32:05 PM'],
    ['{date_slash}', '11/21/2026'],
    ['{date}', 'November 21st'],
    ['{date_long}', 'Saturday, November 21st, 2026'],
    ['{date_long_full}', 'November 21, 2026'],
    ['{date_short} at {time}', 'Nov 21, 2026 at 2:32 PM'],
    ['{date_pretty} at {time}', 'today at 2:32 PM'],
    ['{date_short_pretty}', 'today'],
    ['{date_long_pretty}', 'today'],
    ['{day_divider_pretty}', 'today'],
    ['{ago}', '1 hour ago'],
    ['no token', 'no token'],
  ])('%s', (format, text) => {
    expect(show(format)).toBe(text);
  });

  it('are in the reader’s time zone', () => {
    expect(show('{date_num} {time}', AFTERNOON, 'America/New_York')).toBe('2026-11-21 8:32 AM');
    expect(show('{date_num} {time}', AFTERNOON + 12 * HOUR, 'Asia/Tokyo')).toBe('2026-11-22 10:32 AM');
  });

  it('know yesterday, tomorrow and further days', () => {
    expect(show('{date_pretty}', AFTERNOON - 24 * HOUR)).toBe('yesterday');
    expect(show('{date_short_pretty}', AFTERNOON + 24 * HOUR)).toBe('tomorrow');
    expect(show('{date_short_pretty}', AFTERNOON + 72 * HOUR)).toBe('Nov 24, 2026');
    expect(show('{day_divider_pretty}', AFTERNOON - 72 * HOUR)).toBe('Wednesday, November 18th');
    expect(show('{ago}', AFTERNOON + 3 * HOUR)).toBe('in 2 hours');
  });

  it('give way to the fallback when something is wrong', () => {
    expect(show('{nonsense}')).toBeUndefined();
    expect(show('{constructor}')).toBeUndefined();
    expect(show('{date}', Number.NaN)).toBeUndefined();
  });
});
