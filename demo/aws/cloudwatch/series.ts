import type { Dimension, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { metricKey } from '../organization/metrics.ts';
import type { Call } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { isLive, liveSeries } from './live.ts';

/** What is asked of a metric. Times are in milliseconds, the period in seconds. */
export interface SeriesRequest {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly start: number;
  readonly end: number;
  readonly period: number;
}

/** A datapoint's moment, and what becomes of the values that AWS had put together. */
export interface Point {
  readonly time: Date;
  readonly sum: number;
  readonly samples: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Seconds between the values that AWS itself writes: five minutes for what Aurora's volume counts, else one. */
const COARSE = /^(Volume|Backtrack)/;

/**
 * The datapoints of a metric, the oldest first. One that is described has a value for each whole period that has ended,
 * since its cluster or instance was created; others follow from what goes on in the databases, or have none. Throws for
 * a period that CloudWatch does not have.
 */
export function seriesOf(request: SeriesRequest, call: Call): Point[] {
  const { holdings, now } = call;
  const { namespace, name, period, start, end } = request;
  if (!Number.isInteger(period) || period < 60 || period % 60 !== 0) {
    throw invalidParameter(`The parameter Period must be a multiple of 60, not ${period}.`);
  }
  if (start >= end) throw invalidParameter('The parameter StartTime must be less than the parameter EndTime.');
  const dimensions = Object.fromEntries(request.dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
  const value = holdings.metrics.get(metricKey(namespace, name, dimensions));
  if (value === undefined) return isLive(request) ? liveSeries(request, call) : [];
  const { DBClusterIdentifier: cluster = '', DBInstanceIdentifier: instance = '' } = dimensions;
  const created = Number(
    holdings.clusters.get(cluster)?.ClusterCreateTime ?? holdings.instances.get(instance)?.InstanceCreateTime ?? 0,
  );
  const step = period * 1000;
  const samples = Math.max(1, period / (COARSE.test(name) ? 300 : 60));
  const first = Math.max(Math.floor(start / step) * step, Math.ceil(created / step) * step);
  const last = Math.min(end, now.getTime() - step);
  const count = Math.max(0, Math.ceil((last - first) / step));
  return Array.from({ length: count }, (_, index) => ({
    time: new Date(first + index * step),
    sum: value * samples,
    samples,
    minimum: value,
    maximum: value,
  }));
}

/** One statistic of a point; percentiles are the maximum. Throws for one that the simulator does not have. */
export function statistic(name: string, { sum, samples, minimum, maximum }: Point): number {
  if (name === 'Sum') return sum;
  if (name === 'SampleCount') return samples;
  if (name === 'Average') return sum / samples;
  if (name === 'Minimum') return minimum;
  if (name === 'Maximum' || /^p\d\d?(\.\d+)?$/.test(name)) return maximum;
  throw invalidParameter(`The statistic ${name} is not supported.`);
}

/** The unit that AWS/RDS gives a metric. */
export function unitOf(name: string): StandardUnit {
  if (/Percent|Utilization/.test(name)) return 'Percent';
  if (/Bytes|Memory/.test(name)) return 'Bytes';
  if (name === 'BacktrackWindowActual') return 'Minutes' as StandardUnit;
  if (/Throughput$|^Queries$/.test(name)) return 'Count/Second';
  return 'Count';
}
