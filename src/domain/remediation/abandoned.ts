import { isFinal, type Run } from './run.ts';

/**
 * Whether nobody works on a run and no job for it can be on its way: its worker died, or died between storing it and
 * queueing the next turn. `now` is the store's clock; a job that is due gets `graceMs` to be taken.
 */
export function isAbandoned(run: Run, leased: boolean, now: number, graceMs: number): boolean {
  if (leased || isFinal(run)) return false;
  if (run.state === 'running') return true;
  return now > Date.parse(run.resumeAt ?? run.queuedAt) + graceMs;
}
