import { type DBCluster, DBClusterAlreadyExistsFault$ } from '@aws-sdk/client-rds';
import { hostName, placeOf, rdsArn } from '../../organization/place.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { membersOf } from '../find.ts';
import { appear, giveUpName, isTaken } from '../lifecycle.ts';
import { newIdentifier } from '../new-resource.ts';

/** The new name, kept for this cluster. Throws when another has it, or has given it up only a moment ago. */
export function reserveName(asked: string, cluster: DBCluster, call: Call): string {
  const name = newIdentifier('NewDBClusterIdentifier', asked);
  const arn = resourceArn(call, 'cluster', name);
  const { clusters, lifecycle } = call.holdings;
  if (clusters.has(name) || isTaken(arn, call)) {
    throw modelled(DBClusterAlreadyExistsFault$, `DB Cluster already exists: ${name}`);
  }
  lifecycle.taken.set(arn, Number.POSITIVE_INFINITY);
  lifecycle.renaming.set(cluster, name);
  return name;
}

/**
 * Gives a cluster its new name: identifier, ARN and endpoints change, resource id, tags and instances stay. The old
 * name stays taken for a while, descriptions show the new one only after a moment, and what is connected stays so.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html
 */
export function rename(cluster: DBCluster, name: string, at: Date, call: Call): void {
  const { clusters, clusterSnapshots, lifecycle } = call.holdings;
  const place = placeOf(call.account.id, call.region, call.now);
  const old = cluster.DBClusterIdentifier ?? '';
  const members = membersOf(cluster, call);
  giveUpName(cluster.DBClusterArn ?? '', at, call);
  lifecycle.renaming.delete(cluster);
  clusters.delete(old);
  clusters.set(name, cluster);
  Object.assign(cluster, {
    DBClusterIdentifier: name,
    DBClusterArn: rdsArn(place, 'cluster', name),
    Endpoint: hostName(place, name, 'cluster-'),
    ReaderEndpoint: hostName(place, name, 'cluster-ro-'),
  });
  lifecycle.taken.delete(rdsArn(place, 'cluster', name));
  for (const member of members) member.DBClusterIdentifier = name;
  for (const snapshot of clusterSnapshots.values()) {
    const own = snapshot.DbClusterResourceId === cluster.DbClusterResourceId && snapshot.SnapshotType === 'automated';
    if (own) snapshot.DBClusterIdentifier = name;
  }
  appear(cluster, at, call);
  tellOf('db-cluster', name, `Renamed cluster from ${old} to ${name}`, ['notification'], at, call);
}
