import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { isKeptCopy } from '../../domain/managed-by-code.ts';
import type { RuleContext } from '../../domain/rule.ts';
import { type Named, standalone, sweepClusters, sweepInstances } from '../reads.ts';

/** What a recovery point may have been made of. */
export interface Database {
  readonly createdAt: Date | undefined;
}

export interface Databases {
  readonly clusters: readonly Named<DBCluster>[];
  /** Instances outside of clusters. */
  readonly instances: readonly Named<DBInstance>[];
  /** By ARN: everything that exists here, with members of clusters and the bot's own copies. */
  readonly all: ReadonlyMap<string, Database>;
}

const isOwn = ({ tags }: { readonly tags: Record<string, string> }): boolean => !isKeptCopy(tags);

export async function readDatabases(context: RuleContext): Promise<Databases> {
  const [clusters, instances] = await Promise.all([
    sweepClusters(context, { keptCopies: true }),
    sweepInstances(context, { keptCopies: true }),
  ]);
  return {
    clusters: clusters.filter(isOwn),
    instances: standalone(instances).filter(isOwn),
    all: new Map<string, Database>([
      ...clusters.map(({ arn, ClusterCreateTime: createdAt }) => [arn, { createdAt }] as const),
      ...instances.map(({ arn, InstanceCreateTime: createdAt }) => [arn, { createdAt }] as const),
    ]),
  };
}

/**
 * Whether what a recovery point was made of still exists here. One older than the database of that name was made of an
 * earlier one.
 */
export function lifeOf(database: Database | undefined, at: Date | undefined): 'here' | 'earlier' | 'gone' {
  if (database === undefined) return 'gone';
  return at !== undefined && database.createdAt !== undefined && at < database.createdAt ? 'earlier' : 'here';
}
