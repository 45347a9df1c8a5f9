import type { Datapoint, GetMetricStatisticsInput, GetMetricStatisticsOutput } from '@aws-sdk/client-cloudwatch';
import { createRandom } from '../random.ts';
import type { Operation } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { seriesOf, statistic, unitOf } from './series.ts';

const MAX_POINTS = 1_440;

/**
 * Datapoints of one metric, 1,440 at most, in no order: CloudWatch promises none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export const getMetricStatistics: Operation<GetMetricStatisticsInput> = {
  run(input, call): GetMetricStatisticsOutput {
    const { Namespace = '', MetricName = '', Dimensions = [], StartTime, EndTime, Period = 0 } = input;
    const { Statistics = [], ExtendedStatistics } = input;
    if (ExtendedStatistics) throw invalidParameter('The simulated AWS does not have ExtendedStatistics.');
    if (Statistics.length === 0) throw invalidParameter('At least one of Statistics is required.');
    const [start, end] = [Number(StartTime), Number(EndTime)];
    const asked = Math.ceil((end - start) / (Period * 1000));
    if (asked > MAX_POINTS) {
      throw invalidParameter(`You have requested up to ${asked} datapoints, which exceeds the limit of ${MAX_POINTS}.`);
    }
    const request = { namespace: Namespace, name: MetricName, dimensions: Dimensions, start, end, period: Period };
    const points = seriesOf(request, call).map((point): Datapoint => {
      const values = Statistics.map((name) => [name, statistic(name, point)]);
      return { Timestamp: point.time, Unit: unitOf(MetricName), ...Object.fromEntries(values) };
    });
    const random = createRandom(points.length);
    const shuffled = points.map((point) => [random(), point] as const).sort(([one], [other]) => one - other);
    return { Label: MetricName, Datapoints: shuffled.map(([, point]) => point) };
  },
};
