import type { RegionState } from '../organization/region.ts';
import { createRandom } from '../random.ts';
import type { Call } from '../service.ts';
import { covers, type Stretch } from '../traffic/history.ts';
import { positionAt } from '../traffic/write-log.ts';
import type { Point, SeriesRequest } from './series.ts';

/** What went on in one instance in one minute. */
interface Minute {
  readonly stretch: Stretch;
  /** Sessions at its end. */
  readonly connections: number;
  /** Rows committed, and rows in a second. */
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly end: number;
  readonly region: RegionState;
}

const MINUTE = 60_000;

type Measure = (minute: Minute) => number | undefined;
const commits: Measure = ({ rowsPerSecond }) => rowsPerSecond;
const none: Measure = () => 0;

/**
 * Metrics that follow from sessions and from what they write; every row is a transaction of its own. The first table is
 * of instances, the second of clusters with Backtrack.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMySQL.Monitoring.Metrics.html
 */
const OF_INSTANCES: Readonly<Record<string, Measure>> = {
  DatabaseConnections: ({ connections }) => connections,
  CommitThroughput: commits,
  DMLThroughput: commits,
  InsertThroughput: commits,
  UpdateThroughput: none,
  DeleteThroughput: none,
  SelectThroughput: none,
  DDLThroughput: none,
  Queries: ({ rowsPerSecond }) => rowsPerSecond * 2,
};
const OF_BACKTRACK: Readonly<Record<string, Measure>> = {
  BacktrackChangeRecordsCreationRate: (minute) => (windowOf(minute) ? minute.rows * 5 : undefined),
  BacktrackChangeRecordsStored: (minute) => (windowOf(minute) ? storedIn(minute) : undefined),
  BacktrackWindowActual: (minute) => reachOf(minute),
  BacktrackWindowAlert: (minute) => (windowOf(minute) ? 0 : undefined),
};

/** Whether the metric is one of these. */
export function isLive({ namespace, name }: Pick<SeriesRequest, 'namespace' | 'name'>): boolean {
  return namespace === 'AWS/RDS' && (Object.hasOwn(OF_INSTANCES, name) || Object.hasOwn(OF_BACKTRACK, name));
}

/**
 * The datapoints of such a metric, the oldest first. Every member of a cluster gives one value a minute, under its own
 * name and under those that the cluster had then; a stopped one gives none. Each comes some minutes late, not always
 * in order; in compressed time it comes sooner, but a minute is a minute of the clock.
 */
export function liveSeries(request: SeriesRequest, call: Call): Point[] {
  call.watch();
  const { holdings, now, waitMs } = call;
  const step = request.period * 1000;
  const measure = OF_INSTANCES[request.name] ?? OF_BACKTRACK[request.name] ?? none;
  const onlyWriters = Object.hasOwn(OF_BACKTRACK, request.name);
  const stretches = holdings.traffic.history.stretches.filter(
    (one) => isMeant(one, request) && (!onlyWriters || one.writes),
  );
  const points = new Map<number, Point>();
  const earliest = Math.min(...stretches.map(({ from }) => from));
  const first = Math.max(Math.floor(request.start / step) * step, Math.floor(earliest / step) * step);
  for (let start = first; start < request.end && start + MINUTE <= now.getTime(); start += MINUTE) {
    const end = start + MINUTE;
    if (end + delayOf(request.name, end, waitMs('metricDelay')) > now.getTime()) continue;
    for (const stretch of stretches.filter((one) => covers(one, end - 1))) {
      const value = measure(minuteOf(stretch, start, end, holdings));
      if (value === undefined) continue;
      const time = Math.floor(start / step) * step;
      points.set(time, withValue(points.get(time), value, time));
    }
  }
  return [...points.values()];
}

function isMeant({ instanceName, clusterName, writes }: Stretch, { dimensions }: SeriesRequest): boolean {
  const known: Readonly<Record<string, string>> = {
    DBInstanceIdentifier: instanceName,
    DBClusterIdentifier: clusterName,
    Role: writes ? 'WRITER' : 'READER',
  };
  return dimensions.length > 0 && dimensions.every(({ Name = '', Value }) => known[Name] === Value);
}

/** Two to three minutes in AWS's time, another for each minute. */
function delayOf(name: string, end: number, ms: number): number {
  return ms * (0.8 + 0.4 * createRandom(end / 1000 + name.length)());
}

function minuteOf(stretch: Stretch, start: number, end: number, region: RegionState): Minute {
  const { history, volumes } = region.traffic;
  const own = history.connections.filter((one) => one.instance === stretch.instance && covers(one, end - 1));
  const segments = volumes.get(stretch.cluster)?.segments ?? [];
  const thousandths = segments
    .filter((one) => one.instance === stretch.instance && one.end > start && one.start < end)
    .reduce((sum, one) => sum + positionAt(one, end) - positionAt(one, start), 0);
  const rows = thousandths / 1000;
  return { stretch, connections: own.length, rows, rowsPerSecond: (rows * 1000) / (end - start), end, region };
}

function clusterOf({ stretch, region }: Minute) {
  return [...region.clusters.values()].find(({ DbClusterResourceId }) => DbClusterResourceId === stretch.cluster);
}

/** Seconds; 0 without Backtrack. */
function windowOf(minute: Minute): number {
  return clusterOf(minute)?.BacktrackWindow ?? 0;
}

function storedIn(minute: Minute): number {
  const { end, region, stretch } = minute;
  return Math.round(minuteOf(stretch, end - windowOf(minute) * 1000, end, region).rows);
}

/** Minutes that the window reaches back. */
function reachOf(minute: Minute): number | undefined {
  const { EarliestBacktrackTime: earliest } = clusterOf(minute) ?? {};
  if (!windowOf(minute) || !earliest) return undefined;
  return Math.max(0, Math.floor((minute.end - Number(earliest)) / 60_000));
}

function withValue(point: Point | undefined, value: number, time: number): Point {
  if (!point) return { time: new Date(time), sum: value, samples: 1, minimum: value, maximum: value };
  return {
    time: point.time,
    sum: point.sum + value,
    samples: point.samples + 1,
    minimum: Math.min(point.minimum, value),
    maximum: Math.max(point.maximum, value),
  };
}
