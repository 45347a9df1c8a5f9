import type { LaterStage, Plan } from './plan.ts';
import { hasBegun, type Run } from './run.ts';
import { isGrave } from './second-factor.ts';
import type { StageMeta } from './strategy.ts';

type Due = NonNullable<Run['later']>[number];

const afterMinutes = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** What a plan foresees after a run that ends so at `at`; undefined when nothing. */
export function laterOf(
  { later = [] }: Pick<Plan, 'later'>,
  run: Pick<Run, 'steps'>,
  state: Run['state'],
  at: string,
): Run['later'] {
  const due = later
    .filter(({ when }) => state === 'verified' || (when === 'ended' && hasBegun(run)))
    .map(({ stage, afterMinutes: minutes }): Due => ({ stage, at: afterMinutes(at, minutes) }));
  return due.length === 0 ? undefined : due;
}

/**
 * What is left to look after once `done` has been: it is due again at `againAt`, or when the plan says so, unless it is
 * `over` for good.
 */
export function laterLeft(
  { later = [] }: Pick<Run, 'later'>,
  done: Due,
  foreseen: LaterStage | undefined,
  { now, againAt, over }: { readonly now: string; readonly againAt?: string | undefined; readonly over: boolean },
): Due[] {
  const rest = later.filter(({ stage, at }) => stage !== done.stage || at !== done.at);
  if (over) return rest;
  const next = againAt ?? (foreseen?.every === true ? afterMinutes(now, foreseen.afterMinutes) : undefined);
  return next === undefined ? rest : [...rest, { stage: done.stage, at: next }];
}

/** The earliest time when something is due, in milliseconds since the epoch; undefined when nothing is. */
export const nextDue = ({ later = [] }: Pick<Run, 'later'>): number | undefined =>
  later.length === 0 ? undefined : Math.min(...later.map(({ at }) => Date.parse(at)));

/** Nothing that breaks a service or loses data is ever done without being asked for. */
export const mayBeForeseen = ({ risk }: Pick<StageMeta, 'risk'>): boolean => !isGrave(risk);
