import { listed } from '../../domain/words.ts';
import { arnCosts } from './assignment/arn-miss.ts';
import { type Assignment, assignmentOf } from './assignment/assignment.ts';
import { type Miss, nearestMisses, sentenceOf } from './assignment/nearest-miss.ts';
import { optedIn, type RegionSettings } from './assignment/opt-in.ts';
import { suggestFix } from './assignment/suggest-fix.ts';
import { freshnessOf } from './backups/freshness.ts';
import type { LivingDatabase } from './database.ts';
import type { Facts, Verdict } from './facts.ts';
import type { Plan } from './plans/plan.ts';
import { backedUp } from './verdict-backed-up.ts';
import { nativeBackups, selectedBy, traceOf } from './words.ts';

/** Judges one database: is it assigned to a plan, and if so, is it backed up? */
export function judge(database: LivingDatabase, facts: Facts): Verdict {
  if (database.status === 'deleting') {
    return {
      status: 'not-applicable',
      cause: 'being-deleted',
      reason: 'It is being deleted.',
      remediation: null,
      trace: [],
    };
  }
  if ('unread' in facts.plans) return undecided(database, [facts.plans.unread]);
  const plans = facts.plans.read;
  const assignment = assignmentOf(database, plans, facts.settings);
  switch (assignment.state) {
    case 'unknown':
      return { ...undecided(database, assignment.why), assignment };
    case 'assigned': {
      const { points, pointsHidden: hidden, jobs, now, policy } = facts;
      const options = { now, jobs, hidden, policyHours: policy.maxRecoveryPointAgeHours };
      const freshness = freshnessOf(database, assignment.covers, points, options);
      return { ...backedUp(database, freshness, assignment.covers, facts), assignment, freshness };
    }
    default:
      return uncovered(database, assignment, plans, facts);
  }
}

const native = ({ nativeRetentionDays }: LivingDatabase): string => `(${nativeBackups(nativeRetentionDays)})`;

const undecided = (database: LivingDatabase, why: readonly string[]): Verdict => ({
  status: 'unknown',
  cause: 'could-not-read',
  reason: `Whether a backup plan covers it cannot be told ${native(database)}: ${listed(why, 3)}.`,
  remediation: null,
  trace: why,
});

type Uncovered = Exclude<Assignment, { readonly state: 'assigned' | 'unknown' }>;

/** Not covered for certain: says by how little, and what would change it. */
function uncovered(
  database: LivingDatabase,
  assignment: Uncovered,
  plans: readonly Plan[],
  { settings, policy }: Facts,
): Verdict {
  const misses = nearestMisses(database, plans);
  const suggestion = suggestFix(database, plans, settings, misses, policy);
  const shared = { status: 'fail', assignment, suggestion, remediation: suggestion.remediation } as const;
  switch (assignment.state) {
    case 'unassigned':
      return {
        ...shared,
        cause: 'not-in-a-plan',
        reason: `Not in any backup plan ${native(database)}${nearest(misses, plans)}${offAnyway(database, settings)}`,
        trace: traceOfMisses(misses),
      };
    case 'cannot-run': {
      const { match, obstacle } = assignment;
      return {
        ...shared,
        cause: 'plan-cannot-run',
        reason: `${selectedBy(match)}, but the plan cannot run: ${obstacle} ${native(database)}.`,
        trace: [`${traceOf(match)} → cannot run: ${obstacle}`],
      };
    }
    case 'opted-out': {
      const { match, optIn } = assignment;
      const off = optIn.unlisted
        ? `AWS's list of opted-in types does not name ${optIn.off}, which counts as off`
        : `${optIn.off} is not opted in to AWS Backup in this Region`;
      return {
        ...shared,
        ...(database.kind === 'cluster' ? { remediation: null } : {}),
        cause: 'opted-out',
        reason: `${selectedBy(match)}, but ${off} ${native(database)}.`,
        trace: [`${traceOf(match)} → ${off}`],
      };
    }
  }
}

function nearest(misses: readonly Miss[], plans: readonly Plan[]): string {
  if (plans.length === 0) return ': there is no backup plan in this Region.';
  const [first] = misses;
  if (first === undefined || first.cost >= arnCosts.unrelated)
    return plans.length === 1
      ? ': the one plan here does not select it.'
      : `: none of the ${plans.length} plans here selects it.`;
  return `. Nearest: ${sentenceOf(first)}.`;
}

/** Whoever adds the tag that is missing should know that it would not be enough. */
function offAnyway({ types, kind }: LivingDatabase, settings: RegionSettings): string {
  const { value, off } = optedIn(types, settings);
  const except = kind === 'instance' ? ', so a selection has to name it' : '';
  return value === false ? ` Besides, ${off} is not opted in to AWS Backup in this Region${except}.` : '';
}

const missesShown = 5;

/** The nearest few, one of each selection. */
function traceOfMisses(misses: readonly Miss[]): string[] {
  const bySelection = new Map<unknown, Miss>();
  for (const miss of misses) if (!bySelection.has(miss.selection)) bySelection.set(miss.selection, miss);
  return [...bySelection.values()]
    .slice(0, missesShown)
    .map(({ plan, selection, text }) => `plan ${plan.name} → selection ${selection.name}: ${text}`);
}
