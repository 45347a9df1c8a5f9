import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sumsOf } from '../helpers/rebuild-tally.ts';

/** Sums up what the fault tests of rebuilds have counted, in whichever process they ran, and prints it at the end. */
export default function setup(): () => void {
  const dir = mkdtempSync(join(tmpdir(), 'aurora-tally-'));
  const file = join(dir, 'tally');
  process.env.AURORA_FAULT_TALLY = file;
  return () => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const { rebuilds, runs, kills, lostWrites, duplicates, refusals } = sumsOf(lines);
    process.stdout.write(
      `\nRebuilds under faults: ${rebuilds} rebuilds with ${runs} runs, ${kills} workers killed, ${lostWrites} writes lost, ${duplicates} things made twice, ${refusals} runs refused with everything in its place\n`,
    );
    rmSync(dir, { recursive: true, force: true });
  };
}
