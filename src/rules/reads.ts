import {
  type DBCluster,
  type DBClusterSnapshot,
  type DBInstance,
  type DBSnapshot,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  paginateDescribeDBSnapshots,
  RDSClient,
  type Tag,
} from '@aws-sdk/client-rds';
import { AwsCallError } from '../domain/errors.ts';
import { isKeptCopy } from '../domain/managed-by-code.ts';
import type { RuleContext } from '../domain/rule.ts';

/**
 * DescribeDBClusters and DescribeDBInstances also return these; they have consoles, backups and rules of their own.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
 */
const otherServices: ReadonlySet<string> = new Set(['neptune', 'docdb']);

/** A cluster or instance as every rule sees it: its names are known, its tags are a record. */
export type Named<T> = T & { readonly name: string; readonly arn: string; readonly tags: Record<string, string> };

export const tagRecord = (tags: readonly Tag[] | undefined): Record<string, string> =>
  Object.fromEntries((tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])));

/** A repeated marker would page for ever; stopping there is what the AWS SDKs do, too. */
export const paging = { stopOnSameToken: true };

/** Neither Neptune nor DocumentDB. */
export const isRds = ({ Engine }: { readonly Engine?: string | undefined }): boolean =>
  !otherServices.has(Engine ?? '');

export interface Sweep {
  /** Also what the bot made itself; left out unless asked for. */
  readonly keptCopies?: boolean;
}

const wanted = (
  database: { readonly Engine?: string | undefined },
  tags: Record<string, string>,
  { keptCopies = false }: Sweep,
): boolean => isRds(database) && (keptCopies || !isKeptCopy(tags));

/** For an answer that lacks what the API always sends: silence must not become a verdict. */
export const incompleteAnswer = (action: string, detail: string): AwsCallError =>
  new AwsCallError({ kind: 'unparseable', action, code: 'IncompleteAnswer', detail });

/** AWS sends an empty list as an empty list; the SDK gives `undefined` only for one that was not in the answer. */
export function listIn<T>(action: string, list: readonly T[] | undefined): readonly T[] {
  if (list === undefined) throw incompleteAnswer(action, 'its list was missing');
  return list;
}

/**
 * What was read, or why AWS refused it for good: a rule may decide without it. A failure that may pass is thrown, so
 * that the scan is tried again.
 */
export async function orWhyNot<T>(reading: Promise<T>): Promise<{ readonly value: T } | { readonly unread: string }> {
  try {
    return { value: await reading };
  } catch (error) {
    if (error instanceof AwsCallError && !error.transient) return { unread: error.message };
    throw error;
  }
}

/** AWS always sends both; an answer without them must not make a database disappear. */
function identify(action: string, name: string | undefined, arn: string | undefined): { name: string; arn: string } {
  if (name !== undefined && arn !== undefined) return { name, arn };
  throw incompleteAnswer(action, 'a database without name or ARN');
}

/**
 * Every Aurora and RDS Multi-AZ cluster of the target, without the bot's own kept copies. The sweep is
 * unfiltered on purpose: rules of a target then share its requests.
 */
export async function sweepClusters(
  { client, signal }: RuleContext,
  { keptCopies = false }: Sweep = {},
): Promise<Named<DBCluster>[]> {
  const config = { client: client(RDSClient), ...paging };
  const found: Named<DBCluster>[] = [];
  for await (const page of paginateDescribeDBClusters(config, {}, { abortSignal: signal })) {
    for (const cluster of page.DBClusters ?? []) {
      const tags = tagRecord(cluster.TagList);
      const { DBClusterIdentifier, DBClusterArn } = cluster;
      if (isRds(cluster))
        found.push({ ...cluster, ...identify('rds:DescribeDBClusters', DBClusterIdentifier, DBClusterArn), tags });
    }
  }
  return keptCopies ? found : found.filter(({ tags }) => !isKeptCopy(tags) || isLeftAlone(tags, found));
}

/**
 * A cluster that a cut-over has put aside, while none has taken its place: the cut-over is under way, or was broken off
 * for good, and then an audit is what tells people. One that has taken a place is no kept copy any more.
 */
const isLeftAlone = (
  { 'aurora-keeper:replaced-by': replacedBy }: Record<string, string>,
  all: readonly Pick<Named<DBCluster>, 'tags'>[],
): boolean =>
  replacedBy !== undefined &&
  !all.some(({ tags }) => tags['aurora-keeper:remediation'] === replacedBy && !isKeptCopy(tags));

/** Every DB instance of the target, members of clusters included; filtered like `sweepClusters`. */
export async function sweepInstances({ client, signal }: RuleContext, sweep: Sweep = {}): Promise<Named<DBInstance>[]> {
  const config = { client: client(RDSClient), ...paging };
  const found: Named<DBInstance>[] = [];
  for await (const page of paginateDescribeDBInstances(config, {}, { abortSignal: signal })) {
    for (const instance of page.DBInstances ?? []) {
      const tags = tagRecord(instance.TagList);
      const { DBInstanceIdentifier, DBInstanceArn } = instance;
      if (wanted(instance, tags, sweep)) {
        found.push({ ...instance, ...identify('rds:DescribeDBInstances', DBInstanceIdentifier, DBInstanceArn), tags });
      }
    }
  }
  return found;
}

/** A snapshot as every rule sees it: `of` is the identifier of the database that it was taken of. */
export type Snapshot<T> = Named<T> & { readonly of: string; readonly status: string };

