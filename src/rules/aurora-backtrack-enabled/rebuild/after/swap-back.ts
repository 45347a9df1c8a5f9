import { PermanentError, Settled } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { Step, StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { asSentence } from '../../../../domain/words.ts';
import { instancesOf, tagsOf } from '../calls/find.ts';
import { ensureTags } from '../calls/label.ts';
import { stop } from '../calls/power.ts';
import { rename } from '../calls/rename.ts';
import { ensureNewInPlace, type Swap } from '../cutover/in-place.ts';
import { type CutoverRecord, recordOfStep } from '../cutover/record.ts';
import { readScene } from '../cutover/scene.ts';
import { ensureSwappedBack } from '../cutover/take-back.ts';
import { isDone, waiting } from '../look.ts';
import { managedByTag, stopAskedAtTag, stoppedAtTag } from '../tags.ts';
import { inPlaceName } from './read.ts';

const notShown = (context: StepContext, memory: Json | null): StepResult =>
  waiting(context, memory, 'AWS does not show the new cluster at the moment.');

/** The new cluster gives up the name; with a new endpoint there is none to give up. */
export async function stepAside(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const cutover = recordOfStep(step);
  const { fresh } = await readScene(context, cutover);
  if (fresh === undefined) return notShown(context, memory);
  const { DBClusterIdentifier: name = '', Status = 'in an unknown state' } = fresh;
  if (name !== cutover.source) return { status: 'done' };
  if (Status !== 'available') return waiting(context, memory, `${name} is ${Status}.`);
  await rename(context, fresh, cutover.aside);
  return waiting(context, memory, `${name} becomes ${cutover.aside}.`);
}

/** Stops the new cluster, so that nothing more can be written to it; the cluster carries when that was. */
export async function stopNew(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const cutover = recordOfStep(step);
  const { fresh } = await readScene(context, cutover);
  if (fresh === undefined) return notShown(context, memory);
  const { DBClusterIdentifier: name = '', DBClusterArn: arn = '', Status = 'in an unknown state' } = fresh;
  if (Status === 'stopped') {
    const tags = await tagsOf(context, arn);
    const stoppedAt = tags[stoppedAtTag] ?? context.now.toISOString();
    if (!(await ensureTags(context, arn, { add: { [stoppedAtTag]: stoppedAt } })))
      return waiting(context, memory, `${name} is stopped, and is being tagged.`);
    return { status: 'done', output: { askedAt: tags[stopAskedAtTag] ?? stoppedAt, stoppedAt } };
  }
  if (Status !== 'available') return waiting(context, memory, `${name} is ${Status}.`);
  await ensureTags(context, arn, { add: { [stopAskedAtTag]: context.now.toISOString() }, remove: [stoppedAtTag] });
  await stop(context, fresh);
  return waiting(context, memory, `${name} is being stopped.`);
}

/** Starts the old cluster and gives it its name back. */
export async function putBack(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const cutover = recordOfStep(step);
  const look = await ensureSwappedBack(context, swapOf(cutover));
  if (!isDone(look)) return waiting(context, memory, look.wait);
  return {
    status: 'done',
    output: { source: cutover.source },
    says: `${cutover.source} is the old cluster again, available, under its endpoint. ${cutover.way === 'keep-name' ? 'Start the writers.' : 'Give the applications that endpoint, then start the writers.'}`,
  };
}

/** The new cluster is a copy of ours again: no audit judges it, and it may be removed. */
export async function labelCopy(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { fresh } = await readScene(context, recordOfStep(step));
  const { DBClusterIdentifier: name = '', DBClusterArn: arn = '' } = fresh ?? {};
  if (fresh === undefined) return { status: 'done', says: 'There is no new cluster left.' };
  const instances = await instancesOf(context, name);
  const arns = [arn, ...instances.flatMap(({ DBInstanceArn }) => DBInstanceArn ?? [])];
  let clean = true;
  for (const each of arns)
    clean = (await ensureTags(context, each, { add: { [managedByTag]: 'aurora-keeper' } })) && clean;
  if (!clean) return waiting(context, memory, `${name} is being tagged.`);
  return { status: 'done', says: `The new cluster is ${name}, and not used.` };
}

export const swapOf = ({ source, sourceId, madeBy, aside }: CutoverRecord): Swap => ({
  source,
  sourceId,
  madeBy,
  aside,
});

/**
 * A step of a swap back that finds that it may not go on puts the new cluster in place again, running, and ends with the
 * reason. The old one has not got its name back at that point, so it only has to keep out of the way.
 */
export const orPutNewBack =
  (work: Step): Step =>
  async (context, step, memory) => {
    const cutover = recordOfStep(step);
    const { back } = (memory ?? {}) as { readonly back?: string };
    let reason = back;
    if (reason === undefined) {
      try {
        return await work(context, step, memory);
      } catch (error) {
        if (!(error instanceof PermanentError)) throw error;
        reason = error.message;
      }
    }
    const name = inPlaceName(cutover);
    const look = await ensureNewInPlace(context, swapOf(cutover), name);
    if (!isDone(look))
      return waiting(context, memory, `${asSentence(reason)} Putting the new cluster in place again: ${look.wait}`, {
        back: reason,
      });
    await ensureTags(context, look.done.DBClusterArn ?? '', { remove: [stopAskedAtTag, stoppedAtTag] });
    throw new Settled(`${asSentence(reason)} The new cluster is in place again as ${name}, and nothing is lost`);
  };
