import type { Life } from './life.ts';
import type { NewTransition, Transition } from './transition.ts';

/** Transitions that a history holds at most. */
export const historyShown = 200;

/** The log of what happened to findings. Verdicts write it through `FindingStore.replace`. */
export interface LifeStore {
  readonly get: (findingId: string) => Promise<Life | undefined>;
  /** Every finding known of a resource: gone ones too, and those that have never failed while they are seen. */
  readonly ofResource: (arn: string) => Promise<Life[]>;
  /** ARNs of resources with this identifier (`orders`), whatever account and Region. */
  readonly resourcesCalled: (id: string) => Promise<string[]>;
  /** Every finding that has ever failed. */
  readonly list: () => AsyncIterable<Life>;
  /** A finding's transitions, newest first; at most `historyShown` of them. */
  readonly history: (findingId: string) => Promise<Transition[]>;
  /** For what does not come from a scan, such as a mute. */
  readonly append: (transitions: readonly NewTransition[]) => Promise<void>;
  /** Sequence number of the newest transition; 0 while there is none. */
  readonly head: () => Promise<number>;
  /** Transitions after `seq`, up to `upTo`, in their order. */
  readonly after: (seq: number, upTo?: number) => AsyncIterable<Transition>;
  /**
   * Hands transitions to `handle` in their order, from where this follower stopped, one worker at a time. One is
   * handed over again when `handle` threw or the worker died. A new follower begins at the end of the log. Rejects
   * with what `handle` threw; does nothing while another worker follows.
   */
  readonly follow: (follower: string, handle: (transition: Transition) => Promise<void>) => Promise<void>;
}

/** What a count per day needs besides. */
export interface LifeLog {
  /** Sequence number of a transition before which everything was seen before `at` (ISO); 0 when that is all. */
  readonly before: (at: string) => Promise<number>;
  /** ISO times at which something was audited, to the quarter of an hour. */
  readonly audited: () => Promise<string[]>;
}

/** Names of resources, each once, in the order of the alphabet. */
export interface ResourceNames {
  readonly names: () => AsyncIterable<string>;
}
