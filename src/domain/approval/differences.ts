import type { Plan } from '../remediation/plan.ts';
import { plural } from '../words.ts';

/** What differs between two plans of the same change, as a person would say it; plain text, at least one sentence. */
export function differencesOf(before: Plan, after: Plan): string[] {
  const differences = [
    ...missing(before, after).map((name) => `${name} is not in it any more`),
    ...missing(after, before).map((name) => `${name} is new in it`),
    ...after.items.flatMap((item) => {
      const same = before.items.find(({ findingId }) => findingId === item.findingId);
      return same === undefined ? [] : changedSettings(item.resource.id, same.changes, item.changes);
    }),
  ];
  if (differences.length > 0) return differences;
  const steps = after.steps.filter(({ title }) => !before.steps.some((each) => each.title === title));
  return steps.length > 0
    ? steps.map(({ title }) => `new step: ${title}`)
    : [
        before.steps.length > after.steps.length
          ? `${plural(before.steps.length - after.steps.length, 'step')} fewer`
          : 'values that its steps start from',
      ];
}

const missing = (from: Plan, than: Plan): string[] =>
  from.items
    .filter(({ findingId }) => !than.items.some((each) => each.findingId === findingId))
    .map(({ resource }) => resource.id);

type Changes = Plan['items'][number]['changes'];

function changedSettings(name: string, before: Changes, after: Changes): string[] {
  const words = ({ before: from, after: to }: Changes[number]) => `${from ?? 'none'} → ${to ?? 'none'}`;
  const gone = before.filter(({ what }) => !after.some((each) => each.what === what));
  return [
    ...gone.map(({ what }) => `${what} of ${name} stays as it is`),
    ...after.flatMap((change) => {
      const old = before.find(({ what }) => what === change.what);
      return old !== undefined && words(old) === words(change) ? [] : [`${change.what} of ${name}: ${words(change)}`];
    }),
  ];
}
