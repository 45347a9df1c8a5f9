import { describe, expect, it } from 'vitest';
import { createTimeline, timing, waitMs } from './time.ts';

const at = (ms: number) => new Date(ms);

describe('the timeline', () => {
  it('lets happen what is due in the order of its times, each told its own time', () => {
    const { at: plan, settle } = createTimeline();
    const seen: string[] = [];
    const note = (name: string) => (time: Date) => seen.push(`${name} ${time.getTime()}`);
    plan(at(30), note('c'));
    plan(at(10), note('a'));
    plan(at(10), note('b'));
    settle(at(9));
    expect(seen).toEqual([]);
    settle(at(29));
    expect(seen).toEqual(['a 10', 'b 10']);
    settle(at(100));
    settle(at(100));
    expect(seen).toEqual(['a 10', 'b 10', 'c 30']);
  });

  it('lets happen what one effect plans for a time that has passed by then', () => {
    const { at: plan, settle } = createTimeline();
    const seen: number[] = [];
    plan(at(10), (time) => plan(at(time.getTime() + 5), (next) => seen.push(next.getTime())));
    settle(at(1_000));
    expect(seen).toEqual([15]);
  });
});

describe('timing', () => {
  it('reads durations, fills in the others and compresses all', () => {
    const told = timing.parse({ compression: 60, jobRuns: '2h' });
    expect(waitMs(told, ['jobRuns'])).toBe(120_000);
    expect(waitMs(told, ['jobPending', 'jobStarts'])).toBe(2_500);
    expect(() => timing.parse({ jobRuns: 'soon' })).toThrow(/90s, 15m or 2h/);
    expect(() => timing.parse({ compression: 0 })).toThrow();
  });
});
