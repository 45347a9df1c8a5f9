import type { Operation } from '../../service.ts';
import { describeAccountAttributes } from './describe-account-attributes.ts';
import { describeBlueGreenDeployments } from './describe-blue-green-deployments.ts';
import { describeDBClusterEndpoints } from './describe-db-cluster-endpoints.ts';
import { describeDBProxies, describeDBProxyTargetGroups, describeDBProxyTargets } from './describe-db-proxies.ts';
import { describeDBSubnetGroups } from './describe-db-subnet-groups.ts';
import { describeEventSubscriptions } from './describe-event-subscriptions.ts';
import { describeDBClusterParameterGroups, describeDBParameterGroups } from './describe-parameter-groups.ts';
import { describePendingMaintenanceActions } from './describe-pending-maintenance-actions.ts';

/** Reads of what stands around databases. */
export const surroundings: Readonly<Record<string, Operation>> = {
  DescribeAccountAttributes: describeAccountAttributes,
  DescribeBlueGreenDeployments: describeBlueGreenDeployments,
  DescribeDBClusterEndpoints: describeDBClusterEndpoints,
  DescribeDBClusterParameterGroups: describeDBClusterParameterGroups,
  DescribeDBParameterGroups: describeDBParameterGroups,
  DescribeDBProxies: describeDBProxies,
  DescribeDBProxyTargetGroups: describeDBProxyTargetGroups,
  DescribeDBProxyTargets: describeDBProxyTargets,
  DescribeDBSubnetGroups: describeDBSubnetGroups,
  DescribeEventSubscriptions: describeEventSubscriptions,
  DescribePendingMaintenanceActions: describePendingMaintenanceActions,
};
