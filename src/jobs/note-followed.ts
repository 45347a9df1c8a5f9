import { eventsOf } from '../domain/remediation/events.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import { followedBy } from '../domain/remediation/transitions.ts';

/** Keeps with a run that a later stage has been carried out after it, so that its card offers what is left to do. */
export async function noteFollowed(
  runs: Pick<RunStore, 'get' | 'save' | 'now'>,
  { runId, stage }: { readonly runId: string; readonly stage: string },
): Promise<void> {
  for (;;) {
    const run = await runs.get(runId);
    if (run === undefined || run.followed?.includes(stage)) return;
    const change = followedBy(run, stage);
    if (await runs.save(change.run, eventsOf(change, new Date(await runs.now()).toISOString()))) return;
  }
}
