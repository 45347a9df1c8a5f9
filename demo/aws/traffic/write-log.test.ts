import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, copyOf, holdingOf, rowCount, rowsOf, type Volume } from './write-log.ts';

const empty = (cluster: string): Volume => ({ cluster, parent: undefined, eventRows: 0, segments: [] });
/** Milliseconds that a writer writes, and the rate at which it does, in rows per second. */
const spans = fc.array(fc.record({ ms: fc.integer({ min: 1, max: 100_000 }), rate: fc.integer({ min: 0, max: 50 }) }), {
  minLength: 1,
  maxLength: 20,
});
const log = (written: { ms: number; rate: number }[]): { volume: Volume; end: number; position: number } => {
  const volume = empty('one');
  let [end, position] = [0, 0];
  for (const { ms, rate } of written) {
    const next = position + ms * rate;
    append(volume, { writer: 'w', cluster: 'one', instance: 'i', start: end, end: end + ms, from: position, to: next });
    [end, position] = [end + ms, next];
  }
  return { volume, end, position };
};

describe('a write log', () => {
  it('holds every row once, however the time is cut', () => {
    fc.assert(
      fc.property(spans, (written) => {
        const { volume, position } = log(written);
        expect(rowCount(volume)).toBe(Math.floor(position / 1000));
      }),
    );
  });

  it('is copied up to a moment: what the copy holds and what came later make up the whole', () => {
    fc.assert(
      fc.property(spans, fc.double({ min: 0, max: 1, noNaN: true }), (written, part) => {
        const { volume, end, position } = log(written);
        const copy = copyOf(volume, 'two', { cluster: 'one', at: new Date(Math.floor(end * part)) });
        const all: [number, number] = [0, Math.floor(position / 1000)];
        const held = rowsOf(holdingOf(copy), 'w', all);
        expect(held).toBe(rowCount(copy));
        expect(held).toBeLessThanOrEqual(rowCount(volume));
        const [range] = holdingOf(copy).get('w') ?? [];
        expect(range?.[0] ?? 0).toBe(0);
      }),
    );
  });

  it('does not change a copy that was made of it before', () => {
    const { volume, end, position } = log([{ ms: 10_000, rate: 2 }]);
    const copy = copyOf(volume, 'two', { cluster: 'one', at: new Date(5_000) });
    append(volume, {
      writer: 'w',
      cluster: 'one',
      instance: 'i',
      start: end,
      end: end + 5_000,
      from: position,
      to: position + 10_000,
    });
    expect(rowCount(copy)).toBe(10);
    expect(rowCount(volume)).toBe(30);
    expect(volume.segments).toHaveLength(1);
  });
});
