import { PermanentError } from '../../../../domain/errors.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { tagsOf } from '../calls/find.ts';
import { type CutoverRecord, recordIn } from '../cutover/record.ts';
import { readScene, type Scene } from '../cutover/scene.ts';
import { managedByTag, openedAtTag, openedByTag, replacedByTag } from '../tags.ts';

/** How a cut-over stands in AWS, whatever records say. */
export interface Standing extends Scene {
  readonly cutover: CutoverRecord;
  /** The new cluster has the place: the name, or with a new endpoint that it is the one to be used. */
  readonly newInPlace: boolean;
  /** The old cluster was replaced by this very cut-over, and not put back since. */
  readonly replaced: boolean;
  /** Id of another cut-over that has replaced it since. */
  readonly replacedLater: string | undefined;
  readonly openedAt: Date | undefined;
  /** Id of the run that did so. */
  readonly openedBy: string | undefined;
  /** The new cluster is marked as a copy, as it is when it is not in use. */
  readonly isCopy: boolean;
}

/** Throws PermanentError when there is no cut-over to follow. */
export async function readStanding(context: PlanContext): Promise<Standing> {
  const cutover = recordIn(context.previous?.id, context.previousPlan);
  if (cutover === undefined) throw new PermanentError('there is no cut-over that this could follow');
  const scene = await readScene(context, cutover);
  const tags = async (arn: string | undefined): Promise<Record<string, string>> =>
    arn === undefined ? {} : tagsOf(context, arn);
  const [oldTags, newTags] = await Promise.all([tags(scene.old?.DBClusterArn), tags(scene.fresh?.DBClusterArn)]);
  const { [replacedByTag]: replacedBy } = oldTags;
  const replaced = replacedBy === cutover.madeBy;
  const opened = Date.parse(newTags[openedAtTag] ?? '');
  const named = cutover.way === 'keep-name' ? cutover.source : cutover.aside;
  return {
    ...scene,
    cutover,
    replaced,
    replacedLater: replaced ? undefined : replacedBy,
    newInPlace: scene.fresh?.DBClusterIdentifier === named && replaced,
    openedAt: Number.isNaN(opened) ? undefined : new Date(opened),
    openedBy: newTags[openedByTag],
    isCopy: newTags[managedByTag] !== undefined,
  };
}

export const inPlaceName = ({ way, source, aside }: CutoverRecord): string => (way === 'keep-name' ? source : aside);
