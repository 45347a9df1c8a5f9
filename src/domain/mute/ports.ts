import type { Accepted, Mute } from './mute.ts';

export interface MuteStore {
  readonly add: (mute: Mute) => Promise<void>;
  readonly get: (id: string) => Promise<Mute | undefined>;
  /** Those in force at `now`, the ones that end first before the others; milliseconds since the epoch. */
  readonly inForce: (now: number) => Promise<Mute[]>;
  /** Takes a mute back; undefined when it is not in force any more. */
  readonly end: (id: string, by: string, at: string) => Promise<Mute | undefined>;
  /** Mutes whose time was over before `now` and that nobody has been told of yet. */
  readonly lapsed: (now: number) => Promise<Mute[]>;
  readonly told: (id: string) => Promise<void>;
}

/** Failures that were accepted as the baseline, by finding id. */
export interface BaselineStore {
  readonly accept: (entries: Readonly<Record<string, Accepted>>) => Promise<void>;
  readonly all: () => Promise<ReadonlyMap<string, Accepted>>;
  readonly drop: (findingIds: readonly string[]) => Promise<void>;
}
