import type { DBCluster } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { identifier } from '../common.ts';
import { hostName } from '../place.ts';
import type { Built } from './built.ts';

/** A custom endpoint of a cluster: of some of its instances, or of all but some. */
export const customEndpoint = z.strictObject({
  name: identifier,
  of: identifier,
  type: z.enum(['READER', 'WRITER', 'ANY']).default('READER'),
  members: z.array(identifier).default([]),
  excluded: z.array(identifier).default([]),
});

export interface CustomEndpoint {
  readonly identifier: string;
  readonly address: string;
  readonly type: string;
  readonly members: readonly string[];
  readonly excluded: readonly string[];
  readonly cluster: DBCluster;
}

/** The cluster names the addresses of its custom endpoints, too. */
export function customEndpointFrom(
  spec: z.output<typeof customEndpoint>,
  { clusters, place }: Built,
): CustomEndpoint | undefined {
  const cluster = clusters.get(spec.of);
  if (!cluster) return undefined;
  const address = hostName(place, spec.name, 'cluster-custom-');
  cluster.CustomEndpoints = [...(cluster.CustomEndpoints ?? []), address];
  return { identifier: spec.name, address, type: spec.type, members: spec.members, excluded: spec.excluded, cluster };
}
