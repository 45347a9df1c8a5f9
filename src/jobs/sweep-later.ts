import type { JobQueue } from '../domain/ports.ts';
import type { RunStore } from '../domain/remediation/ports.ts';

export interface SweepLaterDeps {
  readonly runs: Pick<RunStore, 'dueLater' | 'get' | 'now'>;
  readonly queue: Pick<JobQueue, 'lookAfter'>;
}

/** Queues what runs' plans foresee and whose time has come: removing a copy, stopping again what AWS has started. */
export async function sweepLater({ runs, queue }: SweepLaterDeps): Promise<void> {
  const now = await runs.now();
  for (const id of await runs.dueLater(now)) {
    const run = await runs.get(id);
    for (const { stage, at } of run?.later ?? []) if (Date.parse(at) <= now) await queue.lookAfter(id, stage, at);
  }
}
