import { LeaseLost } from '../../domain/errors.ts';
import { canonical, type Json } from '../../domain/json.ts';
import { eventsOf } from '../../domain/remediation/events.ts';
import type { Lease, RunStore } from '../../domain/remediation/ports.ts';
import type { Run } from '../../domain/remediation/run.ts';
import type { RunChange } from '../../domain/remediation/transitions.ts';

/** The newest stored state of one run, for the worker that holds its lease. */
export interface RunRecord {
  readonly run: () => Run;
  /** Reads what others have changed meanwhile: somebody may have pressed Stop. */
  readonly refresh: () => Promise<Run>;
  /**
   * Stores a change with its events. When somebody else was quicker it is worked out again over what he stored.
   * Throws LeaseLost when the lease is not ours any more: then nothing was stored.
   */
  readonly commit: (change: (run: Run, at: string) => RunChange) => Promise<Run>;
}

export function openRunRecord(runs: RunStore, stored: Run, lease: Lease): RunRecord {
  let current = stored;
  const refresh = async () => {
    const found = await runs.get(stored.id);
    if (found === undefined) throw new LeaseLost(`run ${stored.id} is not stored any more`);
    current = found;
    return found;
  };
  return {
    run: () => current,
    refresh,
    commit: async (change) => {
      for (;;) {
        const at = new Date(await runs.now()).toISOString();
        const wanted = change(current, at);
        if (await runs.save(wanted.run, eventsOf(wanted, at), lease.token)) {
          current = wanted.run;
          return current;
        }
        await lease.check();
        // A command that is sent again after a lost connection finds its own first try.
        if (canonical((await refresh()) as unknown as Json) === canonical(wanted.run as unknown as Json))
          return current;
      }
    },
  };
}
