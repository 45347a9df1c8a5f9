import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { ScanReport } from '../domain/audit.ts';
import type { AuditScope } from '../domain/scope.ts';
import type { Target } from '../domain/target.ts';
import { withinScope } from '../domain/within-scope.ts';
import { type ScanDeps, scan } from './scan.ts';

export interface AuditTargetsOptions {
  readonly targets: readonly Target[];
  readonly scope: AuditScope;
  /** Targets at the same time. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onScanned?: (report: ScanReport, done: number) => void;
}

/** Pauses before the second and third attempt at a target that AWS throttled or failed to answer; milliseconds. */
const pauses = [1_000, 4_000];

/** The whole audit in one process, without a queue. Reports come in the order of the targets. */
export async function auditTargets(deps: ScanDeps, options: AuditTargetsOptions): Promise<ScanReport[]> {
  const { targets, scope, concurrency, signal, onScanned } = options;
  const limit = pLimit(concurrency);
  let done = 0;
  return Promise.all(
    targets.map((target) =>
      limit(async () => {
        const report = withinScope(await scanPatiently(deps, target, scope, signal), scope);
        done += 1;
        onScanned?.(report, done);
        return report;
      }),
    ),
  );
}

async function scanPatiently(
  deps: ScanDeps,
  target: Target,
  scope: AuditScope,
  signal: AbortSignal,
): Promise<ScanReport> {
  let calls = 0;
  for (let attempt = 0; ; attempt += 1) {
    const { report, transient } = await scan(deps, target, scope, signal);
    calls += report.result.awsCalls;
    const pause = pauses[attempt];
    if (transient === undefined || pause === undefined)
      return { ...report, result: { ...report.result, awsCalls: calls } };
    await sleep(pause, undefined, { signal });
  }
}
