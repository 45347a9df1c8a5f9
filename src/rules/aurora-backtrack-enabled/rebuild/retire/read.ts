import type { DBCluster } from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { tagRecord } from '../../../reads.ts';
import { readStanding } from '../after/read.ts';
import { findSnapshot, instancesOf, tagsOf } from '../calls/find.ts';
import { isMadeBy } from '../calls/ours.ts';
import { oldStemOf } from '../cutover/names.ts';
import { idOf } from '../planned-parts.ts';
import { stoppedAtTag } from '../tags.ts';
import { finalSnapshotName, type OldMember, type RetireInput } from './input.ts';
import { membersInTags, unusedSinceTag } from './member-tags.ts';
import { whyNotReplaced } from './the-old.ts';

export interface Facts {
  readonly input: RetireInput;
  readonly old: DBCluster | undefined;
  readonly fresh: DBCluster | undefined;
  /** Of the old cluster. */
  readonly tags: Readonly<Record<string, string>>;
  readonly openedAt: Date | undefined;
  readonly whyNotOurs: string | undefined;
  /** This very remediation has taken the final snapshot: it is planned once more because its records were lost. */
  readonly begun: boolean;
}

/**
 * How the old cluster of a cut-over stands. Once the final snapshot is there it tells what was planned, so that a plan
 * made in the middle of the work is the one that was approved.
 */
export async function readFacts(context: PlanContext): Promise<Facts> {
  const { cutover, old, fresh, openedAt } = await readStanding(context);
  const snapshot = finalSnapshotName(idOf(context));
  const noTags: Record<string, string> = {};
  const [tags, noted] = await Promise.all([
    old?.DBClusterArn === undefined ? noTags : tagsOf(context, old.DBClusterArn),
    notedIn(context, snapshot),
  ]);
  const name = old?.DBClusterIdentifier ?? noted?.name ?? `${oldStemOf(cutover.source)}…`;
  return {
    input: {
      cutover,
      name,
      members: noted?.members ?? (old === undefined ? [] : await membersOf(context, old)),
      snapshot,
      unusedSince: noted?.unusedSince ?? tags[stoppedAtTag] ?? openedAt?.toISOString() ?? '',
    },
    old,
    fresh,
    tags,
    openedAt,
    whyNotOurs: whyNotReplaced(name, tags, cutover),
    begun: noted !== undefined,
  };
}

/** What a final snapshot of this remediation says; undefined when there is none. */
async function notedIn(context: PlanContext, snapshot: string) {
  const found = await findSnapshot(context, snapshot);
  if (found === undefined) return undefined;
  const { DBClusterSnapshotArn: arn, DBClusterIdentifier: name = '' } = found;
  const ours = await isMadeBy(context, idOf(context), { name: snapshot, arn, tags: tagRecord(found.TagList) });
  if (!ours || arn === undefined) return undefined;
  const tags = { ...tagRecord(found.TagList), ...(await tagsOf(context, arn)) };
  return { name, members: membersInTags(tags), unusedSince: tags[unusedSinceTag] };
}

async function membersOf(context: PlanContext, old: DBCluster): Promise<OldMember[]> {
  const instances = await instancesOf(context, old.DBClusterIdentifier ?? '');
  const writer = old.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier;
  return instances
    .map(({ DBInstanceIdentifier: name = '', DBInstanceClass: instanceClass = '' }) => ({ name, instanceClass }))
    .sort((one, other) => {
      const first = Number(other.name === writer) - Number(one.name === writer);
      return first !== 0 ? first : one.name < other.name ? -1 : 1;
    });
}
