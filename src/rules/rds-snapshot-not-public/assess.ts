import { AwsCallError } from '../../domain/errors.ts';
import type { Verdict } from '../verdicts.ts';
import { isShareable, type Snapshot } from './snapshot.ts';
import { encrypted, judge, unread } from './verdict.ts';

/** Answers who may restore a snapshot, or undefined when it is gone. */
export type ReadSharing = (snapshot: Snapshot) => Promise<readonly string[] | undefined>;

export interface Assessed {
  readonly snapshot: Snapshot;
  readonly verdict: Verdict;
  /** Undefined when it was not asked for, or could not be read. */
  readonly sharedWith?: readonly string[];
}

/**
 * Snapshots of one target whose sharing is read in one scan, one request each. AWS allows 100 manual snapshots and 100
 * manual cluster snapshots in a Region unless it is asked for more, so hardly any target has so many.
 */
export const mostReads = 500;

/**
 * Judges every snapshot that can be shared. `SnapshotType=public` would list the public snapshots of every account in
 * the Region, so each one is asked by itself; but not an encrypted one, of which AWS says that "you can't use all as a
 * value" (ModifyDBSnapshotAttribute). StorageEncrypted may be false of one encrypted with a key that AWS owns: that is
 * asked, too.
 */
export async function* assess(
  snapshots: readonly Snapshot[],
  read: ReadSharing,
  most: number = mostReads,
): AsyncGenerator<Assessed> {
  const denied = new Map<Snapshot['kind'], string>();
  let reads = 0;
  for (const snapshot of snapshots.filter(isShareable)) {
    const denial = denied.get(snapshot.kind);
    if (snapshot.encrypted === true) yield { snapshot, verdict: encrypted };
    else if (denial !== undefined) yield { snapshot, verdict: unread(denial) };
    else if (reads >= most) {
      yield { snapshot, verdict: unread(`one scan asks about ${most} snapshots of a target, and this is one more`) };
    } else {
      reads += 1;
      try {
        const sharedWith = await read(snapshot);
        if (sharedWith !== undefined) yield { snapshot, verdict: judge(sharedWith), sharedWith };
      } catch (error) {
        if (!(error instanceof AwsCallError) || error.transient) throw error;
        if (error.failure.kind === 'denied') denied.set(snapshot.kind, error.message);
        yield { snapshot, verdict: unread(error.message) };
      }
    }
  }
}
