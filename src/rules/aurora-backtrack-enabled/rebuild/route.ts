/** How a cluster becomes one with Backtrack; also the ids of the strategies. */
export const routes = ['snapshot-restore', 'pitr-full-copy', 'clone'] as const;
export type Route = (typeof routes)[number];

interface RouteWords {
  /** Title of the strategy. */
  readonly title: string;
  /** `a restored snapshot`: what the copy is. */
  readonly what: string;
  /** What is known about whether AWS takes it; nothing of the documented one. */
  readonly doubt: string | undefined;
}

/**
 * AWS documents only the snapshot route. A clone of a cluster that never had Backtrack is refused; a full copy is
 * accepted by the API's types and promised by nobody. Aurora user guide, "Overview of backtracking", and
 * https://github.com/awsdocs/amazon-aurora-user-guide/pull/63
 */
export const wordsOf: Readonly<Record<Route, RouteWords>> = {
  'snapshot-restore': { title: 'Rebuild from a snapshot', what: 'a restored snapshot', doubt: undefined },
  'pitr-full-copy': {
    title: 'Rebuild by a point-in-time restore',
    what: 'a full copy by point-in-time restore',
    doubt: 'AWS documents Backtrack for restored snapshots only. Whether it takes this way shows when it is asked.',
  },
  clone: {
    title: 'Rebuild from a clone',
    what: 'a clone',
    doubt:
      'AWS refuses Backtrack on a clone of a cluster without it, as far as its guide tells; this asks it all the same.',
  },
};
