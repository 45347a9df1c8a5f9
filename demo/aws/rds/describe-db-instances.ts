import {
  type DBCluster,
  type DBInstance,
  type DBInstanceMessage,
  DBInstanceNotFoundFault$,
  type DescribeDBInstancesMessage,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { identifierIn, rdsPage, resourceArn } from './arguments.ts';
import { type FilterTable, filtered } from './filters.ts';
import { inLists, isShown } from './lifecycle.ts';

/** The filter `db-cluster-id` takes names and ARNs of clusters. */
function filtersFor(call: Call): FilterTable<DBInstance> {
  return {
    'db-cluster-id': ({ DBClusterIdentifier: cluster }) =>
      cluster === undefined ? [] : [cluster, resourceArn(call, 'cluster', cluster)],
    'db-instance-id': ({ DBInstanceIdentifier, DBInstanceArn }) => [DBInstanceIdentifier, DBInstanceArn],
    'dbi-resource-id': ({ DbiResourceId }) => [DbiResourceId],
    domain: ({ DomainMemberships }) => (DomainMemberships ?? []).map(({ Domain }) => Domain),
    engine: ({ Engine }) => [Engine],
  };
}

/** Lists DB instances and the members of clusters alike; members have `DBClusterIdentifier` set. */
export const describeDBInstances: Operation<DescribeDBInstancesMessage> = {
  resource: ({ DBInstanceIdentifier }, call) => resourceArn(call, 'db', DBInstanceIdentifier),
  run(input, call): DBInstanceMessage {
    const found = filtered(candidates(input, call), input.Filters, filtersFor(call));
    const { items, next } = rdsPage(call, 'DescribeDBInstances', input, found, (one) => one.DBInstanceIdentifier ?? '');
    return { DBInstances: [...items], Marker: next };
  },
};

function candidates({ DBInstanceIdentifier: asked }: DescribeDBInstancesMessage, call: Call): Iterable<DBInstance> {
  const { instances } = call.holdings;
  if (asked === undefined) return inLists(instances.values(), isInstance, call);
  const instance = instances.get(identifierIn(call, 'DBInstanceIdentifier', 'db', asked) ?? '');
  if (!instance || !isShown(instance, call)) throw modelled(DBInstanceNotFoundFault$, `DBInstance ${asked} not found.`);
  return [instance];
}

function isInstance(one: DBCluster | DBInstance): one is DBInstance {
  return 'DBInstanceArn' in one;
}
