import {
  type DBCluster,
  type DBClusterSnapshot,
  type DBInstance,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  paginateDescribeDBInstances,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { RuleContext } from '../../../../domain/rule.ts';
import { listIn, paging, tagRecord } from '../../../reads.ts';
import { orNothing } from './answers.ts';

/** Planning and steps read alike. */
export type Reader = Pick<RuleContext, 'client' | 'signal'>;

/** By its identifier; undefined when there is none, or none that is shown yet. */
export async function findCluster({ client, signal }: Reader, name: string): Promise<DBCluster | undefined> {
  const command = new DescribeDBClustersCommand({ DBClusterIdentifier: name });
  const answer = await orNothing(client(RDSClient).send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  const found = listIn('rds:DescribeDBClusters', answer.DBClusters);
  return found.find(({ DBClusterIdentifier }) => DBClusterIdentifier === name);
}

export async function findSnapshot({ client, signal }: Reader, name: string): Promise<DBClusterSnapshot | undefined> {
  const command = new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: name });
  const answer = await orNothing(client(RDSClient).send(command, { abortSignal: signal }));
  return answer && listIn('rds:DescribeDBClusterSnapshots', answer.DBClusterSnapshots)[0];
}

export async function findInstance({ client, signal }: Reader, name: string): Promise<DBInstance | undefined> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: name });
  const answer = await orNothing(client(RDSClient).send(command, { abortSignal: signal }));
  return answer && listIn('rds:DescribeDBInstances', answer.DBInstances)[0];
}

/** Every instance of a cluster, also one that the cluster does not name yet, or not any more. */
export async function instancesOf({ client, signal }: Reader, cluster: string): Promise<DBInstance[]> {
  const found: DBInstance[] = [];
  const filter = { Filters: [{ Name: 'db-cluster-id', Values: [cluster] }] };
  const config = { client: client(RDSClient), ...paging };
  for await (const page of paginateDescribeDBInstances(config, filter, { abortSignal: signal }))
    found.push(...listIn('rds:DescribeDBInstances', page.DBInstances));
  return found;
}

/** ListTagsForResource shows a new tag at once, DescribeDBClusters only after a while. Nothing of what is not there. */
export async function tagsOf({ client, signal }: Reader, arn: string): Promise<Record<string, string>> {
  const command = new ListTagsForResourceCommand({ ResourceName: arn });
  const answer = await orNothing(client(RDSClient).send(command, { abortSignal: signal }));
  return tagRecord(answer?.TagList);
}
