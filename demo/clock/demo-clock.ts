import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../aws/clock.ts';

/** One clock for the simulated AWS and for the workers of Aurora Keeper; it never goes back. */
export interface DemoClock {
  readonly now: Clock;
  /** From now on it runs so many times as fast as real time; 1 until told. */
  readonly run: (pace: number) => void;
  /** What makes the workers among processes of Aurora Keeper go by it. */
  readonly env: Readonly<Record<string, string>>;
}

const preload = fileURLToPath(new URL('preload.js', import.meta.url));

/** `dir` is where the clock is kept for other processes to look at. */
export function createDemoClock(dir: string): DemoClock {
  const file = join(dir, 'clock.json');
  let setting = { at: Date.now(), shows: Date.now(), pace: 1 };
  const now = (): number => Math.floor(setting.shows + (Date.now() - setting.at) * setting.pace);
  const run = (pace: number): void => {
    setting = { at: Date.now(), shows: now(), pace };
    // A process that looks while it is written must not see half of it.
    writeFileSync(`${file}.new`, JSON.stringify(setting));
    renameSync(`${file}.new`, file);
  };
  run(1);
  return {
    now: () => new Date(now()),
    run,
    env: { DEMO_CLOCK: file, NODE_OPTIONS: `--import ${JSON.stringify(preload)}` },
  };
}
