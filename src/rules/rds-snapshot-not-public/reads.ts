import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBSnapshotAttributesCommand,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBSnapshots,
  RDSClient,
} from '@aws-sdk/client-rds';
import { AwsCallError } from '../../domain/errors.ts';
import { isKeptCopy } from '../../domain/managed-by-code.ts';
import type { RuleContext } from '../../domain/rule.ts';
import { isRds } from '../reads.ts';
import { fromCluster, fromInstance, incomplete, type Snapshot } from './snapshot.ts';

const paging = { stopOnSameToken: true };

/** Without Neptune's, DocumentDB's and the bot's own. AWS sends an empty list as an empty list. */
function ours<T extends { readonly Engine?: string | undefined }>(
  action: string,
  list: readonly T[] | undefined,
  from: (raw: T) => Snapshot,
): Snapshot[] {
  if (list === undefined) throw incomplete(action, 'its list was missing');
  return list
    .filter(isRds)
    .map(from)
    .filter(({ tags }) => !isKeptCopy(tags));
}

/** Manual snapshots of instances. The automated ones, many more, are not asked for. */
export async function sweepInstanceSnapshots({ client, signal }: RuleContext): Promise<Snapshot[]> {
  const config = { client: client(RDSClient), ...paging };
  const found: Snapshot[] = [];
  const pages = paginateDescribeDBSnapshots(config, { SnapshotType: 'manual' }, { abortSignal: signal });
  for await (const page of pages) found.push(...ours('rds:DescribeDBSnapshots', page.DBSnapshots, fromInstance));
  return found;
}

/** Snapshots of clusters. Unfiltered, so that the rules of a target share the requests. */
export async function sweepClusterSnapshots({ client, signal }: RuleContext): Promise<Snapshot[]> {
  const config = { client: client(RDSClient), ...paging };
  const found: Snapshot[] = [];
  const pages = paginateDescribeDBClusterSnapshots(config, {}, { abortSignal: signal });
  for await (const page of pages)
    found.push(...ours('rds:DescribeDBClusterSnapshots', page.DBClusterSnapshots, fromCluster));
  return found;
}

/**
 * Who may copy and restore a manual snapshot: account ids, and `all` for everybody (the attribute `restore` of
 * DescribeDBSnapshotAttributes and DescribeDBClusterSnapshotAttributes). Undefined when the snapshot is gone.
 */
export async function readSharing(
  { client, signal }: RuleContext,
  { kind, name }: Pick<Snapshot, 'kind' | 'name'>,
): Promise<readonly string[] | undefined> {
  const rds = client(RDSClient);
  const options = { abortSignal: signal };
  try {
    if (kind === 'instance') {
      const command = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: name });
      const { DBSnapshotAttributesResult: result } = await rds.send(command, options);
      return restoreOf('rds:DescribeDBSnapshotAttributes', result?.DBSnapshotAttributes);
    }
    const command = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: name });
    const { DBClusterSnapshotAttributesResult: result } = await rds.send(command, options);
    return restoreOf('rds:DescribeDBClusterSnapshotAttributes', result?.DBClusterSnapshotAttributes);
  } catch (error) {
    if (error instanceof AwsCallError && /^DB(?:Cluster)?SnapshotNotFound/.test(error.failure.code)) return undefined;
    throw error;
  }
}

interface Attribute {
  readonly AttributeName?: string | undefined;
  readonly AttributeValues?: readonly string[] | undefined;
}

/** A private snapshot has the attribute, too, with an empty list; an answer without either says nothing. */
export function restoreOf(action: string, attributes: readonly Attribute[] | undefined): readonly string[] {
  const values = attributes?.find(({ AttributeName }) => AttributeName === 'restore')?.AttributeValues;
  if (values === undefined) throw incomplete(action, 'it lacks the values of the attribute "restore"');
  return values;
}
