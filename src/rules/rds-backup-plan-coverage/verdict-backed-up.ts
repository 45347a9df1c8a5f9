import { type Cover, runs } from './assignment/assignment.ts';
import { hourMs } from './backups/allowed-age.ts';
import type { Freshness } from './backups/freshness.ts';
import type { JobsOf } from './backups/jobs.ts';
import type { LivingDatabase } from './database.ts';
import type { Facts, Verdict } from './facts.ts';
import { coveredBy, day, exactSpan, kept, moment, nativeBackups, span, traceOf } from './words.ts';

type Shared = Pick<Verdict, 'remediation' | 'trace'>;
type BackedUp = Shared & Pick<Verdict, 'status' | 'cause' | 'reason'>;

/** The verdict on a database that is assigned, by what its plans have made of it. */
export function backedUp(
  database: LivingDatabase,
  freshness: Freshness,
  covers: readonly [Cover, ...Cover[]],
  facts: Facts,
): BackedUp {
  const { now, policy, jobs } = facts;
  const shared: Shared = { remediation: null, trace: covers.slice(0, 10).map(traceOf) };
  const native = `(${nativeBackups(database.nativeRetentionDays)})`;
  const notes = [lastJob(jobs), brokenRule(covers), ...facts.notes]
    .map((note) => (note === '' ? '' : ` ${note}`))
    .join('');
  switch (freshness.state) {
    case 'unknown':
      return {
        ...shared,
        status: 'unknown',
        cause: 'could-not-read',
        reason: `${coveredBy(covers[0])}, but whether it is backed up cannot be told: ${freshness.why} ${native}.${notes}`,
      };
    case 'fresh': {
      const { cover, rule, at, continuous } = freshness;
      const newest = continuous
        ? `continuous backup up to ${moment(at)}`
        : `newest recovery point ${span(now.getTime() - at.getTime())} old`;
      return {
        ...shared,
        status: 'pass',
        cause: 'covered',
        reason: `${coveredBy(cover)}: ${newest}, ${kept(rule, policy.minRetentionDays)} ${native}.${notes}`,
      };
    }
    case 'due': {
      const { cover, rule, assignedAt, dueAt } = freshness;
      const due = dueAt === undefined ? 'still due' : `due by ${moment(dueAt)}`;
      return {
        ...shared,
        status: 'pass',
        cause: 'first-backup-due',
        reason: `${coveredBy(cover)} since ${day(assignedAt)}: first backup ${due}, ${kept(rule, policy.minRetentionDays)} ${native}.${notes}`,
      };
    }
    case 'stale':
      return {
        ...shared,
        status: 'fail',
        cause: jobs.last?.failed === true ? 'last-backup-failed' : 'no-recent-recovery-point',
        reason: `${coveredBy(freshness.cover)}, but ${newestOf(database, facts, freshness.allowedMs)} ${native}.${notes}${stopped(database)}`,
      };
  }
}

/** A plan covers as long as one of its rules runs; one that does not is somebody's mistake all the same. */
function brokenRule(covers: readonly Cover[]): string {
  const broken = covers.flatMap(({ plan }) => plan.rules.filter((rule) => !runs(rule)).map((rule) => ({ plan, rule })));
  const [first] = broken;
  return first === undefined
    ? ''
    : `Rule ${first.rule.name} of plan ${first.plan.name} cannot run: ${first.rule.obstacle}.`;
}

/** The last job is named when AWS had something to say about it. */
function lastJob({ last }: JobsOf): string {
  if (last?.failed !== true) return '';
  const ended = last.state === 'COMPLETED' ? 'completed with a remark' : `ended as ${last.state}`;
  return `Its last backup job, of ${day(last.at)}, ${ended}${last.message === undefined ? '' : `: ${last.message.replace(/\.$/, '')}`}.`;
}

/** What there is in place of a recent recovery point. */
function newestOf(database: LivingDatabase, { points, now, policy }: Facts, allowedMs: number): string {
  const limit = `${exactSpan(allowedMs)} that ${allowedMs === (policy.maxRecoveryPointAgeHours ?? 0) * hourMs ? 'the policy' : 'its schedule'} allows`;
  const [newest] = points.good;
  const [unusable] = points.unusable;
  const [earlier] = points.earlier;
  const broken =
    unusable !== undefined && unusable.at > (newest?.at ?? new Date(0))
      ? `; the one of ${day(unusable.at)} is ${unusable.status}`
      : '';
  if (newest !== undefined)
    return `its newest recovery point is ${exactSpan(now.getTime() - newest.at.getTime())} old, more than the ${limit}${broken}`;
  if (broken !== '') return `it has no usable recovery point${broken}`;
  return earlier === undefined
    ? 'it has no recovery point'
    : `it has no recovery point; the newest under its name, of ${day(earlier.at)}, is of an earlier ${database.kind}`;
}

const stopped = ({ status }: LivingDatabase): string =>
  status === 'stopped' || status === 'stopping' ? ' It is stopped, and may not be backed up before it is started.' : '';
