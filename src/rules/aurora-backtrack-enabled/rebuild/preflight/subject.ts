import { incompleteAnswer } from '../../../reads.ts';
import { membersToCreate, type Source } from '../source.ts';
import type { CutoverNames, Way } from './names.ts';

/** What every check decides about. */
export interface Subject {
  readonly source: Source;
  readonly name: string;
  readonly arn: string;
  /** `cluster-ABC…`: stays when the cluster is renamed, and is another one for every new cluster. */
  readonly resourceId: string;
  /** Identifiers of the members, the writer first. */
  readonly instances: readonly string[];
  /** Identifiers of those that the new cluster gets a counterpart of. */
  readonly created: readonly string[];
  readonly way: Way;
  readonly names: CutoverNames;
  readonly now: Date;
}

/** Throws AwsCallError when the cluster lacks what AWS always tells. */
export function subjectOf(source: Source, way: Way, names: CutoverNames, now: Date): Subject {
  const { DBClusterIdentifier: name, DBClusterArn: arn, DbClusterResourceId: resourceId } = source.cluster;
  if (name === undefined || arn === undefined || resourceId === undefined)
    throw incompleteAnswer('rds:DescribeDBClusters', 'a cluster without name, ARN or resource id');
  const idsOf = (members: Source['members']): string[] =>
    members.map(({ DBInstanceIdentifier: id }) => {
      if (id === undefined) throw incompleteAnswer('rds:DescribeDBInstances', 'an instance without a name');
      return id;
    });
  return {
    source,
    name,
    arn,
    resourceId,
    instances: idsOf(source.members),
    created: idsOf(membersToCreate(source)),
    way,
    names,
    now,
  };
}

/** Instances keep their names only where the cut-over gives the new ones the old names. */
export const keepsInstanceNames = ({ created, names }: Subject): boolean =>
  created.every((id) => names.members[id] === id);

/** What takes the place of these instances, the new writer where nothing does. */
export const counterparts = (instances: readonly string[], { created, names }: Subject): string[] => [
  ...new Set(instances.flatMap((id) => names.members[id] ?? names.members[created[0] ?? ''] ?? [])),
];
