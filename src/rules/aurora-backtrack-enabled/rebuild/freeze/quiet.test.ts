import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Minute, quietness, type Series, since } from './quiet.ts';

const start = Date.parse('2026-11-22T02:00:00Z');
const minute = 60_000;
const at = (n: number): Date => new Date(start + n * minute);

/** One value a minute from the beginning; undefined is a minute that CloudWatch does not show. */
const series = (metric: string, values: readonly (number | undefined)[], instance = 'orders-1'): Series => ({
  instance,
  kind: metric === 'DatabaseConnections' ? 'sessions' : 'writes',
  metric,
  minutes: values.flatMap((value, n): Minute[] => (value === undefined ? [] : [{ at: start + n * minute, value }])),
});

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

/** Everything that Aurora writes for a writer, all zero but for what is told. */
const writer = (count: number, over: Readonly<Record<string, readonly (number | undefined)[]>> = {}): Series[] =>
  ['DatabaseConnections', 'CommitThroughput', 'DMLThroughput', 'DDLThroughput'].map((metric) =>
    series(metric, over[metric] ?? zeros(count)),
  );

/** Ten minutes are asked for, three minutes after the last one that CloudWatch shows. */
const judge = (all: readonly Series[], last: number) =>
  quietness(all, { writer: 'orders-1', minutes: 10, now: at(last + 3) });

describe('quietness', () => {
  it('is reached after ten whole minutes without sessions, commits, rows or tables', () => {
    expect(judge(writer(10), 9)).toEqual({ state: 'quiet', since: at(0) });
    expect(judge(writer(9), 8)).toEqual({ state: 'settling', minutes: 9 });
  });

  it('counts from the last thing that happened', () => {
    const connections = [3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(judge(writer(12, { DatabaseConnections: connections }), 11)).toEqual({ state: 'quiet', since: at(2) });
    const late = [...zeros(8), 0.2, ...zeros(4)];
    expect(judge(writer(13, { CommitThroughput: late }), 12)).toEqual({ state: 'settling', minutes: 4 });
  });

  it.each(['CommitThroughput', 'DMLThroughput', 'DDLThroughput'])('is broken by %s alone', (metric) => {
    expect(judge(writer(10, { [metric]: [...zeros(9), 0.01] }), 9)).toEqual({
      state: 'busy',
      sessions: 0,
      writes: true,
    });
  });

  it('tells how many sessions are open', () => {
    expect(judge(writer(10, { DatabaseConnections: [...zeros(9), 3] }), 9)).toEqual({
      state: 'busy',
      sessions: 3,
      writes: false,
    });
  });

  it('is broken by what a reader writes, and not by who reads there', () => {
    const reader = (metric: string, value: number) => series(metric, [...zeros(9), value], 'orders-2');
    expect(judge([...writer(10), reader('DMLThroughput', 1)], 9)).toMatchObject({ state: 'busy' });
    expect(judge([...writer(10), reader('DatabaseConnections', 7)], 9)).toMatchObject({ state: 'quiet' });
  });

  it('is never told from silence', () => {
    expect(judge([], 9)).toEqual({ state: 'unknown', newest: undefined });
    expect(judge(writer(10).slice(1), 9)).toEqual({ state: 'unknown', newest: undefined });
    expect(judge(writer(10, { CommitThroughput: [] }), 9)).toEqual({ state: 'unknown', newest: undefined });
    const gap = [...zeros(6), undefined, ...zeros(3)];
    expect(judge(writer(10, { DMLThroughput: gap }), 9)).toEqual({ state: 'settling', minutes: 3 });
    const behind = quietness(writer(10), { writer: 'orders-1', minutes: 10, now: at(30) });
    expect(behind).toEqual({ state: 'unknown', newest: at(9) });
  });

  it('never holds while there is anything but zeros in the minutes asked for', () => {
    const value = fc.oneof(fc.constant(0), fc.constant(undefined), fc.double({ min: 0.001, max: 9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 10, maxLength: 14 }), fc.nat(2), (values, which) => {
        const metric = ['DatabaseConnections', 'CommitThroughput', 'DMLThroughput'][which] ?? '';
        const found = judge(writer(values.length, { [metric]: values }), values.length - 1);
        if (found.state !== 'quiet') return;
        const from = Math.round((found.since.getTime() - start) / minute);
        expect(values.slice(from, from + 10)).toEqual(zeros(10));
      }),
    );
  });
});

describe('since', () => {
  const of = (all: readonly Series[], from: number) => since(all, { writer: 'orders-1', from: at(from) });

  it('finds the first write on any member, and how far it can tell', () => {
    expect(of(writer(20), 5)).toEqual({ wroteAt: undefined, sessions: 0, knownUntil: at(20) });
    const reader = series('DMLThroughput', [...zeros(9), 1, 0, 2], 'orders-2');
    expect(of([...writer(20), reader], 5)).toMatchObject({ wroteAt: at(9) });
    expect(of([...writer(20), reader], 12)).toMatchObject({ wroteAt: undefined });
  });

  it('counts the whole minute in which it begins', () => {
    const wrote = writer(10, { DMLThroughput: [...zeros(5), 1, ...zeros(4)] });
    const middle = { writer: 'orders-1', from: new Date(at(5).getTime() + 30_000) };
    expect(since(wrote, middle)).toMatchObject({ wroteAt: at(5) });
  });

  it('knows nothing beyond a minute that is missing', () => {
    const gap = [...zeros(8), undefined, ...zeros(4)];
    expect(of(writer(13, { CommitThroughput: gap }), 5)).toMatchObject({ knownUntil: at(8) });
    expect(of(writer(3), 5)).toMatchObject({ knownUntil: undefined });
    expect(of([], 5)).toEqual({ wroteAt: undefined, sessions: 0, knownUntil: undefined });
  });

  it('tells the sessions of the newest minute', () => {
    expect(of(writer(10, { DatabaseConnections: [...zeros(8), 5, 2] }), 5)).toMatchObject({ sessions: 2 });
  });
});
