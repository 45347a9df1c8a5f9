import type { DescribeDimensionKeysRequest, DescribeDimensionKeysResponse } from '@aws-sdk/client-pi';
import type { Operation } from '../service.ts';
import { invalidArgument, loadByHost, loadRequest, metricsArn } from './load.ts';

/**
 * The hosts that put load on an instance, the greatest first, 25 unless told otherwise. Other metrics and groups are
 * not simulated.
 * https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html
 */
export const describeDimensionKeys: Operation<DescribeDimensionKeysRequest> = {
  resource: metricsArn,
  run(input, call): DescribeDimensionKeysResponse {
    if (input.Metric !== 'db.load.avg' || input.GroupBy?.Group !== 'db.host') {
      throw invalidArgument('The simulated AWS knows the metric db.load.avg by the group db.host only');
    }
    const { start, end, ...rest } = loadRequest(input, call);
    const load = [...loadByHost({ start, end, ...rest }, call)].sort(([, one], [, other]) => other - one);
    const limit = input.GroupBy.Limit ?? 10;
    return {
      AlignedStartTime: new Date(start),
      AlignedEndTime: new Date(end),
      Keys: load.slice(0, limit).map(([host, Total]) => ({
        Dimensions: { 'db.host.id': host, 'db.host.name': host },
        Total,
      })),
    };
  },
};
