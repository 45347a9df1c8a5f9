import { canonical, type Json } from '../json.ts';
import type { Plan, PlanItem, PlannedStep } from './plan.ts';

const shown = (value: string | null | undefined): string => (value === null || value === undefined ? 'none' : value);

/**
 * What differs between the approved plan and one made now, each a sentence; empty when nothing does. Values that
 * people compare come first; what only the steps look at follows by its name.
 */
export function differences(approved: Plan, now: Plan): string[] {
  const items = approved.items.flatMap((item) =>
    itemDifferences(
      item,
      now.items.find(({ findingId }) => findingId === item.findingId),
    ),
  );
  const steps = stepDifferences(approved.steps, now.steps);
  const found = [
    ...items,
    ...(items.length > 0 ? steps.filter(({ kind }) => kind === 'steps') : steps).map(({ text }) => text),
  ];
  if (found.length > 0) return [...new Set(found)];
  return approved.hash === now.hash ? [] : ['What the run would touch has changed.'];
}

function itemDifferences({ resource, changes }: PlanItem, now: PlanItem | undefined): string[] {
  if (now === undefined) return [`${resource.id}: there is nothing left to change.`];
  return changes.flatMap(({ what, before, after }) => {
    const same = now.changes.find((change) => change.what === what);
    if (same === undefined) return [`${resource.id}: ${what} needs no change any more.`];
    return [
      ...(same.before === before
        ? []
        : [`${resource.id}: ${what} was ${shown(before)} and is ${shown(same.before)} now.`]),
      ...(same.after === after
        ? []
        : [`${resource.id}: ${what} would become ${shown(same.after)} instead of ${shown(after)}.`]),
    ];
  });
}

interface StepDifference {
  readonly kind: 'steps' | 'values';
  readonly text: string;
}

function stepDifferences(approved: readonly PlannedStep[], now: readonly PlannedStep[]): StepDifference[] {
  const gone = approved.filter(({ id }) => !now.some((step) => step.id === id));
  const added = now.filter(({ id }) => !approved.some((step) => step.id === id));
  return [
    ...gone.map(({ title }) => ({ kind: 'steps', text: `This step is not needed any more: ${title}.` }) as const),
    ...added.map(({ title }) => ({ kind: 'steps', text: `This step is needed now: ${title}.` }) as const),
    ...approved.flatMap((step) => {
      const same = now.find(({ id }) => id === step.id);
      if (same === undefined) return [];
      const was: Json = { ...valuesOf(step) };
      return valueDifferences(was, { ...valuesOf(same) }).map(
        (text) => ({ kind: 'values', text: `${step.title}: ${text}` }) as const,
      );
    }),
  ];
}

const valuesOf = ({ before, input, items = {} }: PlannedStep): Record<string, Json> => ({
  before,
  input,
  items: { ...items },
});

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Differences by path, without the outermost word when it is `before`: `windowSeconds was 3600 and is 0 now.` */
function valueDifferences(was: Json, is: Json | undefined, path: readonly string[] = []): string[] {
  if (isRecord(was) && isRecord(is))
    return [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .sort()
      .flatMap((key) => valueDifferences(was[key] ?? null, is[key] ?? null, [...path, key]));
  if (canonical(was) === canonical(is ?? null)) return [];
  const name = path[0] === 'before' ? path.slice(1).join('.') || 'what was read' : path.join('.');
  return [`${name} was ${brief(was)} and is ${brief(is ?? null)} now.`];
}

const brief = (value: Json): string => {
  const text = value === null ? 'none' : typeof value === 'string' ? value : canonical(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};
