import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export interface Measured {
  /** From the start of the process to its end, milliseconds. */
  readonly wallMs: number;
  /** Peak resident memory, MiB. */
  readonly peakMiB: number;
  readonly stdout: string;
}

const preload = new URL('peak-memory.js', import.meta.url).href;

/** Runs a Node script to its end and measures the whole process. Throws when its exit code is not 0. */
export async function runMeasured(
  script: URL,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Measured> {
  const dir = mkdtempSync(join(tmpdir(), 'aurora-bench-'));
  const peakFile = join(dir, 'peak');
  try {
    const started = performance.now();
    const { stdout } = await execa(process.execPath, ['--import', preload, fileURLToPath(script), ...args], {
      env: { ...env, BENCH_PEAK_FILE: peakFile },
      timeout: 120_000,
    });
    const wallMs = performance.now() - started;
    return { wallMs, peakMiB: Number(readFileSync(peakFile, 'utf8')) / 1024, stdout };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
