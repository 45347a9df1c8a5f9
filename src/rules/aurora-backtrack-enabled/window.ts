import type { DBCluster } from '@aws-sdk/client-rds';
import { duration, roughly, timestamp } from './duration.ts';

type Facts = Pick<DBCluster, 'BacktrackWindow' | 'EarliestBacktrackTime' | 'ClusterCreateTime'>;

/** `EarliestBacktrackTime` moves in steps of minutes. */
const toleranceMs = 5 * 60_000;
/** Nothing can be rewound to before a new cluster is up, and a restore takes its time. */
const startMs = 60 * 60_000;

/** How far back the cluster can be rewound now, in seconds; undefined when AWS does not say. */
export const reachSeconds = ({ EarliestBacktrackTime }: Facts, now: Date): number | undefined =>
  EarliestBacktrackTime === undefined ? undefined : (now.getTime() - EarliestBacktrackTime.getTime()) / 1000;

const isFilling = (facts: Facts, now: Date): boolean => {
  const reach = reachSeconds(facts, now);
  return reach !== undefined && reach * 1000 < (facts.BacktrackWindow ?? 0) * 1000 - toleranceMs;
};

/**
 * True when the earliest time is later than the window and the cluster's age explain. Then the window was raised
 * lately, or AWS cuts it short; only its events tell. An age or an earliest time that AWS does not give explains nothing.
 */
export function looksShort(facts: Facts, now: Date): boolean {
  const { ClusterCreateTime: created, EarliestBacktrackTime: earliest, BacktrackWindow: window = 0 } = facts;
  const age = created === undefined ? Number.POSITIVE_INFINITY : now.getTime() - created.getTime();
  const possible = Math.min(window * 1000, Math.max(0, age - startMs)) - toleranceMs;
  return (earliest === undefined ? 0 : now.getTime() - earliest.getTime()) < possible;
}

/** A young or freshly raised window reaches back less far than it will. */
export function filling(facts: Facts, now: Date): string {
  const reach = reachSeconds(facts, now);
  return reach !== undefined && isFilling(facts, now) ? `, filling: ${roughly(reach)} so far` : '';
}

/** A larger window would keep no more: what AWS stores is full. */
export function cutShort(facts: Facts, since: Date, now: Date): string {
  const reach = reachSeconds(facts, now);
  const left = reach === undefined ? '' : ` Only ${roughly(reach)} can be rewound now.`;
  return `AWS keeps less than its window of ${duration(facts.BacktrackWindow ?? 0)} and said so at ${timestamp(since)}.${left} Fewer writes or a lower target window help; a higher one does not.`;
}
