import { type Integration, paginateDescribeIntegrations, RDSClient } from '@aws-sdk/client-rds';
import type { RuleContext } from '../../domain/rule.ts';
import { incompleteAnswer, listIn, paging } from '../reads.ts';

const action = 'rds:DescribeIntegrations';

/** Every zero-ETL integration of the target: one request, shared by all of its clusters. */
export async function readIntegrations({ client, signal }: RuleContext): Promise<Integration[]> {
  const found: Integration[] = [];
  const config = { client: client(RDSClient), ...paging };
  for await (const page of paginateDescribeIntegrations(config, {}, { abortSignal: signal })) {
    found.push(...listIn(action, page.Integrations));
  }
  return found;
}

/**
 * The name of an integration that a cluster feeds, or undefined. One that has failed can only be deleted, so it holds
 * nothing back. Throws an AwsCallError when an integration does not name its source.
 */
export function integrationFedBy(clusterArn: string, integrations: readonly Integration[]): string | undefined {
  for (const { SourceArn, Status, IntegrationName, IntegrationArn } of integrations) {
    if (Status === 'failed') continue;
    if (SourceArn === undefined) throw incompleteAnswer(action, 'an integration without a source');
    if (SourceArn === clusterArn) return IntegrationName ?? IntegrationArn ?? 'without a name';
  }
  return undefined;
}
