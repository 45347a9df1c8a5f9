import {
  DescribeDBClusterSnapshotAttributesCommand,
  type DescribeDBClusterSnapshotAttributesResult,
  paginateDescribeDBClusterSnapshots,
  RDSClient,
} from '@aws-sdk/client-rds';
import { AwsCallError } from '../../../../../domain/errors.ts';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { counted, few, verb } from '../words.ts';

export interface Sharing {
  /** Accounts that may restore a manual snapshot of the cluster; `all` for everybody. */
  readonly accounts: readonly string[];
  readonly snapshots: readonly string[];
  /** Older snapshots that were not asked about. */
  readonly notAsked: number;
}

/** Each takes a call of its own; sharing that still matters shows in the newest. */
const mostAsked = 20;

async function read({ client, signal }: PlanContext, { name, resourceId }: Subject): Promise<Sharing> {
  const rds = client(RDSClient);
  const options = { abortSignal: signal };
  const all = await collect(
    paginateDescribeDBClusterSnapshots(
      { client: rds, ...paging },
      { DBClusterIdentifier: name, SnapshotType: 'manual' },
      options,
    ),
    (page) => listIn('rds:DescribeDBClusterSnapshots', page.DBClusterSnapshots),
  );
  const own = all
    .filter((each) => each.DbClusterResourceId === undefined || each.DbClusterResourceId === resourceId)
    .toSorted((one, other) => Number(other.SnapshotCreateTime ?? 0) - Number(one.SnapshotCreateTime ?? 0));
  const asked = own.slice(0, mostAsked).flatMap(({ DBClusterSnapshotIdentifier: id }) => id ?? []);
  const shared = await Promise.all(
    asked.map(async (snapshot) => {
      const command = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: snapshot });
      return { snapshot, accounts: await unlessGone(rds.send(command, options).then(restorersIn)) };
    }),
  );
  const found = shared.filter(({ accounts }) => accounts.length > 0);
  return {
    accounts: [...new Set(found.flatMap(({ accounts }) => accounts))].sort(),
    snapshots: found.map(({ snapshot }) => snapshot),
    notAsked: own.length - asked.length,
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterSnapshotAttribute.html */
function restorersIn({
  DBClusterSnapshotAttributesResult: result,
}: DescribeDBClusterSnapshotAttributesResult): string[] {
  if (result?.DBClusterSnapshotAttributes === undefined)
    throw incompleteAnswer('rds:DescribeDBClusterSnapshotAttributes', 'its list was missing');
  return result.DBClusterSnapshotAttributes.flatMap(({ AttributeName, AttributeValues }) =>
    AttributeName === 'restore' ? (AttributeValues ?? []) : [],
  );
}

async function unlessGone(reading: Promise<string[]>): Promise<string[]> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.code.startsWith('DBClusterSnapshotNotFound')) return [];
    throw error;
  }
}

/** Snapshots keep their sharing, and none of it passes on to those of another cluster. */
export function decideSharedSnapshots({ accounts, snapshots, notAsked }: Sharing, { name }: Subject): Decision {
  const rest = notAsked === 0 ? '' : ` ${notAsked} older ones were not asked about.`;
  if (snapshots.length === 0) return clear(`No manual snapshot of ${name} is shared.${rest}`);
  const who = accounts.includes('all') ? 'everybody' : counted(accounts, 'account');
  return acknowledge(
    `${counted(snapshots, 'snapshot')} of ${name} ${verb(snapshots, 'is', 'are')} shared with ${who}. Those of the new cluster are not: share them anew, and tell ${accounts.includes('all') ? 'whoever restores them' : few(accounts)}.${rest}`,
  );
}

export const sharedSnapshots = check<Sharing>({
  id: 'shared-snapshots',
  what: 'Snapshots shared with other accounts',
  read,
  decide: decideSharedSnapshots,
});
