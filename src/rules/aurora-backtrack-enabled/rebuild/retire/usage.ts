import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { AwsCallError } from '../../../../domain/errors.ts';
import { plural } from '../../../../domain/words.ts';
import { paging } from '../../../reads.ts';
import { timestamp } from '../../duration.ts';
import type { Reader } from '../calls/find.ts';

const dayMs = 86_400_000;

/**
 * CloudWatch keeps values of a minute for 15 days, of five minutes for 63 days, of an hour for 455 days. Seconds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html, "Metrics retention"
 */
const periodFor = (ageMs: number): number => {
  if (ageMs < 2 * dayMs) return 60;
  return ageMs < 62 * dayMs ? 300 : 3_600;
};

const metrics = ['DatabaseConnections', 'CommitThroughput', 'DMLThroughput', 'DDLThroughput'] as const;

export interface Usage {
  /** The first moment, to the period, at which somebody was connected or something was written. */
  readonly firstAt: Date;
  /** The most sessions on one instance. */
  readonly sessions: number;
  readonly written: boolean;
}

/**
 * Who has used the instances in the time given; undefined for nobody. A stopped instance has no values, and so has one
 * that is gone; a value that cannot be read counts as use. Begins with the first whole period after `from`.
 */
export async function usageOf(
  { client, signal }: Reader,
  instances: readonly string[],
  { from, now }: { readonly from: Date; readonly now: Date },
): Promise<Usage | undefined> {
  const Period = periodFor(now.getTime() - from.getTime());
  const begin = Math.ceil(from.getTime() / (Period * 1_000)) * Period * 1_000;
  if (instances.length === 0 || begin >= now.getTime()) return undefined;
  const asked = instances.flatMap((instance) => metrics.map((metric) => ({ instance, metric })));
  const pages = paginateGetMetricData(
    { client: client(CloudWatchClient), ...paging },
    {
      StartTime: new Date(begin),
      EndTime: now,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: asked.map(({ instance, metric }, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: metric,
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: instance }],
          },
          Period,
          Stat: 'Maximum',
        },
      })),
    },
    { abortSignal: signal },
  );
  const uses: { at: number; sessions: number; written: boolean }[] = [];
  for await (const { MetricDataResults: results } of pages) {
    if (results === undefined) throw incomplete('it has no results');
    for (const { Id = '', Timestamps = [], Values = [] } of results) {
      if (Timestamps.length !== Values.length) throw incomplete('times and values do not match');
      const isSessions = asked[Number(Id.slice(1))]?.metric === 'DatabaseConnections';
      Timestamps.forEach((at, index) => {
        const value = Values[index] ?? Number.NaN;
        if (value === 0) return;
        uses.push({ at: at.getTime(), sessions: isSessions ? Math.ceil(value) : 0, written: !isSessions });
      });
    }
  }
  if (uses.length === 0) return undefined;
  return {
    firstAt: new Date(Math.min(...uses.map(({ at }) => at))),
    sessions: Math.max(...uses.map(({ sessions }) => sessions)),
    written: uses.some(({ written }) => written),
  };
}

const incomplete = (detail: string): AwsCallError =>
  new AwsCallError({ kind: 'unparseable', action: 'cloudwatch:GetMetricData', code: 'IncompleteAnswer', detail });

/** `2 sessions were open on orders-old-1121, first at …`, or that something was written. */
export function usageText(name: string, { firstAt, sessions, written }: Usage): string {
  const when = timestamp(firstAt);
  if (written) return `something was written to ${name}, first seen at ${when}`;
  const count = Number.isNaN(sessions) ? 'sessions were' : plural(sessions, 'session was', 'sessions were');
  return `${count} open on ${name}, first seen at ${when}`;
}
