import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { AwsCallError } from '../../../../domain/errors.ts';
import { paging } from '../../../reads.ts';
import type { Reader } from '../calls/find.ts';
import type { Minute, Series } from './quiet.ts';

/**
 * What tells of writes: changed rows, changed tables, commits of anything. Sessions are the connections of clients;
 * those of RDS itself are not counted. Aurora user guide, "Amazon CloudWatch metrics for Amazon Aurora".
 */
const writes = ['CommitThroughput', 'DMLThroughput', 'DDLThroughput'] as const;
const sessions = 'DatabaseConnections';

const periodSeconds = 60;
/** A request of the API takes no more queries: GetMetricData. */
const mostQueries = 500;

interface Asked {
  readonly id: string;
  readonly instance: string;
  readonly metric: string;
}

/** The values of each minute from `from` on, for each instance and metric; a minute without a value is not there. */
export async function readActivity(
  { client, signal }: Reader,
  instances: readonly string[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<Series[]> {
  const asked: Asked[] = instances
    .flatMap((instance) => [sessions, ...writes].map((metric) => ({ instance, metric })))
    .map((each, index) => ({ ...each, id: `m${index}` }));
  if (asked.length > mostQueries) throw new RangeError(`more than ${mostQueries} metrics in one request`);
  const found = new Map<string, Minute[]>(asked.map(({ id }) => [id, []]));
  if (asked.length === 0) return [];
  const pages = paginateGetMetricData(
    { client: client(CloudWatchClient), ...paging },
    {
      StartTime: from,
      EndTime: to,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: asked.map(({ id, instance, metric }) => ({
        Id: id,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: metric,
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: instance }],
          },
          Period: periodSeconds,
          Stat: 'Maximum',
        },
      })),
    },
    { abortSignal: signal },
  );
  for await (const { MetricDataResults: results } of pages) {
    if (results === undefined) throw incomplete('it has no results');
    for (const { Id = '', Timestamps = [], Values = [] } of results) {
      if (Timestamps.length !== Values.length) throw incomplete('times and values do not match');
      found.get(Id)?.push(...Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] ?? Number.NaN })));
    }
  }
  return asked.map(({ id, instance, metric }) => ({
    instance,
    kind: metric === sessions ? 'sessions' : 'writes',
    metric,
    minutes: found.get(id) ?? [],
  }));
}

const incomplete = (detail: string): AwsCallError =>
  new AwsCallError({ kind: 'unparseable', action: 'cloudwatch:GetMetricData', code: 'IncompleteAnswer', detail });
