import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { tagRecord } from '../../../reads.ts';
import { timestamp } from '../../duration.ts';
import { orNothing } from '../calls/answers.ts';
import { findSnapshot } from '../calls/find.ts';
import { eventSchedulerIn } from '../calls/parameter-group.ts';
import { hostsOn, readQuiet } from '../freeze/at-rest.ts';
import { freezeText } from '../freeze/words.ts';
import { waiting } from '../look.ts';
import { frozenSinceTag } from '../tags.ts';
import { whyOutsideWindow } from './in-window.ts';
import { type CutoverInput, cutoverInput } from './input.ts';
import { readScene } from './scene.ts';

/** Values that switch it on, as MySQL takes them. */
const isOn = (value: string | undefined): boolean => /^(?:on|1)$/i.test(value ?? '');

/**
 * Waits until people have stopped the writers: no sessions, no commits, nothing changed for as long as the policy says.
 * Nothing is changed here. Once the snapshot is taken it is over, whatever has become of the records.
 */
export async function freeze(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const { source, sourceId, settings, quietMinutes } = input;
  const taken = await frozenSince(context, input);
  if (taken !== undefined) return frozen(taken, input);
  const closed = whyOutsideWindow(context, 1);
  if (closed !== undefined)
    throw new PermanentError(
      `${closed}, and ${source} has not been at rest for ${plural(quietMinutes, 'minute')}; start the writers again, and plan the cut-over anew`,
    );
  const { old } = await readScene(context, { sourceId, madeBy: context.remediationId });
  if (old?.DBClusterIdentifier !== source || old.Status !== 'available')
    return waiting(context, memory, `${source} is ${old?.Status ?? 'not shown by AWS'}; waiting.`);
  const group = settings.parameterGroup;
  if (group !== null && isOn(await orNothing(eventSchedulerIn(context, group))))
    return waiting(
      context,
      memory,
      `Freeze: event_scheduler is on in ${group}, so events write by themselves. Set it to OFF. Waiting.`,
    );
  const { quiet, writer } = await readQuiet(context, old, { minutes: quietMinutes, now: context.now });
  if (quiet.state === 'quiet') return frozen(quiet.since, input);
  const open = quiet.state === 'busy' && quiet.sessions > 0;
  const hosts = open ? await hostsOn(context, writer, { now: context.now }) : undefined;
  return waiting(context, memory, freezeText(quiet, { writer: 'the old writer', minutes: quietMinutes, hosts }));
}

/** The snapshot carries the moment, so that it is not forgotten with the records. */
export async function frozenSince(context: StepContext, { names }: CutoverInput): Promise<Date | undefined> {
  const snapshot = await findSnapshot(context, names.snapshot);
  const at = Date.parse(tagRecord(snapshot?.TagList)[frozenSinceTag] ?? '');
  return Number.isNaN(at) ? undefined : new Date(at);
}

const frozen = (since: Date, { source }: CutoverInput): StepResult => ({
  status: 'done',
  output: { since: since.toISOString() },
  says: `Nothing has been written to ${source} since ${timestamp(since)}.`,
});
