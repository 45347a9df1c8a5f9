import { z } from 'zod';

/** A metric of the Region that belongs to no cluster or instance, such as those of AWS/Backup. */
export const metric = z.strictObject({
  namespace: z.string().default('AWS/Backup'),
  name: z.string().min(1),
  dimensions: z.record(z.string(), z.string()).default({}),
  /** The value of every datapoint. */
  value: z.number(),
});

/** What CloudWatch knows in a Region: values by namespace, metric and dimensions. They may be changed. */
export type MetricState = Map<string, number>;

/** The key of a metric; dimensions are told apart by name and value, in any order. */
export function metricKey(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))]);
}

interface Measured {
  readonly name: string;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A cluster's metrics are asked of the cluster, of its writer by role, and of the writer itself. */
export function metricsFrom(
  clusters: readonly (Measured & { readonly writer: string | undefined })[],
  instances: readonly Measured[],
  others: readonly z.output<typeof metric>[],
): MetricState {
  const state: MetricState = new Map();
  const put = ({ metrics }: Measured, dimensions: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(metrics)) state.set(metricKey('AWS/RDS', name, dimensions), value);
  };
  for (const cluster of clusters) {
    put(cluster, { DBClusterIdentifier: cluster.name });
    put(cluster, { DBClusterIdentifier: cluster.name, Role: 'WRITER' });
    if (cluster.writer !== undefined) put(cluster, { DBInstanceIdentifier: cluster.writer });
  }
  for (const instance of instances) put(instance, { DBInstanceIdentifier: instance.name });
  for (const { namespace, name, dimensions, value } of others) state.set(metricKey(namespace, name, dimensions), value);
  return state;
}
