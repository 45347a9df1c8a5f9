import type {
  DescribeProtectedResourceInput,
  DescribeProtectedResourceOutput,
  ListProtectedResourcesInput,
  ListProtectedResourcesOutput,
  ProtectedResource,
} from '@aws-sdk/client-backup';
import type { RecoveryPoint } from '../organization/recovery-points.ts';
import type { Call, Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { notFound } from './errors.ts';

/** Lists what has recovery points, whatever their status; what a plan covers but never backed up is absent. */
export const listProtectedResources: Operation<ListProtectedResourcesInput> = {
  run(input, call): ListProtectedResourcesOutput {
    const found = protectedResources(call).values();
    const { items, next } = backupPage(call, 'ListProtectedResources', input, found, (one) => one.ResourceArn ?? '');
    return { Results: [...items], NextToken: next };
  },
};

/** One protected resource by its ARN. */
export const describeProtectedResource: Operation<DescribeProtectedResourceInput> = {
  run({ ResourceArn = '' }, call): DescribeProtectedResourceOutput {
    const resource = protectedResources(call).get(ResourceArn);
    if (!resource) throw notFound(`Resource ${ResourceArn} cannot be found`);
    return resource;
  },
};

function protectedResources(call: Call): Map<string, ProtectedResource> {
  const newest = new Map<string, RecoveryPoint>();
  for (const point of call.holdings.recoveryPoints.values()) {
    const known = newest.get(point.resourceArn);
    if (!known || known.CreationDate < point.CreationDate) newest.set(point.resourceArn, point);
  }
  return new Map([...newest].map(([arn, point]) => [arn, resourceOf(point, call)]));
}

function resourceOf(point: RecoveryPoint, { region, account }: Call): ProtectedResource {
  return {
    ResourceArn: point.resourceArn,
    ResourceType: point.resourceType,
    ResourceName: point.resourceName,
    LastBackupTime: point.CreationDate,
    LastBackupVaultArn: `arn:aws:backup:${region}:${account.id}:backup-vault:${point.BackupVaultName}`,
    LastRecoveryPointArn: point.RecoveryPointArn,
  };
}
