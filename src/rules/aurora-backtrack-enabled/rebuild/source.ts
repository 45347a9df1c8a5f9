import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  paginateDescribeDBInstances,
  RDSClient,
} from '@aws-sdk/client-rds';
import { AwsCallError, PermanentError } from '../../../domain/errors.ts';
import type { RuleContext } from '../../../domain/rule.ts';
import { incompleteAnswer, listIn, paging } from '../../reads.ts';
import { isAutoScaledName } from './as-code/auto-scaled.ts';

/** The cluster that is to be rebuilt, and its members as they are now, the writer first. */
export interface Source {
  readonly cluster: DBCluster;
  readonly members: readonly DBInstance[];
}

/**
 * Reads the cluster by its identifier, and its members. Throws PermanentError when it does not exist, and AwsCallError
 * when an answer lacks it, or lacks a member that the cluster names.
 */
export async function readSource(
  { client, signal }: Pick<RuleContext, 'client' | 'signal'>,
  identifier: string,
): Promise<Source> {
  const rds = client(RDSClient);
  const cluster = await readCluster(rds, identifier, signal);
  const found: DBInstance[] = [];
  const filter = { Filters: [{ Name: 'db-cluster-id', Values: [identifier] }] };
  for await (const page of paginateDescribeDBInstances({ client: rds, ...paging }, filter, { abortSignal: signal }))
    found.push(...listIn('rds:DescribeDBInstances', page.DBInstances));
  return { cluster, members: membersOf(cluster, found) };
}

async function readCluster(rds: RDSClient, identifier: string, signal: AbortSignal): Promise<DBCluster> {
  try {
    const answer = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }), {
      abortSignal: signal,
    });
    const cluster = listIn('rds:DescribeDBClusters', answer.DBClusters).find(
      ({ DBClusterIdentifier }) => DBClusterIdentifier === identifier,
    );
    if (cluster !== undefined) return cluster;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new PermanentError(`there is no cluster ${identifier}; audit again to see what there is`);
  }
  throw incompleteAnswer('rds:DescribeDBClusters', `${identifier} was not in it`);
}

const isMissing = (error: unknown): boolean =>
  error instanceof AwsCallError && error.failure.code.startsWith('DBClusterNotFound');

/** Both answers have to name the same members: a copy made from one of them alone could lack a reader. */
function membersOf(cluster: DBCluster, instances: readonly DBInstance[]): DBInstance[] {
  const action = 'rds:DescribeDBInstances';
  const listed = listIn('rds:DescribeDBClusters', cluster.DBClusterMembers);
  const members = listed.map(({ DBInstanceIdentifier: id }) => {
    const found = instances.find((each) => each.DBInstanceIdentifier === id);
    if (id === undefined || found === undefined)
      throw incompleteAnswer(action, `member ${id ?? 'without a name'} was not in it`);
    return found;
  });
  const extra = instances.find((each) => !members.includes(each));
  if (extra !== undefined)
    throw incompleteAnswer(
      action,
      `${extra.DBInstanceIdentifier ?? 'an instance'} is in the cluster, and the cluster does not name it yet`,
    );
  const isWriter = ({ DBInstanceIdentifier: id }: DBInstance): boolean =>
    listed.some((each) => each.DBInstanceIdentifier === id && each.IsClusterWriter === true);
  return members.toSorted((one, other) => Number(isWriter(other)) - Number(isWriter(one)));
}

export const isAutoScaled = ({ DBInstanceIdentifier: id = '' }: DBInstance): boolean => isAutoScaledName(id);

/** The members that a rebuilt cluster gets: all but auto-scaled readers, the writer first. */
export const membersToCreate = ({ members }: Source): DBInstance[] =>
  members.filter((member, index) => index === 0 || !isAutoScaled(member));
