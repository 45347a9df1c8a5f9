import type { AccountAttributesMessage, AccountQuota, DescribeAccountAttributesMessage } from '@aws-sdk/client-rds';
import type { Call, Operation } from '../../service.ts';

/**
 * What RDS lets the account have in the Region, and how much of it is in use. Quotas of what is not simulated have
 * AWS's own values and nothing in use.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AccountQuota.html
 */
export const describeAccountAttributes: Operation<DescribeAccountAttributesMessage> = {
  run(_, call): AccountAttributesMessage {
    return { AccountQuotas: quotasOf(call) };
  },
};

function quotasOf({ account: { quotas }, holdings }: Call): AccountQuota[] {
  const { clusters, instances, clusterSnapshots, snapshots, parameterGroups, network, surroundings } = holdings;
  const manual = (all: Iterable<{ readonly SnapshotType?: string | undefined }>): number =>
    [...all].filter(({ SnapshotType }) => SnapshotType === 'manual').length;
  const quota = (AccountQuotaName: string, Used: number, Max: number): AccountQuota => ({
    AccountQuotaName,
    Used,
    Max,
  });
  const standing = [...instances.values()].filter(({ DBClusterIdentifier: of }) => of === undefined);
  return [
    quota('DBInstances', instances.size, quotas.dbInstances),
    quota('ReservedDBInstances', 0, 40),
    quota(
      'AllocatedStorage',
      standing.reduce((sum, { AllocatedStorage = 0 }) => sum + AllocatedStorage, 0),
      100_000,
    ),
    quota('DBSecurityGroups', 0, 25),
    quota('AuthorizationsPerDBSecurityGroup', 0, 20),
    quota('DBParameterGroups', holdings.instanceGroups.size, 50),
    quota('ManualSnapshots', manual(snapshots.values()), 100),
    quota('EventSubscriptions', surroundings.subscriptions.length, 20),
    quota('DBSubnetGroups', network.subnetGroups.size, 50),
    quota('OptionGroups', 0, 20),
    quota('SubnetsPerDBSubnetGroup', 3, 20),
    quota('ReadReplicasPerMaster', 0, 5),
    quota('DBClusters', clusters.size, quotas.dbClusters),
    quota('DBClusterParameterGroups', parameterGroups.size, quotas.clusterParameterGroups),
    quota('DBClusterRoles', 0, quotas.dbClusterRoles),
    quota('CustomEndpointsPerDBCluster', 0, 5),
    quota('ManualClusterSnapshots', manual(clusterSnapshots.values()), quotas.manualClusterSnapshots),
  ];
}
