import type { Json } from '../../../../domain/json.ts';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { Stage, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { tagsOf } from '../calls/find.ts';
import { stop } from '../calls/power.ts';
import { recordOfStep } from '../cutover/record.ts';
import { readScene } from '../cutover/scene.ts';
import { waiting } from '../look.ts';
import { oneOf } from '../planned-parts.ts';
import { replacedByTag } from '../tags.ts';
import { afterDraft, afterStep } from './parts.ts';
import { readStanding } from './read.ts';

/** About nothing any more once the old cluster is gone, or in its place again. */
const plan: Stage['plan'] = async (context, findings): Promise<PlanDraft> => {
  const finding = oneOf(findings);
  const standing = await readStanding(context);
  const { cutover, old, replaced } = standing;
  const name = old?.DBClusterIdentifier ?? `the old ${cutover.source}`;
  const title = `Stop ${name} again`;
  const draft = afterDraft(context, finding, standing, [
    { what: 'state', before: old?.Status ?? null, after: 'stopped' },
  ]);
  return {
    ...draft,
    items: old !== undefined && replaced ? draft.items : [],
    title,
    summary: [`AWS starts a stopped cluster by itself after seven days; ${name} is only kept to go back to.`],
    steps:
      replaced && old?.Status === 'available'
        ? [afterStep(standing, 'again')('stopOld', title, 'Nothing has been changed.')]
        : [],
    refusals: [],
  };
};

/** Only a cluster that says of itself that this cut-over has replaced it, whatever it is called. */
async function stopOld(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const cutover = recordOfStep(step);
  const { old } = await readScene(context, cutover);
  const arn = old?.DBClusterArn;
  if (old === undefined || arn === undefined) return { status: 'done', says: 'The old cluster is gone.' };
  const { DBClusterIdentifier: name = '', Status = 'in an unknown state' } = old;
  if ((await tagsOf(context, arn))[replacedByTag] !== cutover.madeBy)
    return { status: 'done', says: `${name} is in use again, and was left alone.` };
  if (Status === 'stopped') return { status: 'done', says: `${name} is stopped.` };
  if (Status === 'available') await stop(context, old);
  return waiting(context, memory, `${name} is ${Status === 'available' ? 'being stopped' : Status}.`);
}

export const stopAgain: Stage = { plan, steps: { stopOld } };
