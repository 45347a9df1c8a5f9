import {
  type DescribeIntegrationsMessage,
  type DescribeIntegrationsResponse,
  type Integration,
  IntegrationNotFoundFault$,
} from '@aws-sdk/client-rds';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';
import { rdsPage, resourceArn } from './arguments.ts';
import { filtered } from './filters.ts';

/** Zero-ETL integrations of the Region. Which filters there are is not documented; the simulator has none. */
export const describeIntegrations: Operation<DescribeIntegrationsMessage> = {
  resource: ({ IntegrationIdentifier }, call) => resourceArn(call, 'integration', IntegrationIdentifier),
  run(input, call): DescribeIntegrationsResponse {
    const found = filtered<Integration>(candidates(input, call), input.Filters, {});
    const { items, next } = rdsPage(call, 'DescribeIntegrations', input, found, (one) => one.IntegrationArn ?? '');
    return { Integrations: [...items], Marker: next };
  },
};

function candidates({ IntegrationIdentifier: asked }: DescribeIntegrationsMessage, call: Call): Integration[] {
  const { integrations } = call.holdings;
  if (asked === undefined) return integrations;
  const found = integrations.filter(
    ({ IntegrationArn = '' }) => IntegrationArn === asked || IntegrationArn.endsWith(`:${asked}`),
  );
  if (found.length === 0) throw modelled(IntegrationNotFoundFault$, `Integration ${asked} not found.`);
  return found;
}
