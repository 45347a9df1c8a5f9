import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { hostsOn, readQuiet } from '../freeze/at-rest.ts';
import { sessionsText } from '../freeze/words.ts';
import { waiting } from '../look.ts';
import { retireInput } from './input.ts';
import { readOld } from './the-old.ts';
import { insistOnUnused } from './wake.ts';

/** It runs, and would take connections: whoever comes in these minutes still needs it. */
export async function seeAtRest(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = retireInput(step);
  const { name, cutover } = input;
  const minutes = cutover.quietMinutes;
  const old = await readOld(context, input);
  if (old.is === 'not-shown') return waiting(context, memory, `AWS does not show ${name} at the moment.`);
  // Its instances are gone already: nobody can connect.
  if (old.is === 'gone' || old.instances.length === 0) return { status: 'done' };
  await insistOnUnused(context, input);
  const { quiet, writer } = await readQuiet(context, old.cluster, { minutes, now: context.now });
  if (quiet.state === 'quiet')
    return { status: 'done', says: `Nobody came to ${name} within ${plural(minutes, 'minute')}.` };
  if (quiet.state === 'settling')
    return waiting(context, memory, `Nobody has come to ${name} for ${quiet.minutes} of ${plural(minutes, 'minute')}.`);
  if (quiet.state === 'unknown')
    return waiting(context, memory, `CloudWatch does not show the last minutes of ${name} yet.`);
  const hosts = await hostsOn(context, writer, { now: context.now });
  const who = quiet.sessions === 0 ? 'something is being written to' : sessionsText(quiet.sessions, name, hosts);
  throw new PermanentError(`${quiet.sessions === 0 ? `${who} ${name}` : who}. Find out who needs it`);
}
