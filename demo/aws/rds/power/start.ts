import {
  type DBCluster,
  InvalidDBClusterStateFault$,
  type StartDBClusterMessage,
  type StartDBClusterResult,
} from '@aws-sdk/client-rds';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { clusterNamed, membersOf } from '../find.ts';
import { checkKey } from '../restore/key.ts';

/** Starts a stopped cluster with its instances. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartDBCluster.html */
export const startDBCluster: Operation<StartDBClusterMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run({ DBClusterIdentifier = '' }, call): StartDBClusterResult {
    const cluster = clusterNamed(DBClusterIdentifier, call);
    if (cluster.Status !== 'stopped') {
      const text = `DbCluster ${cluster.DBClusterIdentifier} is in ${cluster.Status} state but expected it to be one of stopped.`;
      throw modelled(InvalidDBClusterStateFault$, text);
    }
    checkKey(cluster.KmsKeyId, call);
    start(cluster, call.now, call);
    return { DBCluster: structuredClone(cluster) };
  },
};

/** From `starting` to `available`, its instances with it. A start brings the certificate and parameters up to date. */
export function start(cluster: DBCluster, from: Date, call: Call): void {
  cluster.Status = 'starting';
  delete cluster.AutomaticRestartTime;
  call.holdings.busy.add(cluster);
  for (const member of membersOf(cluster, call)) member.DBInstanceStatus = 'starting';
  call.at(new Date(from.getTime() + call.waitMs('startRuns')), (at) => {
    call.holdings.busy.delete(cluster);
    cluster.Status = 'available';
    for (const member of membersOf(cluster, call)) member.DBInstanceStatus = 'available';
    for (const member of cluster.DBClusterMembers ?? []) member.DBClusterParameterGroupStatus = 'in-sync';
    tellOf('db-cluster', cluster.DBClusterIdentifier ?? '', 'DB cluster started', ['notification'], at, call);
  });
}
