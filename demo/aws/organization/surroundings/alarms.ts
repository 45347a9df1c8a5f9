import { type CompositeAlarm, type MetricAlarm, MetricAlarm$ } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { rawFields } from '../common.ts';
import type { Built } from './built.ts';

/** A CloudWatch alarm: of a metric, of metric math (`queries`, or `raw`), or of other alarms (`rule`). */
export const alarm = z.strictObject({
  name: z.string().min(1).max(255),
  namespace: z.string().default('AWS/RDS'),
  metric: z.string().default('CPUUtilization'),
  dimensions: z.record(z.string(), z.string()).default({}),
  /** Each an expression, or the dimensions of a metric. */
  queries: z.array(z.union([z.string(), z.record(z.string(), z.string())])).default([]),
  rule: z.string().optional(),
  raw: rawFields<MetricAlarm>(MetricAlarm$).default({}),
});
type AlarmSpec = z.output<typeof alarm>;

export interface Alarms {
  readonly metric: MetricAlarm[];
  readonly composite: CompositeAlarm[];
}

export function alarmsFrom(specs: readonly AlarmSpec[], { place }: Built): Alarms {
  const arn = (name: string): string => `arn:aws:cloudwatch:${place.region}:${place.accountId}:alarm:${name}`;
  const common = ({ name }: AlarmSpec) => ({
    AlarmName: name,
    AlarmArn: arn(name),
    ActionsEnabled: true,
    AlarmActions: [`arn:aws:sns:${place.region}:${place.accountId}:pager`],
    StateValue: 'OK' as const,
  });
  return {
    metric: specs.flatMap((spec) =>
      spec.rule === undefined ? [{ ...common(spec), ...watched(spec), ...spec.raw }] : [],
    ),
    composite: specs.flatMap((spec) => (spec.rule === undefined ? [] : [{ ...common(spec), AlarmRule: spec.rule }])),
  };
}

const dimensionsFrom = (dimensions: Readonly<Record<string, string>>) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

function watched({ namespace, metric, dimensions, queries }: AlarmSpec): MetricAlarm {
  const judged = { ComparisonOperator: 'GreaterThanThreshold' as const, Threshold: 80, EvaluationPeriods: 3 };
  if (queries.length === 0) {
    const what = { Namespace: namespace, MetricName: metric, Dimensions: dimensionsFrom(dimensions) };
    return { ...judged, ...what, Statistic: 'Average', Period: 60 };
  }
  return {
    ...judged,
    Metrics: queries.map((query, index) =>
      typeof query === 'string'
        ? { Id: `q${index + 1}`, Expression: query, Period: 60, ReturnData: index === 0 }
        : {
            Id: `q${index + 1}`,
            MetricStat: {
              Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensionsFrom(query) },
              Period: 60,
              Stat: 'Average',
            },
            ReturnData: index === 0,
          },
    ),
  };
}
