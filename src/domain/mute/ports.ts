import type { OutboxEvent } from '../approval/ports.ts';
import type { Accepted, Mute } from './mute.ts';

export type AddedMute = { readonly outcome: 'added' | 'already-muted'; readonly mute: Mute };

export interface MuteStore {
  /**
   * Stores a mute and its events in one step, unless one of the same subject is in force: then answers that one. The
   * same id twice is one mute.
   */
  readonly add: (mute: Mute, events?: readonly OutboxEvent[]) => Promise<AddedMute>;
  readonly get: (id: string) => Promise<Mute | undefined>;
  /** Those in force at `now`, the ones that end first before the others; milliseconds since the epoch. */
  readonly inForce: (now: number) => Promise<Mute[]>;
  /** Takes a mute back, with the events of that; undefined when it is not in force any more. */
  readonly end: (id: string, by: string, at: string, events?: readonly OutboxEvent[]) => Promise<Mute | undefined>;
  /** Mutes of which something has come back by `now` that nobody has been told of yet. */
  readonly lapsed: (now: number) => Promise<Mute[]>;
  /**
   * People have been told; `next` is when more of it comes back (milliseconds since the epoch). Without, it is over:
   * once, with the events of that.
   */
  readonly told: (id: string, next?: number, events?: readonly OutboxEvent[]) => Promise<void>;
}

/** Failures that were accepted as the baseline, by finding id. */
export interface BaselineStore {
  /** Takes in those that fail for that very cause at this moment and are not in it yet; answers their ids. */
  readonly accept: (entries: Readonly<Record<string, Accepted>>) => Promise<string[]>;
  readonly all: () => Promise<ReadonlyMap<string, Accepted>>;
  readonly of: (findingIds: readonly string[]) => Promise<ReadonlyMap<string, Accepted>>;
  readonly size: () => Promise<number>;
  readonly drop: (findingIds: readonly string[]) => Promise<void>;
  /** Drops everything, also what was accepted before `at` and is still on its way; answers how many there were. */
  readonly forget: (at: string, events?: readonly OutboxEvent[]) => Promise<number>;
}
