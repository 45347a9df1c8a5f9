import type { AccountAttributesMessage, AccountQuota } from '@aws-sdk/client-rds';
import type { Operation } from '../service.ts';
import { isOwnManual } from './cluster-snapshots/snapshot-of-cluster.ts';

/** What the account may hold in the Region, and holds. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeAccountAttributes.html */
export const describeAccountAttributes: Operation = {
  run(_input, { account, holdings }): AccountAttributesMessage {
    const { clusters, instances, clusterSnapshots, parameterGroups, network } = holdings;
    const { quotas } = account;
    const quota = (AccountQuotaName: string, Used: number, Max: number): AccountQuota => ({
      AccountQuotaName,
      Used,
      Max,
    });
    const roles = [...clusters.values()].map(({ AssociatedRoles = [] }) => AssociatedRoles.length);
    return {
      AccountQuotas: [
        quota('DBInstances', instances.size, quotas.dbInstances),
        quota('DBClusters', clusters.size, quotas.dbClusters),
        quota(
          'ManualClusterSnapshots',
          [...clusterSnapshots.values()].filter(isOwnManual).length,
          quotas.manualClusterSnapshots,
        ),
        quota('DBClusterParameterGroups', parameterGroups.size, quotas.clusterParameterGroups),
        quota('DBClusterRoles', Math.max(0, ...roles), quotas.dbClusterRoles),
        quota('DBSubnetGroups', network.subnetGroups.size, 50),
      ],
    };
  },
};
