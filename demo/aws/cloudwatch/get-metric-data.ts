import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { Call, Operation } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { seriesOf, statistic } from './series.ts';

const MAX_QUERIES = 500;
const MAX_POINTS = 100_800;

/**
 * Values of up to 500 metrics, the newest first unless asked otherwise. A metric that CloudWatch does not know has no
 * values and is no error. Pages are cut between metrics; math expressions are not simulated.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const getMetricData: Operation<GetMetricDataInput> = {
  run(input, call): GetMetricDataOutput {
    const { MetricDataQueries: queries = [], MaxDatapoints = MAX_POINTS, NextToken: token, ...rest } = input;
    if (queries.length > MAX_QUERIES) throw invalidParameter(`No more than ${MAX_QUERIES} queries are allowed.`);
    const ids = queries.map(({ Id = '' }) => Id);
    const bad = ids.find((id, index) => !/^[a-z][a-zA-Z0-9_]*$/.test(id) || ids.indexOf(id) < index);
    if (bad !== undefined) throw invalidParameter(`The Id ${bad} is not valid, or comes twice.`);
    if (!Number.isInteger(MaxDatapoints) || MaxDatapoints < 1 || MaxDatapoints > MAX_POINTS) {
      throw invalidParameter(`MaxDatapoints must be between 1 and ${MAX_POINTS}.`);
    }
    const results = queries.flatMap((query) => (query.ReturnData === false ? [] : resultOf(query, rest, call)));
    const widest = Math.max(1, ...results.map(({ Values = [] }) => Values.length));
    const numbered = results.map((result, index): [string, MetricDataResult] => [
      String(index).padStart(4, '0'),
      result,
    ]);
    const { items, next } = call.paginate({
      items: numbered,
      key: ([key]) => key,
      scope: [call.account.id, call.region, 'GetMetricData', queries, rest],
      token,
      max: Math.max(1, Math.floor(MaxDatapoints / widest)),
      refuse: () => invalidParameter('The parameter NextToken is not valid.'),
    });
    return {
      MetricDataResults: items.map(([, result]) => result),
      Messages: [],
      ...(next !== undefined && { NextToken: next }),
    };
  },
};

type Times = Omit<GetMetricDataInput, 'MetricDataQueries'>;

function resultOf(query: MetricDataQuery, { StartTime, EndTime, ScanBy }: Times, call: Call): MetricDataResult {
  const { Id, Label, MetricStat, Expression } = query;
  if (!MetricStat || Expression !== undefined)
    throw invalidParameter('The simulated AWS does not evaluate expressions.');
  const { Metric, Period = 0, Stat = '' } = MetricStat;
  const points = seriesOf(
    {
      namespace: Metric?.Namespace ?? '',
      name: Metric?.MetricName ?? '',
      dimensions: Metric?.Dimensions ?? [],
      start: Number(StartTime),
      end: Number(EndTime),
      period: Period,
    },
    call,
  );
  const ordered = ScanBy === 'TimestampAscending' ? points : points.toReversed();
  return {
    Id,
    Label: Label ?? Metric?.MetricName,
    Timestamps: ordered.map(({ time }) => time),
    Values: ordered.map((point) => statistic(Stat, point)),
    StatusCode: 'Complete',
  };
}
