import { hashOf } from '../json.ts';
import type { ChainedEntry, TrailEntry, TrailHead } from './ports.ts';

/** What the first entry follows. */
export const genesis: TrailHead = { seq: 0, hash: '0'.repeat(64) };

const entryHash = ({ seq, previousHash, at, by, what, subject, details }: Omit<ChainedEntry, 'hash'>): string =>
  hashOf({ seq, previousHash, at, by, what, subject: subject ?? null, details });

/** The entry as it follows `head`. */
export function chained(entry: TrailEntry, head: TrailHead = genesis): ChainedEntry {
  const linked = { ...entry, seq: head.seq + 1, previousHash: head.hash };
  return { ...linked, hash: entryHash(linked) };
}

export type ChainCheck =
  | { readonly ok: true; readonly entries: number }
  | { readonly ok: false; readonly brokenAt: number; readonly why: string };

export interface ChainChecker {
  readonly add: (entry: ChainedEntry) => void;
  readonly result: () => ChainCheck;
}

/**
 * Follows the chain entry by entry, from the first that is still kept: what came before has been forgotten in time, and
 * only the hash that the first one carries speaks for it. `head` is an entry that has to be reached.
 */
export function chainChecker(head?: TrailHead): ChainChecker {
  let last: TrailHead | undefined;
  let entries = 0;
  let broken: Extract<ChainCheck, { ok: false }> | undefined;
  let reached = head === undefined;
  const fail = (brokenAt: number, why: string) => {
    broken ??= { ok: false, brokenAt, why };
  };
  return {
    add: (entry) => {
      const before = last ?? (entry.seq === 1 ? genesis : { seq: entry.seq - 1, hash: entry.previousHash });
      if (entry.seq !== before.seq + 1) fail(before.seq + 1, `entry ${before.seq + 1} is missing`);
      else if (entry.previousHash !== before.hash) fail(entry.seq, `entry ${entry.seq} does not follow the one before`);
      else if (entryHash(entry) !== entry.hash) fail(entry.seq, `entry ${entry.seq} was changed`);
      entries += 1;
      last = { seq: entry.seq, hash: entry.hash };
      reached ||= head?.seq === entry.seq && head.hash === entry.hash;
    },
    result: () => {
      if (broken !== undefined) return broken;
      if (reached) return { ok: true, entries };
      return { ok: false, brokenAt: (last?.seq ?? 0) + 1, why: 'the end of the trail is missing' };
    },
  };
}

/** Whether entries follow each other without a gap or a change, in their order. */
export function checkChain(entries: Iterable<ChainedEntry>, head?: TrailHead): ChainCheck {
  const checker = chainChecker(head);
  for (const entry of entries) checker.add(entry);
  return checker.result();
}
