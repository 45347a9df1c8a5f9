import type { DBCluster } from '@aws-sdk/client-rds';

/** A cluster as an answer shows it: what later becomes of it does not change what was answered. */
export function accepted(cluster: DBCluster): { readonly DBCluster: DBCluster } {
  return { DBCluster: structuredClone(cluster) };
}
