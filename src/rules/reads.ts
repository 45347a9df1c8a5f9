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
const paging = { stopOnSameToken: true };

/** Neither Neptune nor DocumentDB. */
export const isRds = ({ Engine }: { readonly Engine?: string | undefined }): boolean =>
  !otherServices.has(Engine ?? '');

const keep = (database: { readonly Engine?: string | undefined }, tags: Record<string, string>): boolean =>
  isRds(database) && !isKeptCopy(tags);

/** AWS always sends both; an answer without them must not make a database disappear. */
function identify(action: string, name: string | undefined, arn: string | undefined): { name: string; arn: string } {
  if (name !== undefined && arn !== undefined) return { name, arn };
  throw new AwsCallError({
    kind: 'unparseable',
    action,
    code: 'IncompleteAnswer',
    detail: 'a database without name or ARN',
  });
}

/**
 * Every Aurora and RDS Multi-AZ cluster of the target, without the bot's own kept copies. The sweep is
 * unfiltered on purpose: rules of a target then share its requests.
 */
export async function sweepClusters({ client, signal }: RuleContext): Promise<Named<DBCluster>[]> {
  const config = { client: client(RDSClient), ...paging };
  const found: Named<DBCluster>[] = [];
  for await (const page of paginateDescribeDBClusters(config, {}, { abortSignal: signal })) {
    for (const cluster of page.DBClusters ?? []) {
      const tags = tagRecord(cluster.TagList);
      const { DBClusterIdentifier, DBClusterArn } = cluster;
      if (keep(cluster, tags)) {
        found.push({ ...cluster, ...identify('rds:DescribeDBClusters', DBClusterIdentifier, DBClusterArn), tags });
      }
    }
  }
  return found;
}

/** Every DB instance of the target, members of clusters included; filtered like `sweepClusters`. */
export async function sweepInstances({ client, signal }: RuleContext): Promise<Named<DBInstance>[]> {
  const config = { client: client(RDSClient), ...paging };
  const found: Named<DBInstance>[] = [];
  for await (const page of paginateDescribeDBInstances(config, {}, { abortSignal: signal })) {
    for (const instance of page.DBInstances ?? []) {
      const tags = tagRecord(instance.TagList);
      const { DBInstanceIdentifier, DBInstanceArn } = instance;
      if (keep(instance, tags)) {
        found.push({ ...instance, ...identify('rds:DescribeDBInstances', DBInstanceIdentifier, DBInstanceArn), tags });
      }
    }
  }
  return found;
}

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
