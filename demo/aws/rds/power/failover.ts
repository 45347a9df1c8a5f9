import {
  type FailoverDBClusterMessage,
  type FailoverDBClusterResult,
  InvalidDBClusterStateFault$,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../../errors.ts';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { clusterNamed } from '../find.ts';
import { promote } from '../members/join.ts';
import { occupy, requireAvailable } from '../occupy.ts';

/** Makes a reader the writer. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverDBCluster.html */
export const failoverDBCluster: Operation<FailoverDBClusterMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run({ DBClusterIdentifier = '', TargetDBInstanceIdentifier: target }, call): FailoverDBClusterResult {
    const cluster = clusterNamed(DBClusterIdentifier, call);
    requireAvailable(cluster, call, 'a failover');
    const readers = (cluster.DBClusterMembers ?? []).filter(({ IsClusterWriter }) => !IsClusterWriter);
    if (readers.length === 0) {
      throw modelled(InvalidDBClusterStateFault$, `DB cluster ${DBClusterIdentifier} has no reader to fail over to.`);
    }
    const next =
      target === undefined ? readers : readers.filter((one) => one.DBInstanceIdentifier === target.toLowerCase());
    if (next.length === 0) throw invalidParameterValue(`${target} is no reader of ${DBClusterIdentifier}.`);
    occupy(cluster, 'failing-over', 'failoverRuns', call, (at) => {
      const tier = ({ PromotionTier = 1 }): number => PromotionTier;
      const writer = next.toSorted((one, other) => tier(one) - tier(other))[0];
      promote(cluster.DBClusterMembers ?? [], writer?.DBInstanceIdentifier);
      tellOf('db-cluster', cluster.DBClusterIdentifier ?? '', 'Completed failover', ['failover'], at, call);
    });
    return { DBCluster: structuredClone(cluster) };
  },
};
