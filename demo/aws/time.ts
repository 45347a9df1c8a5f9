import { z } from 'zod';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const duration = z
  .string()
  .regex(/^\d+(?:\.\d+)?[smhd]$/, 'use a duration such as 90s, 15m or 2h')
  .transform((text) => Number(text.slice(0, -1)) * SECONDS[text.slice(-1) as keyof typeof SECONDS] * 1000);

/**
 * How long AWS takes, in AWS's own time; `compression` lets it pass that many times faster. No page publishes these
 * figures: they are of the order that people report.
 */
export const timing = z.strictObject({
  compression: z.number().positive().default(1),
  /** Until ListTagsForResource shows a change of tags, and until DescribeDBClusters and DescribeDBInstances do. */
  tagsListed: duration.prefault('2s'),
  tagsDescribed: duration.prefault('60s'),
  /** From ModifyDBCluster to the status `modifying`, and from there to `available` with the new values. */
  modifyStarts: duration.prefault('10s'),
  modifyRuns: duration.prefault('90s'),
  /** Until a new plan, vault or selection can be read by its id, and until lists show it. */
  planReadable: duration.prefault('0s'),
  selectionReadable: duration.prefault('2s'),
  listed: duration.prefault('5s'),
  /** While a deleted selection still keeps its plan from being deleted. */
  selectionForgotten: duration.prefault('5s'),
  /** Until DescribeRegionSettings shows a change. */
  optInShown: duration.prefault('5s'),
  /**
   * Until descriptions show a new cluster, instance or snapshot, or a cluster under its new name; and while lists still
   * show one that is gone.
   */
  databaseShown: duration.prefault('2s'),
  /** From `creating` to `available`: an empty cluster, a snapshot, a cluster from it, from a point in time, as a clone; an instance. */
  clusterCreates: duration.prefault('5m'),
  snapshotRuns: duration.prefault('4m'),
  restoreRuns: duration.prefault('15m'),
  pitrRuns: duration.prefault('25m'),
  cloneRuns: duration.prefault('6m'),
  instanceCreates: duration.prefault('8m'),
  /** From `deleting` until it is gone. */
  snapshotDeletes: duration.prefault('20s'),
  instanceDeletes: duration.prefault('5m'),
  clusterDeletes: duration.prefault('3m'),
  /** From `renaming` to the new name; and how long the old one stays taken. */
  renameRuns: duration.prefault('2m'),
  nameFreed: duration.prefault('90s'),
  /** Until an endpoint's name leads to where it should. */
  dnsLag: duration.prefault('2m'),
  /** From `stopping` to `stopped`, from `starting` to `available`; and until AWS starts a stopped cluster by itself. */
  stopRuns: duration.prefault('5m'),
  startRuns: duration.prefault('6m'),
  stoppedFor: duration.prefault('7d'),
  failoverRuns: duration.prefault('40s'),
  rebootRuns: duration.prefault('60s'),
  /** Until a role that was added is ACTIVE, and a secret of a master user active. */
  roleJoins: duration.prefault('30s'),
  secretCreates: duration.prefault('60s'),
  /** Until a new parameter group can be used. */
  groupUsable: duration.prefault('5s'),
  /** How far behind now the latest restorable time is. */
  restorableLag: duration.prefault('5m'),
  /** From the end of a minute until CloudWatch has its datapoint. */
  metricDelay: duration.prefault('150s'),
  /** From CREATED to PENDING, to RUNNING, to the end; and from ABORTING to ABORTED. */
  jobPending: duration.prefault('30s'),
  jobStarts: duration.prefault('2m'),
  jobRuns: duration.prefault('15m'),
  /** Until a job looks again whether its resource is free. */
  jobRetries: duration.prefault('10m'),
  jobStops: duration.prefault('10s'),
});

export type TimingInput = z.input<typeof timing>;
export type Timing = z.output<typeof timing>;
/** A wait that AWS makes one take. */
export type Wait = Exclude<keyof Timing, 'compression'>;

/** How many milliseconds of the clock these take, one behind the other. */
export function waitMs({ compression, ...durations }: Timing, waits: readonly Wait[]): number {
  return waits.reduce((sum, wait) => sum + durations[wait], 0) / compression;
}

/** What happens at a moment; told the moment, since it may be noticed later. */
export type Effect = (at: Date) => void;

/** What is going to happen. Nothing runs by itself: whoever looks lets first happen what is due. */
export interface Timeline {
  readonly at: (time: Date, effect: Effect) => void;
  /** Lets everything happen that is due at `now`, in the order of its times. */
  readonly settle: (now: Date) => void;
}

/** What has to be worked out while time passes. */
export interface Hooks {
  /** Before the next thing that happens is looked for: it may plan others. */
  readonly prepare: () => void;
  /** Nothing happens from where time stood to this moment. */
  readonly pass: (to: Date) => void;
  /** Something has happened. */
  readonly changed: () => void;
}

const NO_HOOKS: Hooks = { prepare: () => {}, pass: () => {}, changed: () => {} };

export function createTimeline(hooks: Hooks = NO_HOOKS): Timeline {
  let pending: { readonly time: number; readonly effect: Effect }[] = [];
  const at = (time: Date, effect: Effect): void => {
    const entry = { time: time.getTime(), effect };
    const after = pending.findIndex((other) => other.time > entry.time);
    pending = after < 0 ? [...pending, entry] : pending.toSpliced(after, 0, entry);
  };
  const settle = (now: Date): void => {
    for (;;) {
      hooks.prepare();
      const next = pending[0];
      if (!next || next.time > now.getTime()) break;
      pending = pending.slice(1);
      hooks.pass(new Date(next.time));
      next.effect(new Date(next.time));
      hooks.changed();
    }
    hooks.pass(now);
  };
  return { at, settle };
}
