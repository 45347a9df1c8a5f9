import {
  type DBCluster,
  type DBInstance,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { listIn, paging, tagRecord } from '../../../../reads.ts';
import { acknowledge, blocked, check, clear, collect, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few, verb } from '../words.ts';

export interface Taken {
  /** Identifiers in use, Neptune's and DocumentDB's too: they share one name space with RDS. */
  readonly clusters: ReadonlySet<string>;
  readonly instances: ReadonlySet<string>;
}

/** From this length on a suffix may not fit. */
const tooLong = 50;
const remediationTag = 'aurora-keeper:remediation';

/** What this very remediation made before is no obstacle: it is adopted. */
async function read({ client, signal, tags }: PlanContext): Promise<Taken> {
  const config = { client: client(RDSClient), ...paging };
  const mine = tags[remediationTag];
  const foreign = ({ TagList }: DBCluster | DBInstance): boolean =>
    mine === undefined || tagRecord(TagList)[remediationTag] !== mine;
  const [clusters, instances] = await Promise.all([
    collect(paginateDescribeDBClusters(config, {}, { abortSignal: signal }), (page) =>
      listIn('rds:DescribeDBClusters', page.DBClusters),
    ),
    collect(paginateDescribeDBInstances(config, {}, { abortSignal: signal }), (page) =>
      listIn('rds:DescribeDBInstances', page.DBInstances),
    ),
  ]);
  return {
    clusters: new Set(clusters.filter(foreign).flatMap(({ DBClusterIdentifier: id }) => id ?? [])),
    instances: new Set(instances.filter(foreign).flatMap(({ DBInstanceIdentifier: id }) => id ?? [])),
  };
}

/** Where RDS cuts a name at 63 characters, people should see what it becomes. */
export function decideIdentifiers(taken: Taken, { name, names, created }: Subject): Decision {
  const members = created.map((id) => names.members[id] ?? '');
  const fresh = [...(names.restored === name ? [] : [names.restored]), ...(names.old === name ? [] : [names.old])];
  const inUse = [
    ...fresh.filter((id) => taken.clusters.has(id)),
    ...members.filter((id, index) => id !== created[index] && taken.instances.has(id)),
  ];
  if (inUse.length > 0)
    return blocked(
      `${few(inUse)} ${verb(inUse, 'exists', 'exist')} already, and a name can be given only once. Rename or remove what has it, then plan again.`,
    );
  const twice = members.filter((id, index) => members.indexOf(id) !== index);
  if (twice.length > 0)
    return blocked(
      `More than one instance would be called ${few(twice)}, since RDS takes 63 characters at most. Rename them first.`,
    );
  const cut = (id: string, from: string): string[] => (id.startsWith(from) || from.length < tooLong ? [] : [id]);
  const shortened = [
    ...cut(names.restored, name),
    ...cut(names.old, name),
    ...members.flatMap((id, index) => cut(id, created[index] ?? '')),
  ];
  if (shortened.length > 0)
    return acknowledge(`RDS takes 63 characters at most, so these names are cut off: ${few(shortened)}.`);
  return clear(`${few([...fresh, ...members])} are free.`);
}

export const identifiers = check<Taken>({
  id: 'identifiers',
  what: 'Names of the new cluster, the old one and the instances',
  read,
  decide: decideIdentifiers,
});
