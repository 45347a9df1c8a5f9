import { nameOf } from '../assignment/assignment.ts';
import type { RegionSettings } from '../assignment/opt-in.ts';
import { evaluateSelection } from '../assignment/selection.ts';
import type { Database } from '../database.ts';
import type { Plan } from '../plans/plan.ts';

export interface TagEffect {
  /** `selection prod of plan gold` */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Selections of which it cannot be told. */
  readonly untold: readonly string[];
}

/** Which selections would take a database in, and which would let it go, once it has a tag. Pure. */
export function effectOfTag(
  database: Database,
  tag: { readonly key: string; readonly value: string },
  plans: readonly Plan[],
  settings: RegionSettings,
): TagEffect {
  const then = { ...database, tags: { ...database.tags, [tag.key]: tag.value } };
  const effect = { gained: [] as string[], lost: [] as string[], untold: [] as string[] };
  for (const plan of plans) {
    for (const selection of plan.selections) {
      const [before, after] = [database, then].map((each) => evaluateSelection(each, selection, settings).outcome);
      const name = nameOf(plan, selection);
      if (before === after) continue;
      if (before === 'unknown' || after === 'unknown') effect.untold.push(name);
      else if (after === 'misses') effect.lost.push(name);
      else if (before === 'misses') effect.gained.push(name);
    }
  }
  return { gained: effect.gained.sort(), lost: effect.lost.sort(), untold: effect.untold.sort() };
}
