import type { Cover } from '../assignment/assignment.ts';
import type { LivingDatabase } from '../database.ts';
import type { PlanRule } from '../plans/plan.ts';
import { allowedAgeMs, firstBackupDue } from './allowed-age.ts';
import type { JobsOf } from './jobs.ts';
import { isGood, type PointsOf } from './recovery-points.ts';

/** Whether a database that is assigned is backed up as its plans promise. */
export type Freshness =
  | ({ readonly state: 'fresh'; readonly at: Date; readonly continuous: boolean } & Pledge)
  /** Too young to have a recovery point. */
  | ({ readonly state: 'due'; readonly assignedAt: Date; readonly dueAt: Date | undefined } & Pledge)
  | ({ readonly state: 'stale' } & Pledge)
  /** `late`: as far as is known it is stale, and something that is not known may excuse it. */
  | { readonly state: 'unknown'; readonly why: string; readonly late: boolean };

/** One rule of one plan, and how old its newest recovery point may be. */
interface Pledge {
  readonly cover: Cover;
  readonly rule: PlanRule;
  readonly allowedMs: number;
}

export interface FreshnessOptions {
  readonly now: Date;
  readonly policyHours: number | undefined;
  readonly jobs: JobsOf;
  /** Why recovery points may exist that were not seen. */
  readonly hidden: string | undefined;
}

/**
 * Every rule that covers the database makes a promise of its own; a broken one decides, then a kept one, so that a rule
 * of which nothing is understood spoils nothing. A rule that was assigned only lately is excused until its first backup is due.
 */
export function freshnessOf(
  database: LivingDatabase,
  covers: readonly Cover[],
  points: PointsOf,
  options: FreshnessOptions,
): Freshness {
  const kept = covers
    .flatMap((cover) => cover.rules.map((rule) => keptOrNot(database, cover, rule, points, options)))
    .sort((a, b) => allowanceOf(a) - allowanceOf(b));
  const find = (state: Freshness['state']) => kept.find((each) => each.state === state);
  return (
    find('stale') ??
    kept.find((each) => each.state === 'unknown' && each.late) ??
    find('fresh') ??
    find('unknown') ??
    find('due') ?? { state: 'unknown', why: 'no rule of the plan is known', late: false }
  );
}

const allowanceOf = (freshness: Freshness): number => (freshness.state === 'unknown' ? 0 : freshness.allowedMs);

function keptOrNot(
  database: LivingDatabase,
  cover: Cover,
  rule: PlanRule,
  points: PointsOf,
  { now, policyHours, jobs, hidden }: FreshnessOptions,
): Freshness {
  const allowedMs = allowedAgeMs(rule, { now, policyHours, underWay: jobs.underWay });
  if (allowedMs === undefined)
    return {
      state: 'unknown',
      why: `the schedule ${rule.expression} (${rule.timezone}) was not understood`,
      late: false,
    };
  const pledge = { cover, rule, allowedMs };
  const recent = (at: Date | undefined): at is Date => at !== undefined && now.getTime() - at.getTime() <= allowedMs;
  const restorableTo = rule.continuous ? continuousTo(database, points) : undefined;
  if (recent(restorableTo)) return { state: 'fresh', at: restorableTo, continuous: true, ...pledge };
  const newest = points.good[0]?.at;
  if (recent(newest)) return { state: 'fresh', at: newest, continuous: false, ...pledge };
  const { at: assignedAt, certain } = assignmentTime(database, cover, now);
  if (recent(assignedAt)) return { state: 'due', assignedAt, dueAt: firstBackupDue(rule, assignedAt), ...pledge };
  const why = excuse(database, rule, points, recent, certain) ?? hidden;
  return why === undefined ? { state: 'stale', ...pledge } : { state: 'unknown', why, late: true };
}

/** What keeps a rule that seems late from being called so. */
function excuse(
  database: LivingDatabase,
  rule: PlanRule,
  { unsure: [point] }: PointsOf,
  recent: (at: Date | undefined) => boolean,
  certain: boolean,
): string | undefined {
  if (recent(point?.at)) return `nothing tells whether recovery point ${point?.arn} is of this database`;
  if (rule.continuous && database.continuousPointArn !== undefined && database.restorableTo === undefined)
    return 'AWS does not say how far its continuous backup reaches';
  return certain ? undefined : 'AWS does not say since when it is assigned';
}

/** How far the continuous backup reaches that AWS Backup keeps; a stopped one reaches nowhere. */
export function continuousTo(database: LivingDatabase, { continuous }: PointsOf): Date | undefined {
  if (database.continuousPointArn === undefined) return undefined;
  return continuous === undefined || isGood(continuous) ? database.restorableTo : undefined;
}

/** Neither the database nor the selection was there before, and our own tag tells when a fix made it match. */
function assignmentTime(
  { createdAt, assignedAt, status }: LivingDatabase,
  { selection }: Cover,
  now: Date,
): { readonly at: Date | undefined; readonly certain: boolean } {
  if (status === 'creating') return { at: now, certain: true };
  const fixedAt = assignedAt !== undefined && assignedAt <= now ? assignedAt : undefined;
  const times = [createdAt, selection.createdAt, fixedAt].filter((time) => time !== undefined);
  const at = times.length === 0 ? undefined : new Date(Math.max(...times.map((time) => time.getTime())));
  return { at, certain: createdAt !== undefined && selection.createdAt !== undefined };
}
