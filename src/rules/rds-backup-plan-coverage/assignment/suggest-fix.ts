import type { Remediation } from '../../../domain/finding.ts';
import type { Policy } from '../../../domain/policy.ts';
import type { Database } from '../database.ts';
import { inOrder } from '../order.ts';
import type { Plan, Selection } from '../plans/plan.ts';
import { arnCosts } from './arn-miss.ts';
import { assignmentOf, planObstacle } from './assignment.ts';
import type { Miss } from './nearest-miss.ts';
import { optedIn, type RegionSettings } from './opt-in.ts';
import { isReserved, tagCosts } from './tag-miss.ts';

/** The changes that would put a database into a plan, and what each of them needs. */
export interface Suggestion {
  readonly remediation: Remediation;
  /** A tag to add, and what it completes. */
  readonly tag?: { readonly key: string; readonly value: string; readonly plan: Plan; readonly selection: Selection };
  /** The plan to add a selection to. */
  readonly home?: Plan;
}

/** How the bot's own plans are called. */
const keeperPrefix = 'aurora-keeper';

/**
 * Strategies that would cover an uncovered database, the one that adds least first: a tag that overwrites none and
 * completes a selection that exists; a selection in the bot's own plan, which is made if need be; a selection in
 * somebody else's plan, which is theirs to add. Each is tried out before it is offered.
 */
export function suggestFix(
  database: Database,
  plans: readonly Plan[],
  settings: RegionSettings,
  misses: readonly Miss[],
  policy: Pick<Policy, 'backupTag'>,
): Suggestion {
  const tag = completingTag(database, plans, settings, misses, policy.backupTag);
  const home = homeFor(plans, misses);
  const strategies = [
    ...(tag === undefined ? [] : ['add-tag']),
    'keeper-plan',
    ...(home === undefined ? [] : ['add-selection']),
  ];
  const [recommended = 'keeper-plan'] = strategies;
  return {
    remediation: { strategies, recommended },
    ...(tag === undefined ? {} : { tag }),
    ...(home === undefined ? {} : { home }),
  };
}

/** Each one is judged against every plan, and the nearest come first. */
const tagsTried = 20;

function completingTag(
  database: Database,
  plans: readonly Plan[],
  settings: RegionSettings,
  misses: readonly Miss[],
  wanted: Policy['backupTag'],
): Suggestion['tag'] {
  const { tags } = database;
  if (tags === undefined || optedIn(database.types, settings).value === false) return undefined;
  const own = meant(misses)
    .flatMap(({ add }) => (add.length === 1 ? add : []))
    .slice(0, tagsTried);
  const addable = wanted !== undefined && !Object.hasOwn(tags, wanted.key) && !isReserved(wanted.key);
  const candidates = addable ? [wanted, ...own] : own;
  for (const { key, value } of candidates) {
    const then = assignmentOf({ ...database, tags: { ...tags, [key]: value } }, plans, settings);
    const cover = then.state === 'assigned' ? then.covers[0] : undefined;
    if (cover !== undefined) return { key, value, plan: cover.plan, selection: cover.selection };
  }
  return undefined;
}

/** Where somebody only misspelled a tag, that selection is meant and no other. */
function meant(misses: readonly Miss[]): readonly Miss[] {
  const [first] = misses;
  return first === undefined || first.cost > tagCosts.spelling
    ? misses
    : misses.filter(({ cost }) => cost <= first.cost);
}

/** The plan for another selection: the bot's own, else the one that comes nearest, else the one that keeps longest. */
function homeFor(plans: readonly Plan[], misses: readonly Miss[]): Plan | undefined {
  const open = plans.filter(takesSelections).sort(byFitness);
  const [first] = open;
  if (first !== undefined && isKeeper(first)) return first;
  const near = misses.find(({ plan, cost }) => cost < arnCosts.unrelated && open.includes(plan));
  return near?.plan ?? first;
}

/** Plans of AWS itself and of Organizations backup policies cannot be edited in the account. */
const isForeign = ({ id }: Plan): boolean => /^(?:aws|orgs)\//.test(id);

const takesSelections = (plan: Plan): boolean =>
  !isForeign(plan) && plan.rulesUnread === undefined && planObstacle(plan) === undefined;

const isKeeper = ({ name }: Plan): boolean => name.startsWith(keeperPrefix);
const longest = ({ rules }: Plan): number =>
  Math.max(...rules.map(({ retentionDays }) => retentionDays ?? Number.POSITIVE_INFINITY));

/** The bot's own plan first, then the one that keeps longest, then by name. */
const byFitness = (a: Plan, b: Plan): number =>
  Number(isKeeper(b)) - Number(isKeeper(a)) ||
  inOrder(longest(b), longest(a)) ||
  inOrder(a.name, b.name) ||
  inOrder(a.id, b.id);
