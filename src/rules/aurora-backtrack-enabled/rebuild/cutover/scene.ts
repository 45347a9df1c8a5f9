import type { DBCluster } from '@aws-sdk/client-rds';
import { paginateDescribeDBClusters, RDSClient } from '@aws-sdk/client-rds';
import { listIn, paging, tagRecord } from '../../../reads.ts';
import type { Reader } from '../calls/find.ts';
import { remediationTag } from '../tags.ts';

/** The two clusters of a cut-over, whatever they are called at the moment. AWS shows a new name with a delay. */
export interface Scene {
  readonly old: DBCluster | undefined;
  readonly fresh: DBCluster | undefined;
  /** Identifiers of all clusters. */
  readonly names: ReadonlySet<string>;
}

export const newClusterStep = 'new-cluster';

/**
 * The old cluster is known by its DbClusterResourceId, which no rename changes; the new one by the tags that it was made
 * with. So both are found after any crash, with or without records.
 */
export async function readScene(
  { client, signal }: Reader,
  { sourceId, madeBy }: { readonly sourceId: string; readonly madeBy: string },
): Promise<Scene> {
  const clusters: DBCluster[] = [];
  const config = { client: client(RDSClient), ...paging };
  for await (const page of paginateDescribeDBClusters(config, {}, { abortSignal: signal }))
    clusters.push(...listIn('rds:DescribeDBClusters', page.DBClusters));
  const madeHere = ({ TagList }: DBCluster): boolean => {
    const tags = tagRecord(TagList);
    return tags[remediationTag] === madeBy && tags['aurora-keeper:step'] === newClusterStep;
  };
  return {
    old: clusters.find(({ DbClusterResourceId }) => DbClusterResourceId === sourceId),
    fresh: clusters.find((cluster) => madeHere(cluster) && cluster.DbClusterResourceId !== sourceId),
    names: new Set(clusters.flatMap(({ DBClusterIdentifier: id }) => id ?? [])),
  };
}
