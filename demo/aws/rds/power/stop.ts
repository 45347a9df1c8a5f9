import {
  type DBCluster,
  InvalidDBClusterStateFault$,
  type StopDBClusterMessage,
  type StopDBClusterResult,
} from '@aws-sdk/client-rds';
import { isAurora } from '../../organization/engines.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { clusterNamed, membersOf } from '../find.ts';
import { requireAvailable } from '../occupy.ts';
import { start } from './start.ts';

/**
 * Stops a cluster with its instances. It serves until it is `stopped`, and AWS starts it again by itself after seven
 * days.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-cluster-stop-start.html
 */
export const stopDBCluster: Operation<StopDBClusterMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run({ DBClusterIdentifier = '' }, call): StopDBClusterResult {
    const cluster = clusterNamed(DBClusterIdentifier, call);
    checkStoppable(cluster);
    requireAvailable(cluster, call, 'stopping');
    const { busy } = call.holdings;
    busy.add(cluster);
    cluster.Status = 'stopping';
    for (const member of membersOf(cluster, call)) member.DBInstanceStatus = 'stopping';
    const answer = { DBCluster: structuredClone(cluster) };
    call.later('stopRuns', (at) => {
      busy.delete(cluster);
      const state = call.ending?.state ?? 'stopped';
      cluster.Status = state;
      for (const member of membersOf(cluster, call)) member.DBInstanceStatus = state;
      const name = cluster.DBClusterIdentifier ?? '';
      const text = call.ending ? (call.ending.message ?? 'DB cluster could not be stopped') : 'DB cluster stopped';
      tellOf('db-cluster', name, text, ['notification'], at, call);
      if (state === 'stopped') restartLater(cluster, at, call);
    });
    return answer;
  },
};

function checkStoppable(cluster: DBCluster): void {
  const { Engine = '', EngineMode, GlobalClusterIdentifier, DBClusterIdentifier: name } = cluster;
  if (isAurora(Engine) && EngineMode !== 'serverless' && !GlobalClusterIdentifier) return;
  throw modelled(InvalidDBClusterStateFault$, `DB cluster ${name} cannot be stopped.`);
}

function restartLater(cluster: DBCluster, at: Date, call: Call): void {
  const time = new Date(at.getTime() + call.waitMs('stoppedFor'));
  cluster.AutomaticRestartTime = time;
  call.at(time, (now) => {
    if (cluster.Status !== 'stopped' || cluster.AutomaticRestartTime?.getTime() !== time.getTime()) return;
    const text = 'DB cluster is being started due to it exceeding the maximum allowed time being stopped.';
    tellOf('db-cluster', cluster.DBClusterIdentifier ?? '', text, ['notification'], now, call);
    start(cluster, now, call);
  });
}
