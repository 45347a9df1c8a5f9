import type { JobQueue } from '../domain/ports.ts';
import { isAbandoned } from '../domain/remediation/abandoned.ts';
import { eventsOf } from '../domain/remediation/events.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import { handedOver } from '../domain/remediation/transitions.ts';

export interface ReconcileDeps {
  readonly runs: RunStore;
  readonly queue: JobQueue;
  /** How long a job that is due may take to be begun; milliseconds. */
  readonly graceMs: number;
}

/**
 * Finds runs that nobody works on and queues their next turn. A job of the turn before may turn up late: it does
 * nothing. Judgements that are due are queued again, too; their jobs have fixed ids.
 */
export async function reconcile({ runs, queue, graceMs }: ReconcileDeps): Promise<void> {
  const now = await runs.now();
  for (const id of await runs.open()) {
    const leased = await runs.isLeased(id);
    const run = await runs.get(id);
    if (run === undefined || !isAbandoned(run, leased, now, graceMs)) continue;
    const at = new Date(now).toISOString();
    const change = handedOver(run, at, 'nobody worked on it');
    if (await runs.save(change.run, eventsOf(change, at))) await queue.applyRemediation(id, change.run.turn);
  }
  for (const id of await runs.dueForJudgement(now - graceMs)) {
    const run = await runs.get(id);
    if (run !== undefined) await queue.judgeAgain(id, run.judgements ?? 0, 0);
  }
}
