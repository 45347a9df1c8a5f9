import {
  type BlueGreenDeployment,
  BlueGreenDeploymentNotFoundFault$,
  type DescribeBlueGreenDeploymentsRequest,
  type DescribeBlueGreenDeploymentsResponse,
} from '@aws-sdk/client-rds';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { rdsPage, resourceArn } from '../arguments.ts';
import { type FilterTable, filtered } from '../filters.ts';

const FILTERS: FilterTable<BlueGreenDeployment> = {
  'blue-green-deployment-identifier': ({ BlueGreenDeploymentIdentifier }) => [BlueGreenDeploymentIdentifier],
  'blue-green-deployment-name': ({ BlueGreenDeploymentName }) => [BlueGreenDeploymentName],
  source: ({ Source }) => [Source],
  target: ({ Target }) => [Target],
};

/** Blue/green deployments, completed ones until somebody deletes them. */
export const describeBlueGreenDeployments: Operation<DescribeBlueGreenDeploymentsRequest> = {
  resource: ({ BlueGreenDeploymentIdentifier: id }, call) => resourceArn(call, 'deployment', id),
  run(input, call): DescribeBlueGreenDeploymentsResponse {
    const { BlueGreenDeploymentIdentifier: asked } = input;
    const all = call.holdings.surroundings.deployments;
    const found = all.filter((one) => asked === undefined || one.BlueGreenDeploymentIdentifier === asked.toLowerCase());
    if (asked !== undefined && found.length === 0)
      throw modelled(BlueGreenDeploymentNotFoundFault$, `BlueGreenDeployment ${asked} not found.`);
    const passed = filtered(found, input.Filters, FILTERS);
    const key = (one: BlueGreenDeployment): string => one.BlueGreenDeploymentIdentifier ?? '';
    const { items, next } = rdsPage(call, 'DescribeBlueGreenDeployments', input, passed, key);
    return { BlueGreenDeployments: [...items], Marker: next };
  },
};
