import {
  DBClusterNotFoundFault$,
  DBClusterParameterGroupNotFoundFault$,
  DBClusterSnapshotNotFoundFault$,
  DBInstanceNotFoundFault$,
  DBSnapshotNotFoundFault$,
  type Tag,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../errors.ts';
import type { RegionState } from '../organization/region.ts';
import { type ExportedSchema, modelled } from '../protocol/model.ts';
import type { Call } from '../service.ts';

/** What has tags in RDS. */
export interface Tagged {
  TagList?: Tag[] | undefined;
  /** Of a cluster or a snapshot. */
  readonly Status?: string | undefined;
}

const NOT_FOUND: Readonly<Record<string, ExportedSchema>> = {
  cluster: DBClusterNotFoundFault$,
  db: DBInstanceNotFoundFault$,
  'cluster-snapshot': DBClusterSnapshotNotFoundFault$,
  snapshot: DBSnapshotNotFoundFault$,
  'cluster-pg': DBClusterParameterGroupNotFoundFault$,
};

/** The cluster, instance, snapshot or cluster parameter group with this ARN, which must be of the caller's account and Region. */
export function taggedResource(arn: string, call: Call): Tagged {
  const prefix = `arn:aws:rds:${call.region}:${call.account.id}:`;
  const notFound = arn.startsWith(prefix) ? NOT_FOUND[arn.slice(prefix.length).split(':')[0] ?? ''] : undefined;
  if (!notFound) throw invalidParameterValue(`Invalid resource name: ${arn}`);
  const resource = findTagged(arn, call.holdings);
  if (!resource) throw modelled(notFound, `${arn} not found.`);
  return resource;
}

/** The same without a word when there is none; the ARN's account and Region are those of the holdings. */
export function findTagged(arn: string, holdings: RegionState): Tagged | undefined {
  const [, , , , , type = '', ...name] = arn.split(':');
  const maps: Readonly<Record<string, () => ReadonlyMap<string, Tagged>>> = {
    cluster: () => holdings.clusters,
    db: () => holdings.instances,
    'cluster-snapshot': () => holdings.clusterSnapshots,
    snapshot: () => holdings.snapshots,
    'cluster-pg': () => holdings.parameterGroups,
  };
  return maps[type]?.().get(name.join(':'));
}
