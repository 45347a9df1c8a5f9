import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { ensureSnapshot } from '../calls/snapshot.ts';
import { isDone, waiting } from '../look.ts';
import { madeOutput } from '../made-output.ts';
import { sourceTag } from '../tags.ts';
import { retireInput } from './input.ts';
import { memberTags, unusedSinceTag } from './member-tags.ts';
import { finalSnapshot, readOld } from './the-old.ts';

/** All that is left in the end, so it has to be whole before anything goes. */
export async function keepFinal(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = retireInput(step);
  const { name, snapshot, members, cutover, unusedSince } = input;
  const old = await readOld(context, input);
  if (old.is === 'not-shown') return waiting(context, memory, `AWS does not show ${name} at the moment.`);
  // Asks whether a snapshot of that name is ours before one is made.
  await finalSnapshot(context, input);
  const tags = {
    ...context.tags,
    [sourceTag]: cutover.sourceId,
    [unusedSinceTag]: unusedSince,
    ...memberTags(members),
  };
  const look = await ensureSnapshot(context, { cluster: name, snapshot, tags });
  if (!isDone(look)) return waiting(context, memory, look.wait);
  const { DBClusterSnapshotArn: arn, SnapshotCreateTime: at, DBClusterIdentifier: of } = look.done;
  if (of !== name || at === undefined)
    throw new PermanentError(`the snapshot ${snapshot} is of ${of ?? 'another cluster'}, not of ${name}`);
  return {
    status: 'done',
    output: madeOutput(context, { arn, kind: 'AWS::RDS::DBClusterSnapshot', at, keptDays: undefined }),
    says: `Everything that ${name} held is in the snapshot ${snapshot}.`,
  };
}