type Taken = Pick<DBSnapshot, 'Engine' | 'Status' | 'TagList'>;

/** Undefined for Neptune's, DocumentDB's and the bot's own. */
function snapshotIn<T extends Taken>(
  action: string,
  taken: T,
  name: string | undefined,
  arn: string | undefined,
  of: string | undefined,
): Snapshot<T> | undefined {
  const { Engine, Status: status } = taken;
  if (name === undefined || arn === undefined || of === undefined || Engine === undefined || status === undefined)
    throw incompleteAnswer(action, 'a snapshot without name, ARN, database, engine or status');
  const tags = tagRecord(taken.TagList);
  return wanted(taken, tags, {}) ? { ...taken, name, arn, of, status, tags } : undefined;
}

/**
 * The snapshots of DB instances that AWS Backup made, of every status. They have a type of their own, so the sweep
 * asks for no others: automated and manual ones would only add pages.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html
 */
export async function sweepSnapshots({ client, signal }: RuleContext): Promise<Snapshot<DBSnapshot>[]> {
  const action = 'rds:DescribeDBSnapshots';
  const config = { client: client(RDSClient), ...paging };
  const found: Snapshot<DBSnapshot>[] = [];
  for await (const page of paginateDescribeDBSnapshots(
    config,
    { SnapshotType: 'awsbackup' },
    { abortSignal: signal },
  )) {
    for (const taken of listIn(action, page.DBSnapshots)) {
      const { DBSnapshotIdentifier: name, DBSnapshotArn: arn, DBInstanceIdentifier: of } = taken;
      const snapshot = snapshotIn(action, taken, name, arn, of);
      if (snapshot !== undefined) found.push(snapshot);
    }
  }
  return found;
}

/**
 * Every snapshot of a cluster that the account owns, automated, manual and AWS Backup's. The sweep is unfiltered: the
 * type `awsbackup` does not apply to clusters, whose AWS Backup snapshots count as manual (`madeByAwsBackup` tells).
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html
 */
export async function sweepClusterSnapshots({ client, signal }: RuleContext): Promise<Snapshot<DBClusterSnapshot>[]> {
  const action = 'rds:DescribeDBClusterSnapshots';
  const config = { client: client(RDSClient), ...paging };
  const found: Snapshot<DBClusterSnapshot>[] = [];
  for await (const page of paginateDescribeDBClusterSnapshots(config, {}, { abortSignal: signal })) {
    for (const taken of listIn(action, page.DBClusterSnapshots)) {
      const { DBClusterSnapshotIdentifier: name, DBClusterSnapshotArn: arn, DBClusterIdentifier: of } = taken;
      const snapshot = snapshotIn(action, taken, name, arn, of);
      if (snapshot !== undefined) found.push(snapshot);
    }
  }
  return found;
}

/** AWS Backup names what it takes `awsbackup:job-<uuid>` and what it copies `awsbackup:copyjob-<uuid>`. */
export const madeByAwsBackup = ({ name }: { readonly name: string }): boolean => name.startsWith('awsbackup:');

/** Instances that stand alone; members of a cluster are judged at their cluster. */
export const standalone = <T extends Pick<DBInstance, 'DBClusterIdentifier'>>(instances: readonly T[]): T[] =>
  instances.filter(({ DBClusterIdentifier }) => DBClusterIdentifier === undefined || DBClusterIdentifier === '');

/** AWS always sends its list, an empty one too; an answer without it must not read as "there is none". */
export function listed<T>(action: string, list: T[] | undefined): T[] {
  if (list !== undefined) return list;
  throw new AwsCallError({ kind: 'unparseable', action, code: 'IncompleteAnswer', detail: 'it holds no list' });
}

/** AWS Backup names the snapshots it takes `awsbackup:job-<uuid>`, copies `awsbackup:copyjob-<uuid>`. */
const awsBackupPrefix = 'awsbackup:';

/**
 * Snapshots of DB instances that AWS Backup took, page by page. `SnapshotType=awsbackup` exists for instances only
 * (DescribeDBSnapshots: "does not apply to Aurora").
 */
export async function* backupSnapshotsOfInstances({ client, signal }: RuleContext): AsyncGenerator<DBSnapshot[]> {
  const config = { client: client(RDSClient), ...paging };
  const pages = paginateDescribeDBSnapshots(config, { SnapshotType: 'awsbackup' }, { abortSignal: signal });
  for await (const page of pages) yield listed('rds:DescribeDBSnapshots', page.DBSnapshots);
}

/**
 * Snapshots of Aurora and RDS Multi-AZ clusters that AWS Backup took, page by page: they are listed among the manual
 * ones and told apart by their name.
 */
export async function* backupSnapshotsOfClusters({ client, signal }: RuleContext): AsyncGenerator<DBClusterSnapshot[]> {
  const config = { client: client(RDSClient), ...paging };
  for await (const page of paginateDescribeDBClusterSnapshots(config, {}, { abortSignal: signal })) {
    yield listed('rds:DescribeDBClusterSnapshots', page.DBClusterSnapshots).filter(
      (each) =>
        isRds(each) &&
        (each.DBClusterSnapshotIdentifier?.startsWith(awsBackupPrefix) ??
          each.DBClusterSnapshotArn?.includes(`:${awsBackupPrefix}`)),
    );
  }
}
