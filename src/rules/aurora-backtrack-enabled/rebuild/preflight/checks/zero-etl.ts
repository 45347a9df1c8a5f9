import type { Integration } from '@aws-sdk/client-rds';
import { integrationFedBy, readIntegrations } from '../../../zero-etl.ts';
import { blocked, check, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';

/** They need the enhanced binary log, which excludes Backtrack; Aurora user guide, "Setting up enhanced binlog". */
export function decideZeroEtl(integrations: readonly Integration[], { arn, name }: Subject): Decision {
  const fed = integrationFedBy(arn, integrations);
  return fed === undefined
    ? clear(`${name} feeds none.`)
    : blocked(`${name} feeds the integration ${fed}, which excludes Backtrack. Delete the integration first.`);
}

export const zeroEtl = check<readonly Integration[]>({
  id: 'zero-etl',
  what: 'Zero-ETL integrations',
  read: (context) => readIntegrations(context),
  decide: decideZeroEtl,
});
