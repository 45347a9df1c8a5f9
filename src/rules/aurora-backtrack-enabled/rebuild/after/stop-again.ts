import type { DBCluster } from '@aws-sdk/client-rds';
import { Settled } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { Stage, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { timestamp } from '../../duration.ts';
import { tagsOf } from '../calls/find.ts';
import { stop } from '../calls/power.ts';
import { type CutoverRecord, recordOfStep } from '../cutover/record.ts';
import { readScene } from '../cutover/scene.ts';
import { membersIn, readSince } from '../freeze/at-rest.ts';
import { waiting } from '../look.ts';
import { oneOf } from '../planned-parts.ts';
import { replacedByTag, stoppedAtTag } from '../tags.ts';
import { afterDraft, afterStep } from './parts.ts';
import { inPlaceName, readStanding } from './read.ts';

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
        ? [afterStep(standing, 'again')('stopOld', title, `${name} is running, and is only kept to go back to.`)]
        : [],
    refusals: [],
  };
};

/** AWS may have started it since the last look, an hour ago, or the one before. */
const lookBackMs = 3 * 3_600_000;
/** By then CloudWatch shows the last minute. */
const settledAfterMs = 4 * 60_000;

/** Only a cluster that says of itself that this cut-over has replaced it, whatever it is called. */
async function stopOld(context: StepContext, step: PlannedStep, stored: Json | null): Promise<StepResult> {
  const cutover = recordOfStep(step);
  const { now } = context;
  const { stoppedAt = now.toISOString() } = (stored ?? {}) as { readonly stoppedAt?: string };
  const { old } = await readScene(context, cutover);
  const arn = old?.DBClusterArn;
  if (old === undefined || arn === undefined) return { status: 'done', says: 'The old cluster is gone.' };
  const { DBClusterIdentifier: name = '', Status = 'in an unknown state' } = old;
  if ((await tagsOf(context, arn))[replacedByTag] !== cutover.madeBy)
    return { status: 'done', says: `${name} is in use again, and was left alone.` };
  if (Status !== 'stopped') {
    if (Status === 'available') await stop(context, old);
    return waiting(context, stored, `${name} is ${Status === 'available' ? 'being stopped' : Status}.`);
  }
  if (now.getTime() - Date.parse(stoppedAt) < settledAfterMs)
    return waiting(context, stored, `${name} is stopped; waiting for its last minutes in CloudWatch.`, { stoppedAt });
  return seeUnwritten(context, old, cutover);
}

/** Whoever knows the old address by heart may have written to it while it was up. */
async function seeUnwritten(context: StepContext, old: DBCluster, cutover: CutoverRecord): Promise<StepResult> {
  const name = old.DBClusterIdentifier ?? '';
  const { [stoppedAtTag]: stopped = '' } = await tagsOf(context, old.DBClusterArn ?? '');
  // The minute of the first stop, and what came before it, was looked at by the cut-over.
  const first = Number.isNaN(Date.parse(stopped)) ? 0 : Date.parse(stopped) + 60_000;
  const from = new Date(Math.max(first, context.now.getTime() - lookBackMs));
  const { wroteAt } = await readSince(context, membersIn(old), { from, now: context.now });
  if (wroteAt === undefined) return { status: 'done', says: `${name} is stopped, and nothing was written to it.` };
  throw new Settled(
    `${name} is stopped again, but something was written to it at ${timestamp(wroteAt)}, when AWS had started it; ${inPlaceName(cutover)} does not have that. Find who still uses the old address, and bring over by hand what was written`,
  );
}

export const stopAgain: Stage = { plan, steps: { stopOld } };
