import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { asSentence } from '../../../../domain/words.ts';
import { ensureClusterGone } from '../calls/cluster.ts';
import { ensureGroupGone } from '../calls/parameter-group.ts';
import { ensureSnapshotGone } from '../calls/snapshot.ts';
import { isDone, waiting } from '../look.ts';
import { wordsOf } from '../route.ts';
import type { RehearsalInput } from './input.ts';

interface Memory {
  readonly refused?: string;
}

/** Why the copy is being taken away again; undefined as long as it is not. */
export const refusalIn = (memory: Json | null): string | undefined => ((memory ?? {}) as Memory).refused;

/**
 * AWS does not make the copy this way: what this rehearsal had made goes again, then the run ends in AWS's own words.
 * When this is forgotten half way, AWS is asked again, and refuses again.
 */
export async function clearAway(
  context: StepContext,
  { route, names }: RehearsalInput,
  refused: string,
  memory: Json | null,
): Promise<StepResult> {
  const madeBy = context.remediationId;
  const looks = [
    () => ensureClusterGone(context, { name: names.cluster, madeBy }),
    () => ensureSnapshotGone(context, { snapshot: names.snapshot, madeBy }),
    () => ensureGroupGone(context, { name: names.parameterGroup, madeBy }),
  ];
  for (const look of looks) {
    const result = await look();
    if (!isDone(result))
      return waiting(context, memory, `${asSentence(refused)} Clearing away: ${result.wait}`, { refused });
  }
  const instead =
    route === 'snapshot-restore'
      ? 'This is the way that AWS documents; ask AWS Support why it is refused.'
      : `The way that AWS documents is another one: ${wordsOf['snapshot-restore'].title.toLowerCase()}.`;
  throw new PermanentError(`${asSentence(refused)} What this rehearsal had made is removed again. ${instead}`);
}
