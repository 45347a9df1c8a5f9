import {
  type BacktrackDBClusterMessage,
  type DBCluster,
  type DBClusterBacktrack,
  type DBClusterBacktrackMessage,
  DBClusterBacktrackNotFoundFault$,
  type DescribeDBClusterBacktracksMessage,
} from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../errors.ts';
import { modelled } from '../protocol/model.ts';
import { stableUuid } from '../random.ts';
import type { Call, Operation } from '../service.ts';
import { rewind, volumeOf } from '../traffic/traffic.ts';
import { rdsPage, resourceArn } from './arguments.ts';
import { slideBacktrack } from './backtrack.ts';
import { type FilterTable, filtered } from './filters.ts';
import { clusterNamed } from './find.ts';
import { occupy, requireAvailable } from './occupy.ts';
import { parametersInForce } from './parameter-groups/in-force.ts';

/**
 * Takes the whole cluster back to a moment of its window: what was written since is gone, and every session ends.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_BacktrackDBCluster.html
 */
export const backtrackDBCluster: Operation<BacktrackDBClusterMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run(input, call): DBClusterBacktrack {
    const cluster = clusterNamed(input.DBClusterIdentifier ?? '', call);
    requireAvailable(cluster, call, 'a backtrack');
    const to = momentOf(input, cluster, call);
    const backtrack: DBClusterBacktrack = {
      DBClusterIdentifier: cluster.DBClusterIdentifier,
      BacktrackIdentifier: stableUuid('backtrack', cluster.DbClusterResourceId ?? '', call.now.toISOString()),
      BacktrackTo: to,
      BacktrackedFrom: call.now,
      BacktrackRequestCreationTime: call.now,
      Status: 'applying',
    };
    const { backtracks, traffic } = call.holdings;
    const id = cluster.DbClusterResourceId ?? '';
    backtracks.set(id, [...(backtracks.get(id) ?? []), backtrack]);
    cluster.Status = 'backtracking';
    occupy(cluster, 'backtracking', 'modifyRuns', call, () => {
      rewind(volumeOf(traffic, id), to);
      backtrack.Status = call.ending?.state ?? 'completed';
    });
    return { ...backtrack };
  },
};

function momentOf(input: BacktrackDBClusterMessage, cluster: DBCluster, call: Call): Date {
  const { BacktrackTo: to = call.now, Force, UseEarliestTimeOnPointInTimeUnavailable: orEarliest } = input;
  slideBacktrack(cluster, call.now);
  const { BacktrackWindow, EarliestBacktrackTime: earliest, DBClusterIdentifier: name } = cluster;
  if (!BacktrackWindow || !earliest)
    throw invalidParameterValue(`Backtrack is not enabled for the DB cluster ${name}.`);
  const binlog = parametersInForce(call.holdings, cluster.DBClusterParameterGroup ?? '').get('binlog_format') ?? 'OFF';
  if (binlog !== 'OFF' && !Force) {
    const text = `Binary logging is enabled for ${name}. Use Force to backtrack all the same.`;
    throw new AwsError('InvalidParameterCombination', text);
  }
  if (to > call.now) throw invalidParameterValue('BacktrackTo cannot be in the future.');
  if (to >= earliest) return to;
  if (orEarliest) return earliest;
  throw invalidParameterValue(`BacktrackTo must not be before ${earliest.toISOString()}.`);
}

const FILTERS: FilterTable<DBClusterBacktrack> = {
  'db-cluster-backtrack-id': ({ BacktrackIdentifier }) => [BacktrackIdentifier],
  'db-cluster-backtrack-status': ({ Status }) => [Status],
};

/** The backtracks of a cluster. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterBacktracks.html */
export const describeDBClusterBacktracks: Operation<DescribeDBClusterBacktracksMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run(input, call): DBClusterBacktrackMessage {
    const cluster = clusterNamed(input.DBClusterIdentifier ?? '', call);
    const all = call.holdings.backtracks.get(cluster.DbClusterResourceId ?? '') ?? [];
    const { BacktrackIdentifier: id } = input;
    const named = id === undefined ? all : all.filter((one) => one.BacktrackIdentifier === id);
    if (id !== undefined && named.length === 0) {
      throw modelled(DBClusterBacktrackNotFoundFault$, `Backtrack ${id} was not found.`);
    }
    const found = filtered(named, input.Filters, FILTERS);
    const key = (one: DBClusterBacktrack): string => `${one.BacktrackedFrom?.toISOString()} ${one.BacktrackIdentifier}`;
    const { items, next } = rdsPage(call, 'DescribeDBClusterBacktracks', input, found, key);
    return { DBClusterBacktracks: [...items], Marker: next };
  },
};
