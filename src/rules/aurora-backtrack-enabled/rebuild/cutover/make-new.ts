import type { DBCluster } from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { timestamp } from '../../duration.ts';
import { ensureCluster } from '../calls/cluster.ts';
import { findCluster, findSnapshot } from '../calls/find.ts';
import { ensureMember } from '../calls/member.ts';
import { restore } from '../calls/restore.ts';
import { type Asked, ensureSettings } from '../calls/settle-settings.ts';
import { ensureSnapshot } from '../calls/snapshot.ts';
import { isDone, waiting } from '../look.ts';
import { madeOutput } from '../made-output.ts';
import { frozenSinceTag, sourceTag } from '../tags.ts';
import { frozenSince } from './freeze.ts';
import { type CutoverInput, cutoverInput } from './input.ts';
import { readScene } from './scene.ts';
import { stillFrozen } from './still-frozen.ts';

/** A window that a restored cluster does not show by then is not in force; milliseconds. */
const windowShownWithinMs = 600_000;

/** Since when nothing had been written: as the snapshot says, or the freeze before it. */
export async function sinceWhen(context: StepContext, input: CutoverInput): Promise<Date> {
  const { since } = (context.outputs.freeze ?? {}) as { readonly since?: string };
  const at = (await frozenSince(context, input)) ?? (since === undefined ? undefined : new Date(since));
  if (at === undefined) throw new PermanentError('it is not known since when nothing was written; plan again');
  return at;
}

/** Tags of what this makes. It looks like the old cluster to whoever looks by tags, and is known as ours. */
const newTags = (context: StepContext, { sourceId }: CutoverInput, own: Readonly<Record<string, string>>) => ({
  ...own,
  ...context.tags,
  [sourceTag]: sourceId,
});

/** What is written before the call is in the snapshot; so nothing may have been since the freeze began. */
export async function takeSnapshot(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const { source, sourceId, names } = input;
  const since = await sinceWhen(context, input);
  if ((await findSnapshot(context, names.snapshot)) === undefined) {
    const { old } = await readScene(context, { sourceId, madeBy: context.remediationId });
    if (old?.DBClusterIdentifier !== source) throw new PermanentError(`${source} is not the cluster that was planned`);
    const still = await stillFrozen(context, old, since);
    if (still.is === 'ended') throw new PermanentError(`${still.why}; stop every writer, then plan again`);
    if (still.is === 'wait') return waiting(context, memory, still.says);
  }
  const look = await ensureSnapshot(context, {
    cluster: source,
    snapshot: names.snapshot,
    tags: newTags(context, input, { [frozenSinceTag]: since.toISOString() }),
  });
  if (!isDone(look)) return waiting(context, memory, look.wait);
  const { SnapshotCreateTime: at, DBClusterSnapshotArn: arn } = look.done;
  if (at === undefined || at < since)
    throw new PermanentError(`the snapshot ${names.snapshot} is older than the freeze; remove it, then plan again`);
  return {
    status: 'done',
    output: madeOutput(context, { arn, kind: 'AWS::RDS::DBClusterSnapshot', at, keptDays: undefined }),
    says: `Snapshot ${names.snapshot} of ${timestamp(at)}.`,
  };
}

/** A full copy ends at the latest restorable time, which is minutes ago: it has to be later than the freeze began. */
async function whyTooEarly(context: StepContext, { route, source, names }: CutoverInput): Promise<string | undefined> {
  if (route !== 'pitr-full-copy') return undefined;
  const [old, snapshot] = await Promise.all([findCluster(context, source), findSnapshot(context, names.snapshot)]);
  const [latest, needed] = [old?.LatestRestorableTime, snapshot?.SnapshotCreateTime];
  if (latest !== undefined && needed !== undefined && latest >= needed) return undefined;
  return `${source} can be restored up to ${latest === undefined ? 'no time yet' : timestamp(latest)}; waiting until that is after the freeze.`;
}

export async function makeCluster(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const { names, settings, source, windowSeconds } = input;
  const existing = await newCluster(context, input);
  if (existing === undefined) {
    const early = await whyTooEarly(context, input);
    if (early !== undefined) return waiting(context, memory, early);
  }
  // It may have taken over its final name already, when this is looked at again after the records were lost.
  const name = existing?.DBClusterIdentifier ?? names.cluster;
  const look = await ensureCluster(context, name, () =>
    restore(context, {
      ...input,
      cluster: names.cluster,
      source,
      snapshot: names.snapshot,
      tags: newTags(context, input, settings.tags),
    }),
  );
  if (!isDone(look)) return waiting(context, memory, look.wait);
  const { BacktrackWindow = 0, DBClusterArn: arn, ClusterCreateTime: at } = look.done;
  if (BacktrackWindow !== windowSeconds) return withoutWindow(context, name, memory);
  const kind = 'AWS::RDS::DBCluster';
  return { status: 'done', output: madeOutput(context, { arn, kind, at, keptDays: undefined }) };
}

const newCluster = async (context: StepContext, { sourceId }: CutoverInput): Promise<DBCluster | undefined> =>
  (await readScene(context, { sourceId, madeBy: context.remediationId })).fresh;

function withoutWindow(context: StepContext, name: string, memory: Json | null): StepResult {
  const { noWindowSince = context.now.toISOString() } = (memory ?? {}) as { readonly noWindowSince?: string };
  if (context.now.getTime() - Date.parse(noWindowSince) > windowShownWithinMs)
    throw new PermanentError(
      `AWS made ${name} without the Backtrack window that was asked for; nothing has been renamed, start the writers again`,
    );
  return waiting(context, memory, `${name} is available and shows no Backtrack window yet.`, { noWindowSince });
}

async function makeMembers(
  context: StepContext,
  step: PlannedStep,
  memory: Json | null,
  which: (index: number) => boolean,
): Promise<StepResult> {
  const input = cutoverInput(step);
  const cluster = (await newCluster(context, input))?.DBClusterIdentifier;
  if (cluster === undefined) return waiting(context, memory, `AWS does not show ${input.names.cluster}.`);
  const waits: string[] = [];
  for (const [index, { settings }] of input.members.entries()) {
    const name = input.names.members[index];
    if (name === undefined || !which(index)) continue;
    const tags = newTags(context, input, settings.tags);
    const look = await ensureMember(context, { name, cluster, engine: input.settings.engine, settings, tags });
    if (!isDone(look)) waits.push(look.wait);
  }
  return waits.length === 0 ? { status: 'done' } : waiting(context, memory, waits.slice(0, 3).join(' '));
}

export const makeWriter = (context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> =>
  makeMembers(context, step, memory, (index) => index === 0);

export const makeReaders = (context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> =>
  makeMembers(context, step, memory, (index) => index > 0);

export async function settle(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const { asked: before } = (memory ?? {}) as { readonly asked?: Asked };
  const cluster = (await newCluster(context, input))?.DBClusterIdentifier ?? input.names.cluster;
  const { look, asked } = await ensureSettings(context, cluster, input.settings, before);
  if (isDone(look)) return { status: 'done' };
  return waiting(context, memory, look.wait, asked === undefined ? {} : { asked: asked as unknown as Json });
}
