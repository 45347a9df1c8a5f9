import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { rename } from '../calls/rename.ts';
import { waiting } from '../look.ts';
import { cutoverInput } from './input.ts';
import { readScene } from './scene.ts';

/** A name that was given up is free after a few minutes; nobody has published how many. Milliseconds. */
const freeWithinMs = 1_800_000;

/** Gives the new cluster the name that the application knows. */
export async function renameNew(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { source, sourceId } = cutoverInput(step);
  const { fresh } = await readScene(context, { sourceId, madeBy: context.remediationId });
  if (fresh === undefined) return waiting(context, memory, 'AWS does not show the new cluster at the moment.');
  const { DBClusterIdentifier: name = '', Status = 'in an unknown state' } = fresh;
  if (Status !== 'available') return waiting(context, memory, `${name} is ${Status}.`);
  if (name === source) return { status: 'done', says: `The new cluster is called ${source}.` };
  const sent = await rename(context, fresh, source);
  if (sent !== 'exists') return waiting(context, memory, `${name} is being renamed to ${source}.`);
  const { takenSince = context.now.toISOString() } = (memory ?? {}) as { readonly takenSince?: string };
  if (context.now.getTime() - Date.parse(takenSince) > freeWithinMs)
    throw new PermanentError(`AWS does not give the name ${source} free; somebody else may have taken it`);
  return waiting(context, memory, `The name ${source} is not free yet.`, { takenSince });
}
