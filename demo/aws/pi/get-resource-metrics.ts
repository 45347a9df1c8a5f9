import type { DataPoint, GetResourceMetricsRequest, GetResourceMetricsResponse } from '@aws-sdk/client-pi';
import type { Operation } from '../service.ts';
import { invalidArgument, loadByHost, loadRequest, metricsArn } from './load.ts';

const PERIODS = [1, 60, 300, 3600, 86_400];

/**
 * The load of an instance over time, in all and by host.
 * https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_GetResourceMetrics.html
 */
export const getResourceMetrics: Operation<GetResourceMetricsRequest> = {
  resource: metricsArn,
  run(input, call): GetResourceMetricsResponse {
    const period = input.PeriodInSeconds ?? 60;
    if (!PERIODS.includes(period)) throw invalidArgument(`PeriodInSeconds must be one of ${PERIODS.join(', ')}`);
    const request = loadRequest(input, call);
    const step = period * 1000;
    const first = Math.floor(request.start / step) * step;
    const count = Math.max(0, Math.ceil((request.end - first) / step));
    const times = Array.from({ length: count }, (_, index) => first + index * step);
    const loads = times.map((start) => loadByHost({ ...request, start, end: start + step }, call));
    const series = (value: (load: ReadonlyMap<string, number>) => number): DataPoint[] =>
      times.map((time, index) => ({ Timestamp: new Date(time), Value: value(loads[index] ?? new Map()) }));
    const hosts = [...new Set(loads.flatMap((load) => [...load.keys()]))];
    const all = series((load) => [...load.values()].reduce((sum, one) => sum + one, 0));
    return {
      AlignedStartTime: new Date(first),
      AlignedEndTime: new Date(request.end),
      ...(input.Identifier !== undefined && { Identifier: input.Identifier }),
      MetricList: (input.MetricQueries ?? []).flatMap(({ Metric, GroupBy }) => {
        if (Metric !== 'db.load.avg' || (GroupBy && GroupBy.Group !== 'db.host')) {
          throw invalidArgument('The simulated AWS knows the metric db.load.avg, and its group db.host, only');
        }
        const total = { Key: { Metric }, DataPoints: all };
        if (!GroupBy) return [total];
        const each = hosts.map((host) => ({
          Key: { Metric, Dimensions: { 'db.host.id': host, 'db.host.name': host } },
          DataPoints: series((load) => load.get(host) ?? 0),
        }));
        return [total, ...each];
      }),
    };
  },
};
