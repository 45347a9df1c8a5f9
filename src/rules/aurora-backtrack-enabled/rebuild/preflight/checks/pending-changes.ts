import { blocked, checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

/** What waits to be applied; AWS sends an empty element when nothing does. */
const namesIn = (values: object | undefined): string[] =>
  Object.entries(values ?? {}).flatMap(([name, value]) =>
    value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0) ? [] : [name],
  );

/** A copy has the settings in force, and what waits would be lost. */
export function decidePendingChanges({ source, name }: Subject): Decision {
  const waiting = [
    ...namesIn(source.cluster.PendingModifiedValues).map((what) => `${what} of ${name}`),
    ...source.members.flatMap(({ DBInstanceIdentifier: id = '?', PendingModifiedValues: values }) =>
      namesIn(values).map((what) => `${what} of ${id}`),
    ),
  ];
  if (waiting.length === 0) return clear('Nothing waits to be applied.');
  return blocked(
    `Waits to be applied: ${few(waiting)}. The new cluster would be made without it: apply it or take it back, then plan again.`,
  );
}

export const pendingChanges = checkOfSource({
  id: 'pending-changes',
  what: 'Pending modifications',
  decide: decidePendingChanges,
});
