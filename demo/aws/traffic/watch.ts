import type { RegionState } from '../organization/region.ts';
import type { Hooks, Timeline, Timing } from '../time.ts';
import { waitMs } from '../time.ts';
import { follow } from './name-service.ts';
import { recordsOf } from './serving.ts';
import { takeNote, write } from './work.ts';

/** Works out what goes on in databases, as far as somebody looks: Regions that are watched, up to a moment. */
export interface Watch extends Hooks {
  /** From now on what goes on in the Region is worked out. */
  readonly on: (region: RegionState, now: Date) => void;
  /** Regions being watched. */
  readonly regions: ReadonlySet<RegionState>;
}

/** For how long what is there when somebody begins to look has been going on. */
const PAST_MS = 86_400_000;

export function createWatch(timing: Timing, timeline: () => Timeline): Watch {
  const regions = new Set<RegionState>();
  let state = 0;
  const prepare = (): void => {
    for (const region of regions) {
      const { traffic } = region;
      if (traffic.seen === state || traffic.workedOut === undefined) continue;
      traffic.seen = state;
      const arrives = new Date(traffic.workedOut + waitMs(timing, ['dnsLag']));
      follow(traffic.names, recordsOf(region), (arrive) => timeline().at(arrives, arrive));
      takeNote(region, traffic.workedOut);
    }
  };
  const pass = (to: Date): void => {
    prepare();
    for (const region of regions) {
      const { traffic } = region;
      const from = traffic.workedOut ?? to.getTime();
      write(region, from, to.getTime());
      traffic.workedOut = Math.max(from, to.getTime());
    }
  };
  const changed = (): void => {
    state += 1;
  };
  const on = (region: RegionState, now: Date): void => {
    if (regions.has(region)) return;
    regions.add(region);
    const { traffic } = region;
    const records = recordsOf(region);
    traffic.names.wanted = records;
    for (const [host, target] of records) traffic.names.current.set(host, target);
    traffic.workedOut = now.getTime() - PAST_MS;
    changed();
    pass(now);
  };
  return { regions, on, prepare, pass, changed };
}
