import { describe, expect, it } from 'vitest';
import { isAbandoned } from './abandoned.ts';
import type { Run } from './run.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const ago = (ms: number) => new Date(now - ms).toISOString();
const run = (over: Partial<Run>): Run => ({
  id: 'r',
  version: 1,
  state: 'queued',
  steps: [],
  turn: 0,
  queuedAt: ago(0),
  ...over,
});

describe('isAbandoned', () => {
  it.each<[string, Partial<Run>, boolean, boolean]>([
    ['somebody works on it', { state: 'running' }, true, false],
    ['it runs, and nobody holds it', { state: 'running' }, false, true],
    ['it was queued a moment ago', { queuedAt: ago(29_000) }, false, false],
    ['it was queued, and nobody took it', { queuedAt: ago(31_000) }, false, true],
    ['it waits for its time', { state: 'waiting', queuedAt: ago(1e9), resumeAt: ago(-5_000) }, false, false],
    ['its time has just come', { state: 'waiting', resumeAt: ago(29_000) }, false, false],
    ['its time has passed', { state: 'waiting', resumeAt: ago(31_000) }, false, true],
    ['it has ended', { state: 'failed', queuedAt: ago(1e9) }, false, false],
  ])('%s', (_, over, leased, expected) => {
    expect(isAbandoned(run(over), leased, now, 30_000)).toBe(expected);
  });
});
