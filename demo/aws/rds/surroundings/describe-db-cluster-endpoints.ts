import type {
  DBCluster,
  DBClusterEndpoint,
  DBClusterEndpointMessage,
  DescribeDBClusterEndpointsMessage,
} from '@aws-sdk/client-rds';
import type { Call, Operation } from '../../service.ts';
import { identifierIn, rdsPage, resourceArn } from '../arguments.ts';
import { type FilterTable, filtered } from '../filters.ts';
import { clusterNamed } from '../find.ts';

const FILTERS: FilterTable<DBClusterEndpoint> = {
  'db-cluster-endpoint-type': ({ EndpointType }) => [EndpointType?.toLowerCase()],
  'db-cluster-endpoint-custom-type': ({ CustomEndpointType }) => [CustomEndpointType?.toLowerCase()],
  'db-cluster-endpoint-id': ({ DBClusterEndpointIdentifier }) => [DBClusterEndpointIdentifier],
  'db-cluster-endpoint-status': ({ Status }) => [Status],
};

/** The writer's and the reader's endpoint of each cluster, which have no identifier, and the custom ones. */
export const describeDBClusterEndpoints: Operation<DescribeDBClusterEndpointsMessage> = {
  resource: ({ DBClusterIdentifier }, call) => resourceArn(call, 'cluster', DBClusterIdentifier),
  run(input, call): DBClusterEndpointMessage {
    const { DBClusterIdentifier: of, DBClusterEndpointIdentifier: asked } = input;
    const clusters = of === undefined ? [...call.holdings.clusters.values()] : [clusterNamed(of, call)];
    const wanted =
      asked === undefined ? undefined : identifierIn(call, 'DBClusterEndpointIdentifier', 'cluster-endpoint', asked);
    const found = clusters
      .flatMap((cluster) => endpointsOf(cluster, call))
      .filter((one) => wanted === undefined || one.DBClusterEndpointIdentifier === wanted);
    const passed = filtered(found, input.Filters, FILTERS);
    const { items, next } = rdsPage(call, 'DescribeDBClusterEndpoints', input, passed, (one) => one.Endpoint ?? '');
    return { DBClusterEndpoints: [...items], Marker: next };
  },
};

function endpointsOf(cluster: DBCluster, call: Call): DBClusterEndpoint[] {
  const common = { DBClusterIdentifier: cluster.DBClusterIdentifier, Status: 'available' };
  const custom = call.holdings.surroundings.customEndpoints.filter((one) => one.cluster === cluster);
  return [
    { ...common, Endpoint: cluster.Endpoint, EndpointType: 'WRITER' },
    { ...common, Endpoint: cluster.ReaderEndpoint, EndpointType: 'READER' },
    ...custom.map(({ identifier, address, type, members, excluded }) => ({
      ...common,
      DBClusterEndpointIdentifier: identifier,
      DBClusterEndpointArn: resourceArn(call, 'cluster-endpoint', identifier),
      Endpoint: address,
      EndpointType: 'CUSTOM',
      CustomEndpointType: type,
      StaticMembers: [...members],
      ExcludedMembers: [...excluded],
    })),
  ];
}
