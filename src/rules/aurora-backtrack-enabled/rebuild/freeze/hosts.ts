import { DescribeDimensionKeysCommand, PIClient } from '@aws-sdk/client-pi';
import type { DBInstance } from '@aws-sdk/client-rds';
import { listIn } from '../../../reads.ts';
import type { Reader } from '../calls/find.ts';

const mostHosts = 10;

/** Sessions of Aurora itself come from here. */
const itself: ReadonlySet<string> = new Set(['', 'localhost', '127.0.0.1', 'unknown']);

/**
 * Hosts whose sessions were at work on an instance, the busiest first: Performance Insights sees load, so whoever is
 * connected and idle is not among them. Undefined where it is off; throws AwsCallError where it does not answer.
 * https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html
 */
export async function busyHosts(
  { client, signal }: Reader,
  { DbiResourceId: Identifier, PerformanceInsightsEnabled }: DBInstance,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly string[] | undefined> {
  if (PerformanceInsightsEnabled !== true || Identifier === undefined) return undefined;
  if (from >= to) return [];
  const { Keys } = await client(PIClient).send(
    new DescribeDimensionKeysCommand({
      ServiceType: 'RDS',
      Identifier,
      StartTime: from,
      EndTime: to,
      Metric: 'db.load.avg',
      GroupBy: { Group: 'db.host', Limit: mostHosts },
    }),
    { abortSignal: signal },
  );
  return listIn('pi:DescribeDimensionKeys', Keys).flatMap(({ Dimensions = {}, Total = 0 }) => {
    const host = Dimensions['db.host.name'] ?? Dimensions['db.host.id'] ?? '';
    return Total > 0 && !itself.has(host) ? [host] : [];
  });
}
