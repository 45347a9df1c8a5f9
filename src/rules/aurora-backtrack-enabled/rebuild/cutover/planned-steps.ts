import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import { plural } from '../../../../domain/words.ts';
import { duration } from '../../duration.ts';
import { asJson, type CutoverInput } from './input.ts';

/** The steps in words and order; `ifStopped` says what stopping before each of them leaves behind. */
export function stepsOf(input: CutoverInput): PlannedStep[] {
  const { source, names, members, windowSeconds, way, quietMinutes } = input;
  const [writer, ...readers] = members;
  const step = (id: string, work: string, title: string, ifStopped: string, deadlineMinutes = 60): PlannedStep => ({
    id,
    step: work,
    title,
    input: asJson(input),
    before: null,
    ifStopped,
    deadlineMinutes,
  });
  const made = `${source} is as it was: start the writers again. The new cluster ${names.cluster} is there, not used, and costs money until it is removed.`;
  const renamed = `No cluster is called ${source}: the old one is ${names.oldStem}…. “Swap back” gives it its name again.`;
  const stopped = way === 'keep-name' ? renamed : `${source} is stopped. “Swap back” starts it again.`;
  return [
    step(
      'freeze',
      'freeze',
      `See nobody connected to ${source}, and nothing written, for ${plural(quietMinutes, 'minute')}`,
      'Nothing has been changed.',
      180,
    ),
    step('new-snapshot', 'takeSnapshot', `Take a snapshot of ${source}`, 'Nothing has been changed.', 240),
    step(
      'new-cluster',
      'makeCluster',
      `Make ${names.cluster} with Backtrack ${duration(windowSeconds)}`,
      `${source} is as it was: start the writers again. The snapshot ${names.snapshot} stays.`,
      720,
    ),
    ...(writer === undefined
      ? []
      : [step('new-writer', 'makeWriter', `Add its writer (${writer.settings.instanceClass})`, made, 120)]),
    ...(readers.length === 0
      ? []
      : [step('new-readers', 'makeReaders', `Add ${plural(readers.length, 'reader')}`, made, 120)]),
    step('new-settings', 'settle', 'Set what a restore takes no parameter for', made),
    step('new-compare', 'compare', `Compare every setting with ${source}`, made),
    ...(way === 'keep-name'
      ? [
          step('rename-old', 'renameOld', `Rename the old cluster to ${names.oldStem}…`, made),
          step('stop-old', 'stopOld', 'Stop the old cluster', renamed),
        ]
      : [step('stop-old', 'stopOld', `Stop ${source}`, made)]),
    step('prove', 'prove', 'See that nothing was written until it stopped', stopped, 90),
    ...(way === 'keep-name' ? [step('rename-new', 'renameNew', `Rename ${names.cluster} to ${source}`, renamed)] : []),
    step(
      'see',
      'see',
      way === 'keep-name'
        ? `See ${source} in place, with its endpoint`
        : `See ${names.cluster} ready, with its endpoint`,
      way === 'keep-name'
        ? `The new cluster is called ${source}, and the old one is stopped. “Swap back” puts that in its place again.`
        : stopped,
    ),
  ];
}
