import type { DBCluster } from '@aws-sdk/client-rds';
import { Settled } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { reactInRun } from '../../../../domain/retry-policy.ts';
import { findSnapshot, tagsOf } from '../calls/find.ts';
import { ensureTags } from '../calls/label.ts';
import { stop } from '../calls/power.ts';
import { rename } from '../calls/rename.ts';
import { waiting } from '../look.ts';
import { managedByTag, replacedByTag, stopAskedAtTag, stoppedAtTag } from '../tags.ts';
import { minutesForNames, whyOutsideWindow } from './in-window.ts';
import { type CutoverInput, cutoverInput } from './input.ts';
import { sinceWhen } from './make-new.ts';
import { oldNames } from './names.ts';
import { readScene } from './scene.ts';
import { stillFrozen } from './still-frozen.ts';

/** A change of name or state shows with a delay: until then nothing is concluded from its not showing. Milliseconds. */
const showsWithinMs = 60_000;

interface Memory {
  /** When the last change was asked for. */
  readonly askedAt?: string;
  /** Since when it is to end here. */
  readonly endsSince?: string;
}

/** No name or state was changed, so there is nothing to take back. */
export class NotBegun extends Settled {}

const beginAgain =
  'nothing has been renamed or stopped, and nothing is lost. Start the writers again; the new cluster is not used, and “Remove now” takes it away';

/** AWS has said no to the first change: then there was none. */
function throwNotBegun(error: unknown): never {
  if (error instanceof Error && reactInRun(error) === 'fail') throw new NotBegun(`${error.message}; ${beginAgain}`);
  throw error;
}

/**
 * The last moment before the point from which it goes through: the window must be open for as long as the names take,
 * and nothing may have been written. Undefined when it may begin.
 */
async function whyNotYet(context: StepContext, input: CutoverInput, old: DBCluster, memory: Memory) {
  const closed = whyOutsideWindow(context, minutesForNames);
  const still = await stillFrozen(context, old, await sinceWhen(context, input));
  if (closed === undefined && still.is === 'frozen') return undefined;
  if (closed === undefined && still.is === 'wait') return waiting(context, memory as Json, still.says);
  // A change that was asked for and forgotten would show by now.
  const { endsSince = context.now.toISOString() } = memory;
  if (context.now.getTime() - Date.parse(endsSince) < showsWithinMs)
    return waiting(context, memory as Json, 'Looking once more before it ends here.', { endsSince });
  throw new NotBegun(`${closed ?? (still.is === 'ended' ? still.why : '')}; ${beginAgain}`);
}

const justAsked = ({ now }: StepContext, { askedAt }: Memory): boolean =>
  askedAt !== undefined && now.getTime() - Date.parse(askedAt) < showsWithinMs;

/** Stopped already, when this is looked at again after the records were lost: waiting would wait for AWS to start it. */
const renamed: ReadonlySet<string> = new Set(['available', 'stopping', 'stopped']);

/** Gives the old cluster another name. From here on the cut-over goes forward, or takes itself back. */
export async function renameOld(context: StepContext, step: PlannedStep, stored: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const memory = (stored ?? {}) as Memory;
  const { source, sourceId, names } = input;
  const { old, names: taken } = await readScene(context, { sourceId, madeBy: context.remediationId });
  if (old === undefined)
    return waiting(context, stored, 'AWS does not show the old cluster at the moment.', { ...memory });
  const { DBClusterIdentifier: name = '', DBClusterArn: arn = '', Status = 'in an unknown state' } = old;
  if (name !== source) {
    const add = { [managedByTag]: 'aurora-keeper', [replacedByTag]: context.remediationId };
    // Whoever sees the old cluster should see whose it is, and no audit should call it a failure.
    if (!(await ensureTags(context, arn, { add }))) return waiting(context, stored, `${name} is being tagged.`);
    if (!renamed.has(Status)) return waiting(context, stored, `${name} is ${Status}.`);
    return { status: 'done', output: { oldName: name }, says: `The old cluster is called ${name}.` };
  }
  if (Status !== 'available' || justAsked(context, memory))
    return waiting(context, stored, `${source} is ${Status === 'available' ? 'being renamed' : Status}.`, {
      ...memory,
    });
  const not = await whyNotYet(context, input, old, memory);
  if (not !== undefined) return not;
  const snapshot = await findSnapshot(context, names.snapshot);
  const [first, second] = oldNames(names.oldStem, snapshot?.SnapshotCreateTime ?? context.now, context.remediationId);
  const sent = await rename(context, old, taken.has(first) ? second : first).catch(throwNotBegun);
  const askedAt = context.now.toISOString();
  return waiting(context, stored, `${source} is being renamed.`, sent === 'accepted' ? { askedAt } : {});
}

/** Stops the old cluster and sees it stopped: from then on nobody can write to it. */
export async function stopOld(context: StepContext, step: PlannedStep, stored: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const memory = (stored ?? {}) as Memory;
  const { old } = await readScene(context, { sourceId: input.sourceId, madeBy: context.remediationId });
  if (old === undefined)
    return waiting(context, stored, 'AWS does not show the old cluster at the moment.', { ...memory });
  const { DBClusterIdentifier: name = '', DBClusterArn: arn = '', Status = 'in an unknown state' } = old;
  if (Status === 'stopped') return seenStopped(context, stored, { name, arn });
  if (Status !== 'available' || justAsked(context, memory))
    return waiting(context, stored, `${name} is ${Status === 'available' ? 'being stopped' : Status}.`, { ...memory });
  if (input.way === 'new-endpoint') {
    const not = await whyNotYet(context, input, old, memory);
    if (not !== undefined) return not;
  }
  const asked = context.now.toISOString();
  await ensureTags(context, arn, { add: { [stopAskedAtTag]: asked }, remove: [stoppedAtTag] });
  const sent = await stop(context, old);
  return waiting(context, stored, `${name} is being stopped.`, sent === 'accepted' ? { askedAt: asked } : {});
}

/** The cluster itself carries when it stopped: what is proven later counts from there. */
async function seenStopped(
  context: StepContext,
  stored: Json | null,
  { name, arn }: { readonly name: string; readonly arn: string },
): Promise<StepResult> {
  const tags = await tagsOf(context, arn);
  const stoppedAt = tags[stoppedAtTag] ?? context.now.toISOString();
  const add = {
    [managedByTag]: 'aurora-keeper',
    [replacedByTag]: context.remediationId,
    [stoppedAtTag]: stoppedAt,
  };
  if (!(await ensureTags(context, arn, { add })))
    return waiting(
      context,
      stored,
      `${name} is stopped, and is being tagged.`,
      (stored ?? {}) as Memory as Record<string, Json>,
    );
  const askedAt = tags[stopAskedAtTag] ?? stoppedAt;
  return { status: 'done', output: { askedAt, stoppedAt, oldName: name }, says: `${name} is stopped.` };
}
