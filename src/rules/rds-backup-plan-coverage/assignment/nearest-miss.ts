import type { Database } from '../database.ts';
import { inOrder } from '../order.ts';
import type { Plan, Selection } from '../plans/plan.ts';
import { arnMiss } from './arn-miss.ts';
import { matchingPattern } from './arn-pattern.ts';
import { nameOf, planObstacle, roleObstacle } from './assignment.ts';
import type { TagCondition } from './tag-condition.ts';
import { type TagMiss, tagMiss } from './tag-miss.ts';
import { takesEverything } from './ways.ts';

/** Why one selection does not cover a database, and how far from it that is. */
export interface Miss {
  readonly plan: Plan;
  readonly selection: Selection;
  readonly cost: number;
  /** Completes "selection x of plan y …". */
  readonly text: string;
  /** Tags that would complete the selection and overwrite none; empty when tags alone do not. */
  readonly add: readonly { readonly key: string; readonly value: string }[];
}

/** Beside `tagCosts` and `arnCosts`: being left out by name is nearer than a tag that is missing, since all else fits. */
export const missCosts = {
  excludedByName: 1.5,
  excludedByPattern: 2.5,
  planCannotRun: 5,
  heldCondition: -0.25,
} as const;

/** A miss before it is known whose it is. */
type Way = Pick<Miss, 'cost' | 'text' | 'add'>;

/**
 * Everything that keeps a database out of the plans, the nearest first: what differs in spelling only, then what one
 * change would mend, then the rest; selections of plans that cannot run come later. Independent of any order.
 */
export function nearestMisses(database: Database, plans: readonly Plan[]): Miss[] {
  const misses = plans.flatMap((plan) =>
    plan.selections
      .filter(({ unread }) => unread === undefined)
      .flatMap((selection) => waysOf(database, selection).map((way) => inPlan(database, plan, selection, way))),
  );
  return misses
    .map((miss) => ({ miss, words: sentenceOf(miss) }))
    .sort((a, b) => a.miss.cost - b.miss.cost || inOrder(a.words, b.words))
    .map(({ miss }) => miss);
}

/** "selection prod of plan gold wants tag backup=daily; this cluster has backup=Daily" */
export const sentenceOf = (miss: Pick<Miss, 'plan' | 'selection' | 'text'>): string =>
  `${nameOf(miss.plan, miss.selection)} ${miss.text}`;

function inPlan(database: Database, plan: Plan, selection: Selection, way: Way): Miss {
  const obstacle = roleObstacle(selection, database) ?? planObstacle(plan);
  return obstacle === undefined
    ? { plan, selection, ...way }
    : {
        plan,
        selection,
        cost: way.cost + missCosts.planCannotRun,
        text: `${way.text}; besides, the plan cannot run: ${obstacle}`,
        add: [],
      };
}

function waysOf(database: Database, selection: Selection): Way[] {
  const byTag = selection.anyTag.map((condition) => fromTags(database, [condition]));
  const hasResources = takesEverything(selection) || selection.resources.all.length > 0;
  const ways = hasResources ? [fromResources(database, selection), ...byTag] : byTag;
  const pattern = matchingPattern(selection.notResources, database.arn);
  return pattern === undefined ? ways : ways.map((way) => excluded(way, pattern));
}

const excluded = (way: Way, pattern: string): Way => ({
  cost: way.cost + (pattern.includes('*') ? missCosts.excludedByPattern : missCosts.excludedByName),
  text: `leaves it out (NotResources ${pattern})`,
  add: [],
});

function fromResources(database: Database, selection: Selection): Way {
  const tags = fromTags(database, selection.conditions);
  if (takesEverything(selection) || matchingPattern(selection.resources, database.arn) !== undefined) return tags;
  const arn = arnMiss(selection.resources, database);
  return { cost: arn.cost + Math.max(0, tags.cost), text: arn.text, add: [] };
}

/** All conditions have to hold; each one that does brings the selection nearer. */
function fromTags({ kind, tags = {} }: Database, conditions: readonly TagCondition[]): Way {
  const all = conditions.map((condition) => tagMiss(condition, tags));
  const failing = all.filter(({ cost }) => cost > 0);
  const held = Math.min(all.length - failing.length, 3);
  const cost = failing.reduce((sum, each) => sum + each.cost, 0);
  const listed = (part: (miss: TagMiss) => string): string => [...new Set(failing.map(part))].sort().join(' and ');
  return {
    cost: failing.length === 0 ? 0 : cost + held * missCosts.heldCondition,
    text: `wants ${listed(({ wants }) => wants)}; this ${kind} has ${listed(({ has }) => has)}`,
    add: failing.every(({ add }) => add !== undefined) ? failing.flatMap(({ add }) => add ?? []) : [],
  };
}
