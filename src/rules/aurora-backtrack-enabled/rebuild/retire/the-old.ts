import type { DBCluster, DBClusterSnapshot, DBInstance } from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { tagRecord } from '../../../reads.ts';
import { findCluster, findSnapshot, instancesOf, tagsOf } from '../calls/find.ts';
import { isMadeBy } from '../calls/ours.ts';
import { readScene } from '../cutover/scene.ts';
import { managedByTag, replacedByTag } from '../tags.ts';
import type { RetireInput } from './input.ts';

/** Why a cluster is not the one that a cut-over has put out of use; undefined when it is. */
export function whyNotReplaced(
  name: string,
  tags: Readonly<Record<string, string>>,
  { madeBy }: { readonly madeBy: string },
): string | undefined {
  if (tags[replacedByTag] === madeBy && tags[managedByTag] === 'aurora-keeper') return undefined;
  return `${name} does not carry the tags that say that cut-over ${madeBy} has replaced it: it was put back into use, or somebody else has changed them`;
}

export type Old =
  | {
      readonly is: 'there';
      readonly cluster: DBCluster;
      readonly arn: string;
      readonly instances: readonly DBInstance[];
    }
  /** With its final snapshot in place: the retirement has done its work. */
  | { readonly is: 'gone' }
  | { readonly is: 'not-shown' };

/**
 * The old cluster as AWS has it now, known by its DbClusterResourceId; everything that changes or deletes it asks here
 * first. Throws PermanentError when it is not out of use any more, or when the new one is not in its place.
 */
export async function readOld(context: StepContext, input: RetireInput): Promise<Old> {
  const { cutover, name } = input;
  const { old, fresh } = await readScene(context, cutover);
  if (old === undefined) {
    // Another cluster of its name is nobody's business here.
    if ((await findCluster(context, name))?.DbClusterResourceId === cutover.sourceId) return { is: 'not-shown' };
    if ((await finalSnapshot(context, input)) === undefined)
      throw new PermanentError(`${name} is gone, and this remediation has not deleted it`);
    return { is: 'gone' };
  }
  const { DBClusterIdentifier, DBClusterArn: arn } = old;
  if (DBClusterIdentifier !== name || arn === undefined)
    throw new PermanentError(`the old cluster is called ${DBClusterIdentifier ?? '?'} now, not ${name}; plan again`);
  const why = whyNotReplaced(name, await tagsOf(context, arn), cutover);
  if (why !== undefined) throw new PermanentError(`${why}; nothing more is deleted`);
  const inPlace = cutover.way === 'keep-name' ? cutover.source : cutover.aside;
  if (fresh?.DBClusterIdentifier !== inPlace)
    throw new PermanentError(`the new cluster is not in place as ${inPlace}; nothing more is deleted`);
  return { is: 'there', cluster: old, arn, instances: await instancesOf(context, name) };
}

/** The final snapshot of this very remediation, whatever its state. Throws PermanentError for somebody else's. */
export async function finalSnapshot(
  context: StepContext,
  { snapshot }: Pick<RetireInput, 'snapshot'>,
): Promise<DBClusterSnapshot | undefined> {
  const found = await findSnapshot(context, snapshot);
  if (found === undefined) return undefined;
  const { DBClusterSnapshotArn: arn, TagList } = found;
  if (await isMadeBy(context, context.remediationId, { name: snapshot, arn, tags: tagRecord(TagList) })) return found;
  throw new PermanentError(`the snapshot ${snapshot} is somebody else’s; nothing is deleted without one of our own`);
}
