import type {
  DescribePendingMaintenanceActionsMessage,
  PendingMaintenanceActionsMessage,
  ResourcePendingMaintenanceActions,
} from '@aws-sdk/client-rds';
import type { Call, Operation } from '../../service.ts';
import { rdsPage } from '../arguments.ts';
import { filtered } from '../filters.ts';

/** What waits for clusters and instances, by the ARN that each has now; without anything waiting none is listed. */
export const describePendingMaintenanceActions: Operation<DescribePendingMaintenanceActionsMessage> = {
  run(input, call): PendingMaintenanceActionsMessage {
    const found = filtered([...waiting(call).values()], input.Filters, {
      'db-cluster-id': ({ ResourceIdentifier: arn = '' }) =>
        arn.includes(':cluster:') ? [arn, arn.split(':').at(-1)] : [],
      'db-instance-id': ({ ResourceIdentifier: arn = '' }) =>
        arn.includes(':db:') ? [arn, arn.split(':').at(-1)] : [],
    }).filter((one) => input.ResourceIdentifier === undefined || one.ResourceIdentifier === input.ResourceIdentifier);
    const key = (one: ResourcePendingMaintenanceActions): string => one.ResourceIdentifier ?? '';
    const { items, next } = rdsPage(call, 'DescribePendingMaintenanceActions', input, found, key);
    return { PendingMaintenanceActions: [...items], Marker: next };
  },
};

function waiting({ holdings }: Call): Map<string, ResourcePendingMaintenanceActions> {
  const byArn = new Map<string, ResourcePendingMaintenanceActions>();
  for (const { database, action } of holdings.surroundings.maintenance) {
    const arn =
      ('DBInstanceArn' in database ? database.DBInstanceArn : undefined) ??
      ('DBClusterArn' in database ? database.DBClusterArn : undefined) ??
      '';
    const details = byArn.get(arn)?.PendingMaintenanceActionDetails ?? [];
    byArn.set(arn, { ResourceIdentifier: arn, PendingMaintenanceActionDetails: [...details, action] });
  }
  return byArn;
}
