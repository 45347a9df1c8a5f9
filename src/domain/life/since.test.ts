import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSince } from './since.ts';

const now = new Date('2026-11-21T09:30:00.000Z');

describe('since when', () => {
  it.each([
    ['7d', '2026-11-14T09:30:00.000Z'],
    ['36h', '2026-11-19T21:30:00.000Z'],
    ['2W', '2026-11-07T09:30:00.000Z'],
    ['0d', '2026-11-21T09:30:00.000Z'],
    ['2026-11-03', '2026-11-03T00:00:00.000Z'],
    ['2026-11-03T08:00+01:00', '2026-11-03T07:00:00.000Z'],
  ])('%s', (text, time) => expect(readSince(text, now)).toBe(time));

  it.each(['', 'yesterday', '7', 'd', '-7d', '7 d', '99999d', '2026-13-01', '7y', '20:00', '2026'])('not %j', (text) =>
    expect(readSince(text, now)).toBeUndefined());

  it('is a time or nothing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const time = readSince(text, now);
        expect(time === undefined || !Number.isNaN(Date.parse(time))).toBe(true);
      }),
    );
  });
});
