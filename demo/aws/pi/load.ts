import { InvalidArgumentException$, NotAuthorizedException$ } from '@aws-sdk/client-pi';
import { modelled } from '../protocol/model.ts';
import type { Call } from '../service.ts';
import { positionAt } from '../traffic/write-log.ts';

/** How many sessions one row per second keeps busy. */
const LOAD_PER_ROW = 0.02;

interface Asked {
  readonly ServiceType?: string | undefined;
  readonly Identifier?: string | undefined;
  readonly StartTime?: Date | undefined;
  readonly EndTime?: Date | undefined;
}

/** A request for the load of one instance between two moments, in milliseconds. */
export interface LoadRequest {
  readonly instance: string;
  readonly start: number;
  readonly end: number;
}

/** The ARN that IAM checks. */
export function metricsArn({ Identifier }: Asked, { region, account }: Call): string {
  return `arn:aws:pi:${region}:${account.id}:metrics/rds/${Identifier ?? '*'}`;
}

/** Checks a request. Throws for an instance that is not there, or has no Performance Insights. */
export function loadRequest({ ServiceType, Identifier = '', StartTime, EndTime }: Asked, call: Call): LoadRequest {
  if (ServiceType !== 'RDS')
    throw invalidArgument(`The simulated AWS knows the service type RDS only, not ${ServiceType}`);
  const instance = [...call.holdings.instances.values()].find(({ DbiResourceId }) => DbiResourceId === Identifier);
  if (!instance) throw modelled(NotAuthorizedException$, `${Identifier} is not a valid identifier`);
  if (!instance.PerformanceInsightsEnabled) {
    throw invalidArgument(`Performance Insights is not enabled for ${Identifier}`);
  }
  const [start, end] = [Number(StartTime), Number(EndTime)];
  if (!(start < end)) throw invalidArgument('StartTime must be before EndTime');
  call.watch();
  return { instance: Identifier, start, end: Math.min(end, call.now.getTime()) };
}

/** Average active sessions by host. Who is connected and does nothing has no load, and so no host. */
export function loadByHost({ instance, start, end }: LoadRequest, { holdings }: Call): ReadonlyMap<string, number> {
  const { history, volumes } = holdings.traffic;
  const hosts = new Map(history.connections.map(({ writer, host }) => [writer, host]));
  const load = new Map<string, number>();
  for (const segment of [...volumes.values()].flatMap(({ cluster, segments }) =>
    segments.filter((one) => one.cluster === cluster),
  )) {
    if (segment.instance !== instance || segment.end <= start || segment.start >= end) continue;
    const rowsPerSecond = (positionAt(segment, end) - positionAt(segment, start)) / (end - start);
    const host = hosts.get(segment.writer) ?? 'localhost';
    load.set(host, (load.get(host) ?? 0) + rowsPerSecond * LOAD_PER_ROW);
  }
  return load;
}

export function invalidArgument(message: string) {
  return modelled(InvalidArgumentException$, message);
}
