import type { Operation } from '../../service.ts';
import { describeBlueGreenDeployments } from './describe-blue-green-deployments.ts';
import { describeDBClusterEndpoints } from './describe-db-cluster-endpoints.ts';
import { describeDBParameterGroups } from './describe-db-parameter-groups.ts';
import { describeDBProxies, describeDBProxyTargetGroups, describeDBProxyTargets } from './describe-db-proxies.ts';
import { describeEventSubscriptions } from './describe-event-subscriptions.ts';
import { describePendingMaintenanceActions } from './describe-pending-maintenance-actions.ts';

/** Reads of what stands around databases. */
export const surroundings: Readonly<Record<string, Operation>> = {
  DescribeBlueGreenDeployments: describeBlueGreenDeployments,
  DescribeDBClusterEndpoints: describeDBClusterEndpoints,
  DescribeDBParameterGroups: describeDBParameterGroups,
  DescribeDBProxies: describeDBProxies,
  DescribeDBProxyTargetGroups: describeDBProxyTargetGroups,
  DescribeDBProxyTargets: describeDBProxyTargets,
  DescribeEventSubscriptions: describeEventSubscriptions,
  DescribePendingMaintenanceActions: describePendingMaintenanceActions,
};
