import {
  DBProxyNotFoundFault$,
  type DBProxyTarget,
  DBProxyTargetGroupNotFoundFault$,
  type DescribeDBProxiesRequest,
  type DescribeDBProxiesResponse,
  type DescribeDBProxyTargetGroupsRequest,
  type DescribeDBProxyTargetGroupsResponse,
  type DescribeDBProxyTargetsRequest,
  type DescribeDBProxyTargetsResponse,
} from '@aws-sdk/client-rds';
import type { RegisteredProxy } from '../../organization/surroundings/proxies.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { rdsPage, resourceArn } from '../arguments.ts';
import { membersOf } from '../find.ts';

/** RDS Proxies of every engine family. */
export const describeDBProxies: Operation<DescribeDBProxiesRequest> = {
  resource: arnOf,
  run(input, call): DescribeDBProxiesResponse {
    const found = input.DBProxyName === undefined ? [...all(call)] : [proxyNamed(input.DBProxyName, call)];
    const { items, next } = rdsPage(call, 'DescribeDBProxies', input, found, ({ proxy }) => proxy.DBProxyName ?? '');
    return { DBProxies: items.map(({ proxy }) => proxy), Marker: next };
  },
};

/**
 * The targets of a proxy: the tracked cluster, and each of its instances. A proxy goes on with the cluster that it was
 * given when that is renamed; AWS does not say, and so it is for those who hope that it follows the name.
 */
export const describeDBProxyTargets: Operation<DescribeDBProxyTargetsRequest> = {
  resource: arnOf,
  run(input, call): DescribeDBProxyTargetsResponse {
    const proxy = proxyNamed(input.DBProxyName ?? '', call);
    checkGroup(proxy, input.TargetGroupName);
    const found = targetsOf(proxy, call);
    const key = ({ Type, RdsResourceId }: DBProxyTarget): string => `${Type} ${RdsResourceId}`;
    const { items, next } = rdsPage(call, 'DescribeDBProxyTargets', input, found, key);
    return { Targets: [...items], Marker: next };
  },
};

/** Each proxy has one target group. */
export const describeDBProxyTargetGroups: Operation<DescribeDBProxyTargetGroupsRequest> = {
  resource: arnOf,
  run(input, call): DescribeDBProxyTargetGroupsResponse {
    const { proxy, targetGroup } = checkGroup(proxyNamed(input.DBProxyName ?? '', call), input.TargetGroupName);
    const group = {
      DBProxyName: proxy.DBProxyName,
      TargetGroupName: targetGroup,
      IsDefault: true,
      Status: 'available',
    };
    const { items, next } = rdsPage(call, 'DescribeDBProxyTargetGroups', input, [group], (one) => one.TargetGroupName);
    return { TargetGroups: [...items], Marker: next };
  },
};

/** Proxies have ids in their ARNs, not names. */
function arnOf({ DBProxyName: name = '' }: { readonly DBProxyName?: string | undefined }, call: Call): string {
  return call.holdings.surroundings.proxies.get(name)?.proxy.DBProxyArn ?? resourceArn(call, 'db-proxy', undefined);
}

function all({ holdings }: Call): Iterable<RegisteredProxy> {
  return holdings.surroundings.proxies.values();
}

function proxyNamed(name: string, call: Call): RegisteredProxy {
  const found = call.holdings.surroundings.proxies.get(name.toLowerCase());
  if (!found) throw modelled(DBProxyNotFoundFault$, `DB proxy ${name} doesn't exist.`);
  return found;
}

function checkGroup(proxy: RegisteredProxy, asked: string | undefined): RegisteredProxy {
  if (asked === undefined || asked === proxy.targetGroup) return proxy;
  throw modelled(DBProxyTargetGroupNotFoundFault$, `DB proxy target group ${asked} doesn't exist.`);
}

function targetsOf({ cluster }: RegisteredProxy, call: Call): DBProxyTarget[] {
  if (!cluster) return [];
  const { DBClusterIdentifier: id, DBClusterArn: TargetArn } = cluster;
  const TargetHealth = { State: 'AVAILABLE' as const };
  return [
    { TargetArn, TrackedClusterId: id, RdsResourceId: id, Type: 'TRACKED_CLUSTER' },
    ...membersOf(cluster, call).map(
      (member, index): DBProxyTarget => ({
        Endpoint: member.Endpoint?.Address,
        TrackedClusterId: id,
        RdsResourceId: member.DBInstanceIdentifier,
        Port: 3306,
        Type: 'RDS_INSTANCE',
        Role: index === 0 ? 'READ_WRITE' : 'READ_ONLY',
        TargetHealth,
      }),
    ),
  ];
}
