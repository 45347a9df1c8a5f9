import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { ensureMember } from '../calls/member.ts';
import type { Asked } from '../calls/settle-settings.ts';
import { ensureSettings } from '../calls/settle-settings.ts';
import { isDone, waiting } from '../look.ts';
import { inert } from './inert.ts';
import { rehearsalInput } from './input.ts';
import { copyTags } from './make-copy.ts';

/** Makes the members from the `from`th on, all at once; the first of a cluster becomes its writer, so it is made alone. */
async function makeMembers(
  context: StepContext,
  step: PlannedStep,
  memory: Json | null,
  [from, to]: readonly [number, number | undefined],
): Promise<StepResult> {
  const input = rehearsalInput(step);
  const waits: string[] = [];
  for (const [index, { settings }] of input.members.entries()) {
    const name = input.names.members[index];
    if (name === undefined || index < from || (to !== undefined && index >= to)) continue;
    const tags = copyTags(context, input);
    const { cluster } = input.names;
    const look = await ensureMember(context, { name, cluster, engine: input.settings.engine, settings, tags });
    if (!isDone(look)) waits.push(look.wait);
  }
  return waits.length === 0 ? { status: 'done' } : waiting(context, memory, waits.slice(0, 3).join(' '));
}

export const makeWriter = (context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> =>
  makeMembers(context, step, memory, [0, 1]);

export const makeReaders = (context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> =>
  makeMembers(context, step, memory, [1, undefined]);

/** Sets what a restore takes no parameter for. */
export async function settle(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { names, settings } = rehearsalInput(step);
  const { asked: before } = (memory ?? {}) as { readonly asked?: Asked };
  const wanted = inert(settings, names.parameterGroup);
  const { look, asked } = await ensureSettings(context, names.cluster, wanted, before);
  if (isDone(look)) return { status: 'done' };
  return waiting(context, memory, look.wait, asked === undefined ? {} : { asked: asked as unknown as Json });
}
