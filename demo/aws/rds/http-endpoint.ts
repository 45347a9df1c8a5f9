import {
  type DisableHttpEndpointRequest,
  type DisableHttpEndpointResponse,
  type EnableHttpEndpointRequest,
  type EnableHttpEndpointResponse,
  ResourceNotFoundFault$,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { requireAvailable } from './occupy.ts';

/** Turns the Data API of a cluster on, by its ARN. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_EnableHttpEndpoint.html */
export const enableHttpEndpoint: Operation<EnableHttpEndpointRequest> = {
  resource: ({ ResourceArn = '' }) => ResourceArn,
  run: ({ ResourceArn = '' }, call): EnableHttpEndpointResponse => turn(ResourceArn, true, call),
};

/** Turns it off. */
export const disableHttpEndpoint: Operation<DisableHttpEndpointRequest> = {
  resource: ({ ResourceArn = '' }) => ResourceArn,
  run: ({ ResourceArn = '' }, call): DisableHttpEndpointResponse => turn(ResourceArn, false, call),
};

function turn(arn: string, on: boolean, call: Call): EnableHttpEndpointResponse {
  const cluster = [...call.holdings.clusters.values()].find(({ DBClusterArn }) => DBClusterArn === arn);
  if (!cluster) throw modelled(ResourceNotFoundFault$, `The resource ${arn} was not found.`);
  requireAvailable(cluster, call);
  call.later('modifyRuns', () => {
    cluster.HttpEndpointEnabled = on;
  });
  return { ResourceArn: arn, HttpEndpointEnabled: on };
}
