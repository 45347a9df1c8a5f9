import { appendFileSync } from 'node:fs';

/** What is counted over all fault tests of rebuilds; `npm run test:faults` prints the sums at its end. */
export interface Tally {
  readonly rebuilds?: number;
  readonly runs?: number;
  readonly kills?: number;
  /** How often rows were missing in the cluster that serves, beyond what people agreed to. */
  readonly lostWrites?: number;
  readonly duplicates?: number;
  /** Runs that ended without doing what they were asked for, with everything in its place. */
  readonly refusals?: number;
}

/** Adds to the sums, where somebody sums up. */
export function count(test: string, tally: Tally): void {
  const file = process.env.AURORA_FAULT_TALLY;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ test, ...tally })}\n`);
}

export const sumsOf = (lines: string): Required<Tally> => {
  const sums = { rebuilds: 0, runs: 0, kills: 0, lostWrites: 0, duplicates: 0, refusals: 0 };
  for (const line of lines.split('\n').filter((each) => each !== '')) {
    const tally = JSON.parse(line) as Tally;
    for (const name of Object.keys(sums) as (keyof Tally)[]) sums[name] += tally[name] ?? 0;
  }
  return sums;
};
