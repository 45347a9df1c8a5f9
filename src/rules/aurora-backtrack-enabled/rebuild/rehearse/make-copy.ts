import type { DBCluster } from '@aws-sdk/client-rds';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { isFinalRefusal } from '../calls/answers.ts';
import { ensureCluster } from '../calls/cluster.ts';
import { ensureInertGroup } from '../calls/parameter-group.ts';
import { restore } from '../calls/restore.ts';
import { ensureSnapshot } from '../calls/snapshot.ts';
import { isDone, type Look, waiting } from '../look.ts';
import { madeOutput } from '../made-output.ts';
import { sourceTag } from '../tags.ts';
import { clearAway, refusalIn } from './clear-away.ts';
import { inert } from './inert.ts';
import { type RehearsalInput, rehearsalInput } from './input.ts';

/** A window that a restored cluster does not show by then is not in force; milliseconds. */
const windowShownWithinMs = 600_000;

/** Only ours: a copy must not be found by what looks for the source's tags. */
export const copyTags = ({ tags }: StepContext, { sourceId }: Pick<RehearsalInput, 'sourceId'>) => ({
  ...tags,
  [sourceTag]: sourceId,
});

export async function makeGroup(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = rehearsalInput(step);
  const from = input.settings.parameterGroup ?? '';
  const look = await ensureInertGroup(context, {
    name: input.names.parameterGroup,
    from,
    tags: copyTags(context, input),
  });
  return isDone(look) ? { status: 'done' } : waiting(context, memory, look.wait);
}

export async function takeSnapshot(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = rehearsalInput(step);
  const { source, names } = input;
  const look = await ensureSnapshot(context, {
    cluster: source,
    snapshot: names.snapshot,
    tags: copyTags(context, input),
  });
  if (!isDone(look)) return waiting(context, memory, look.wait);
  const { DBClusterSnapshotArn: arn, SnapshotCreateTime: at } = look.done;
  const kind = 'AWS::RDS::DBClusterSnapshot';
  return { status: 'done', output: madeOutput(context, { arn, kind, at, keptDays: context.policy.copyTtlDays }) };
}

/** Restores it inert. When AWS refuses, or makes it without Backtrack, nothing is left behind. */
export async function makeCluster(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = rehearsalInput(step);
  const { names, windowSeconds } = input;
  const refused = refusalIn(memory);
  if (refused !== undefined) return clearAway(context, input, refused, memory);
  let look: Look<DBCluster>;
  try {
    look = await ensureCluster(context, names.cluster, () =>
      restore(context, {
        ...input,
        cluster: names.cluster,
        snapshot: names.snapshot,
        settings: inert(input.settings, names.parameterGroup),
        tags: copyTags(context, input),
      }),
    );
  } catch (error) {
    if (!isFinalRefusal(error)) throw error;
    return clearAway(context, input, error.message, memory);
  }
  if (!isDone(look)) return waiting(context, memory, look.wait);
  const { DBClusterArn: arn, ClusterCreateTime: at, BacktrackWindow = 0 } = look.done;
  if (BacktrackWindow !== windowSeconds) return withoutWindow(context, input, memory);
  const keptDays = context.policy.copyTtlDays;
  return { status: 'done', output: madeOutput(context, { arn, kind: 'AWS::RDS::DBCluster', at, keptDays }) };
}

interface NoWindow {
  readonly noWindowSince?: string;
}

function withoutWindow(
  context: StepContext,
  input: RehearsalInput,
  memory: Json | null,
): Promise<StepResult> | StepResult {
  const { noWindowSince = context.now.toISOString() } = (memory ?? {}) as NoWindow;
  if (context.now.getTime() - Date.parse(noWindowSince) < windowShownWithinMs)
    return waiting(context, memory, `${input.names.cluster} is available and shows no Backtrack window yet.`, {
      noWindowSince,
    });
  return clearAway(
    context,
    input,
    `AWS made ${input.names.cluster} without the Backtrack window that was asked for`,
    memory,
  );
}
