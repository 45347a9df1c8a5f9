import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayPoint } from '../domain/series.ts';
import { drawOpenFindings } from './draw-open-findings.ts';
import { gapsOf } from './gaps.ts';
import { layout } from './layout.ts';
import { openFindingsSvg } from './open-findings-svg.ts';
import { inherited, opaque } from './theme.ts';

const days = (open: readonly (number | null)[]): DayPoint[] =>
  open.map((count, index) => ({
    day: new Date(Date.UTC(2026, 9, 23 + index)).toISOString().slice(0, 10),
    open: count,
    opened: count === null ? 0 : index % 3,
    fixed: count === null ? 0 : index % 2,
  }));

const month = days(
  Array.from({ length: 30 }, (_, index) => ([9, 10, 11, 12, 22].includes(index) ? null : 12 + (index % 5))),
);

/** The path of the line, which is the only one with a stroke. */
const lineOf = (svg: string): string => /<path d="([^"]+)" fill="none"/.exec(svg)?.[1] ?? '';

describe('the picture of open findings', () => {
  it('is a PNG of 1,440 pixels that says its numbers in words', async () => {
    const { png, alt } = await drawOpenFindings(month);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1_440, 1_440 * (layout.height / layout.width)]);
    expect(png.length).toBeLessThan(150_000);
    expect(alt).toBe(
      'Open findings per day: 16 open today, never more; 26 new and 13 fixed in 30 days; no data on 5 days.',
    );
  });

  it('writes with a font of its own: other days with the same counts differ in words alone, and are another picture', async () => {
    const later = month.map((point) => ({ ...point, day: point.day.replace('2026-1', '2025-0') }));
    const [one, other] = await Promise.all([drawOpenFindings(month), drawOpenFindings(later)]);
    expect(one.png.equals(other.png)).toBe(false);
  });

  it('interrupts the line where nothing is known, and hatches it', () => {
    const svg = openFindingsSvg(month, opaque);
    expect(lineOf(svg).match(/M/g)).toHaveLength(3);
    expect(svg.match(/url\(#no-data\)/g)).toHaveLength(4);
    expect(svg).toContain('>no data</text>');
    expect(gapsOf(month)).toEqual([
      { from: 9, to: 12 },
      { from: 22, to: 22 },
    ]);
  });

  it('shows a day between two gaps as a dot', () => {
    const svg = openFindingsSvg(days([3, 3, null, 2, null, 3, 3]), opaque);
    expect(svg.match(/<circle/g)).toHaveLength(3);
  });

  it('does not speak of days that were not audited as if they were today', () => {
    expect(openFindingsSvg(days([3, 3, null]), opaque)).toContain('>on 24 Oct; not audited since<');
    expect(openFindingsSvg(days([null, null]), opaque)).toContain('>Not audited in 2 days<');
  });

  it('takes the colours of the page it is in', () => {
    const svg = openFindingsSvg(month, inherited);
    expect(svg).toContain('var(--chart-open)');
    expect(svg).not.toMatch(/#[0-9a-f]{6}/);
  });

  it('stays inside its frame, whatever the numbers', () => {
    const point = fc.record({
      open: fc.option(fc.nat(1_000_000), { nil: null }),
      opened: fc.nat(9_999),
      fixed: fc.nat(9_999),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), (points) => {
        const svg = openFindingsSvg(
          days(points.map(({ open }) => open)).map((day, index) => ({ ...day, ...points[index] })),
          opaque,
        );
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        for (const [, value] of svg.matchAll(/ y="(-?[\d.]+)"/g)) {
          expect(Number(value)).toBeGreaterThanOrEqual(0);
          expect(Number(value)).toBeLessThanOrEqual(layout.height);
        }
      }),
      { numRuns: 200 },
    );
  });
});
