import type { DBCluster } from '@aws-sdk/client-rds';
import { applicationFrom } from '../traffic/application.ts';
import { createTraffic, type Traffic } from '../traffic/traffic.ts';
import type { ClusterSpec } from './databases.ts';
import type { RegionSpec } from './schema.ts';

/** What goes on in a Region as it is described; nothing runs before somebody looks. */
export function trafficFrom(
  { applications }: RegionSpec,
  clusters: readonly { readonly spec: ClusterSpec; readonly cluster: DBCluster }[],
): Traffic {
  const events = clusters.flatMap(({ spec, cluster }): [string, number][] =>
    spec.scheduledEventRows > 0 ? [[cluster.DbClusterResourceId ?? '', spec.scheduledEventRows]] : [],
  );
  const traffic = createTraffic(new Map(events));
  for (const spec of applications) {
    const cluster = clusters.find((one) => one.spec.name === spec.cluster)?.cluster ?? {};
    traffic.applications.set(spec.name, applicationFrom(spec, endpointOf(cluster, spec.endpoint)));
  }
  return traffic;
}

/** The host name of a cluster's endpoint: `writer`, `reader`, or that of an instance by its name. */
export function endpointOf({ Endpoint = '', ReaderEndpoint = '' }: DBCluster, endpoint: string): string {
  if (endpoint === 'writer') return Endpoint;
  if (endpoint === 'reader') return ReaderEndpoint;
  return `${endpoint}.${Endpoint.slice(Endpoint.indexOf('.cluster-') + '.cluster-'.length)}`;
}
