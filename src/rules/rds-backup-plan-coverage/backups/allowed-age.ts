import type { PlanRule } from '../plans/plan.ts';

const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** Time for AWS Backup to list what it has made. */
const marginMs = hourMs;

/** AWS's default completion window is 7 days; a database that is backed up within a day needs no more than that. */
const usualCompletionMs = 24 * hourMs;

export interface AgeOptions {
  readonly now: Date;
  /** A job of this database is waiting or running, so that its whole completion window counts. */
  readonly underWay: boolean;
  /** `policy.maxRecoveryPointAgeHours`; it can only tighten. */
  readonly policyHours?: number | undefined;
}

/**
 * How old the newest recovery point of a rule may be, in milliseconds: the gap between its runs (the last whole one, or
 * the present one as far as it has come, so a weekly plan is not stale on Thursday), and the start window, and the
 * completion window (a day of it at most, unless a job is under way), and an hour. Infinity before the first run;
 * undefined when the schedule was not understood.
 */
export function allowedAgeMs(rule: PlanRule, { now, underWay, policyHours }: AgeOptions): number | undefined {
  const most = policyHours === undefined ? Number.POSITIVE_INFINITY : policyHours * hourMs;
  if (rule.schedule === undefined) return policyHours === undefined ? undefined : most;
  const [last, before] = rule.schedule.runsBefore(now, 2);
  if (last === undefined) return Number.POSITIVE_INFINITY;
  const gap = Math.max(now.getTime() - last.getTime(), last.getTime() - (before ?? last).getTime());
  return Math.min(gap + windowsMs(rule, underWay), most);
}

/** From the scheduled moment until the recovery point must be there, in milliseconds. */
export function windowsMs({ startWindowMinutes, completionWindowMinutes }: PlanRule, underWay = false): number {
  const completion = completionWindowMinutes * minuteMs;
  return startWindowMinutes * minuteMs + (underWay ? completion : Math.min(completion, usualCompletionMs)) + marginMs;
}

/** When the first recovery point of a new assignment must be there, or undefined when that cannot be told. */
export function firstBackupDue(rule: PlanRule, assignedAt: Date): Date | undefined {
  const run = rule.schedule?.runAfter(assignedAt);
  return run && new Date(run.getTime() + windowsMs(rule));
}
