import type { DBCluster } from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { tagRecord } from '../../../reads.ts';
import { findCluster, findSnapshot, tagsOf } from '../calls/find.ts';
import { isMadeBy } from '../calls/ours.ts';
import { keepUntilTag, openedAtTag } from '../tags.ts';
import { type CopyRecord, copyOf } from './copy-record.ts';

/** What is left of a copy, as far as it is ours. */
export interface CopyState {
  readonly copy: CopyRecord;
  readonly cluster: DBCluster | undefined;
  /** ARN of the snapshot. */
  readonly snapshotArn: string | undefined;
  /** Somebody wants it kept until then. */
  readonly keepUntil: Date | undefined;
  /** It was in use for a while: what was written to it is nowhere else, unless a snapshot keeps it. */
  readonly wasOpened: boolean;
}

/** Throws PermanentError when the run that it follows has made no copy. */
export async function readCopy(context: PlanContext): Promise<CopyState> {
  const copy = copyOf(context.previous, context.previousPlan);
  if (copy === undefined) throw new PermanentError('there is no run that has made a copy');
  const [found, snapshot] = await Promise.all([
    findCluster(context, copy.cluster),
    findSnapshot(context, copy.snapshot),
  ]);
  const cluster = found && (await isOurs(context, copy, found)) ? found : undefined;
  const arn = snapshot?.DBClusterSnapshotArn;
  const ours =
    snapshot !== undefined &&
    (await isMadeBy(context, copy.madeBy, { name: copy.snapshot, arn, tags: tagRecord(snapshot.TagList) }));
  const kept = cluster?.DBClusterArn === undefined ? {} : await tagsOf(context, cluster.DBClusterArn);
  const until = Date.parse(kept[keepUntilTag] ?? '');
  return {
    copy,
    cluster,
    snapshotArn: ours ? arn : undefined,
    keepUntil: Number.isNaN(until) ? undefined : new Date(until),
    wasOpened: kept[openedAtTag] !== undefined,
  };
}

const isOurs = (context: PlanContext, { madeBy, cluster: name }: CopyRecord, cluster: DBCluster): Promise<boolean> =>
  isMadeBy(context, madeBy, { name, arn: cluster.DBClusterArn, tags: tagRecord(cluster.TagList) });
