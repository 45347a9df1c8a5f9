import {
  DBClusterNotFoundFault$,
  DBClusterSnapshotNotFoundFault$,
  DBInstanceNotFoundFault$,
  DBSnapshotNotFoundFault$,
  type ListTagsForResourceMessage,
  type TagListMessage,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../errors.ts';
import { type ExportedSchema, modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';

const NOT_FOUND: Readonly<Record<string, ExportedSchema>> = {
  cluster: DBClusterNotFoundFault$,
  db: DBInstanceNotFoundFault$,
  'cluster-snapshot': DBClusterSnapshotNotFoundFault$,
  snapshot: DBSnapshotNotFoundFault$,
};

/** The tags of a cluster, instance or snapshot by its ARN, which must be of this account and Region. */
export const listTagsForResource: Operation<ListTagsForResourceMessage> = {
  resource: ({ ResourceName = '' }) => ResourceName,
  run({ ResourceName: arn = '' }, call): TagListMessage {
    const prefix = `arn:aws:rds:${call.region}:${call.account.id}:`;
    const [type = '', ...name] = arn.startsWith(prefix) ? arn.slice(prefix.length).split(':') : [];
    const notFound = NOT_FOUND[type];
    if (!notFound) throw invalidParameterValue(`Invalid resource name: ${arn}`);
    const resource = holdingsOf(type, call).get(name.join(':'));
    if (!resource) throw modelled(notFound, `${arn} not found.`);
    return { TagList: resource.TagList ?? [] };
  },
};

function holdingsOf(type: string, { holdings }: Call): ReadonlyMap<string, TagListMessage> {
  if (type === 'cluster') return holdings.clusters;
  if (type === 'db') return holdings.instances;
  return type === 'snapshot' ? holdings.snapshots : holdings.clusterSnapshots;
}
