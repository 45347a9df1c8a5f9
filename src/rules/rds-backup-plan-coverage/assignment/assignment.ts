import type { Database } from '../database.ts';
import { inOrder } from '../order.ts';
import type { Plan, PlanRule, Selection } from '../plans/plan.ts';
import type { OptIn, RegionSettings } from './opt-in.ts';
import { evaluateSelection } from './selection.ts';

/** What covers a database: the plan, its selection, and the part of the selection that matched. */
export interface Match {
  readonly plan: Plan;
  readonly selection: Selection;
  /** `tag backup=daily`. */
  readonly clause: string;
}

/** A match with the rules that will back the database up, at least one. */
export interface Cover extends Match {
  readonly rules: readonly PlanRule[];
}

export type Assignment =
  | { readonly state: 'assigned'; readonly covers: readonly [Cover, ...Cover[]] }
  /** Something that could not be read or understood might cover it. */
  | { readonly state: 'unknown'; readonly why: readonly string[] }
  /** Selected, but no backup can come of it; `obstacle` completes "the plan cannot run: …". */
  | { readonly state: 'cannot-run'; readonly match: Match; readonly obstacle: string }
  /** Selected, but its resource type is not opted in to AWS Backup in this Region. */
  | { readonly state: 'opted-out'; readonly match: Match; readonly optIn: OptIn }
  | { readonly state: 'unassigned' };

/**
 * Which plans will back a database up. Pure: it may be asked with tags and selections that do not exist yet. The
 * order of plans and of everything in them makes no difference.
 */
export function assignmentOf(database: Database, plans: readonly Plan[], settings: RegionSettings): Assignment {
  const covers: Cover[] = [];
  const blocked: { match: Match; obstacle: string }[] = [];
  const optedOut: { match: Match; optIn: OptIn }[] = [];
  const why: string[] = [];
  for (const plan of [...plans].sort(byName)) {
    if (plan.selectionsUnread !== undefined) why.push(`plan ${plan.name}: ${plan.selectionsUnread}`);
    for (const selection of [...plan.selections].sort(byName)) {
      const found = evaluateSelection(database, selection, settings);
      if (found.outcome === 'unknown') why.push(...found.why.map((each) => `${nameOf(plan, selection)}: ${each}`));
      if (found.outcome === 'unknown' || found.outcome === 'misses') continue;
      const match = { plan, selection, clause: found.clause };
      if (found.outcome === 'opted-out') {
        optedOut.push({ match, optIn: found.optIn });
        continue;
      }
      const obstacle = roleObstacle(selection, database) ?? planObstacle(plan);
      if (obstacle !== undefined) blocked.push({ match, obstacle });
      else if (plan.rulesUnread !== undefined) why.push(`plan ${plan.name}: ${plan.rulesUnread}`);
      else covers.push({ ...match, rules: plan.rules.filter(runs) });
    }
  }
  const [cover, ...others] = covers;
  if (cover !== undefined) return { state: 'assigned', covers: [cover, ...others] };
  if (why.length > 0) return { state: 'unknown', why: [...new Set(why)] };
  const [first] = blocked;
  if (first !== undefined) return { state: 'cannot-run', ...first };
  const [out] = optedOut;
  return out === undefined ? { state: 'unassigned' } : { state: 'opted-out', ...out };
}

type NamedPart = Pick<Plan, 'id' | 'name'>;

const byName = (a: NamedPart, b: NamedPart): number => inOrder(a.name, b.name) || inOrder(a.id, b.id);

export const nameOf = (plan: Pick<Plan, 'name'>, selection: Pick<Selection, 'name'>): string =>
  `selection ${selection.name} of plan ${plan.name}`;

export const runs = ({ obstacle }: PlanRule): boolean => obstacle === undefined;

/** A plan runs as long as one of its rules does. */
export function planObstacle({ rules, rulesUnread }: Plan): string | undefined {
  if (rulesUnread !== undefined || rules.some(runs)) return undefined;
  const [rule] = [...rules].sort((a, b) => inOrder(a.name, b.name));
  return rule === undefined ? 'it has no rule' : `rule ${rule.name}: ${rule.obstacle}`;
}

/** AWS Backup works with the role that the selection names, one of the same account; whether it may do so is not seen here. */
export function roleObstacle({ roleArn }: Selection, { arn }: Pick<Database, 'arn'>): string | undefined {
  if (roleArn === undefined || roleArn === '') return 'the selection names no IAM role';
  const account = /^arn:[^:]+:iam::(\d{12}):role\/\S+$/.exec(roleArn)?.[1];
  if (account === undefined) return `${roleArn} is no IAM role`;
  return account === arn.split(':')[4] ? undefined : `role ${roleArn} belongs to another account`;
}
