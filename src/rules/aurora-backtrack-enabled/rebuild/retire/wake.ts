import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { start } from '../calls/power.ts';
import { waiting } from '../look.ts';
import { type RetireInput, retireInput } from './input.ts';
import { readOld } from './the-old.ts';
import { usageOf, usageText } from './usage.ts';

/** Throws PermanentError when anybody has used the old cluster since it was stopped. */
export async function insistOnUnused(
  context: StepContext,
  { name, members, unusedSince }: RetireInput,
  advice = 'Find out who needs it',
): Promise<void> {
  const instances = members.map((member) => member.name);
  const usage = await usageOf(context, instances, { from: new Date(unusedSince), now: context.now });
  if (usage === undefined) return;
  throw new PermanentError(`${usageText(name, usage)}. ${advice}`);
}

/** AWS deletes no stopped cluster, and takes no snapshot of one: it runs once more, with nobody connected. */
export async function wake(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = retireInput(step);
  const { name } = input;
  const old = await readOld(context, input);
  if (old.is === 'gone') return { status: 'done' };
  if (old.is === 'not-shown') return waiting(context, memory, `AWS does not show ${name} at the moment.`);
  const { Status = 'in an unknown state' } = old.cluster;
  if (Status === 'deleting') return { status: 'done' };
  await insistOnUnused(context, input);
  if (Status === 'available') return { status: 'done', says: `Nobody has used ${name} since it was stopped.` };
  if (Status === 'stopped') await start(context, old.cluster);
  return waiting(context, memory, `${name} is ${Status === 'stopped' ? 'being started' : Status}.`);
}
