import type {
  ListRecoveryPointsByResourceInput,
  ListRecoveryPointsByResourceOutput,
  RecoveryPointByResource,
} from '@aws-sdk/client-backup';
import type { Call, Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { invalidParameter } from './errors.ts';

const ARN = /^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/;

/**
 * Lists a resource's recovery points. For RDS and Aurora MaxResults must be at least 20, and unless the caller
 * asks for AWS Backup's own only, native snapshots count as well and the caller must be allowed to describe them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html,
 * https://github.com/boto/boto3/issues/2797
 */
export const listRecoveryPointsByResource: Operation<ListRecoveryPointsByResourceInput> = {
  run(input, call): ListRecoveryPointsByResourceOutput {
    const { ResourceArn = '', ManagedByAWSBackupOnly } = input;
    if (!ARN.test(ResourceArn)) throw invalidParameter(`Invalid ARN: ${ResourceArn}`);
    const isRds = ResourceArn.startsWith('arn:aws:rds:');
    const own = [...call.holdings.recoveryPoints.values()].filter(({ resourceArn }) => resourceArn === ResourceArn);
    const native = isRds && !ManagedByAWSBackupOnly ? nativeSnapshots(ResourceArn, call) : [];
    const found: RecoveryPointByResource[] = [...own, ...native];
    const key = (point: RecoveryPointByResource): string => point.RecoveryPointArn ?? '';
    const { items, next } = backupPage(call, 'ListRecoveryPointsByResource', input, found, key, isRds ? 20 : 1);
    return { RecoveryPoints: [...items], NextToken: next };
  },
};

function nativeSnapshots(resourceArn: string, call: Call): RecoveryPointByResource[] {
  const name = resourceArn.split(':').at(-1);
  if (resourceArn.includes(':cluster:')) {
    call.authorise('rds:DescribeDBClusterSnapshots', resourceArn);
    return [...call.holdings.clusterSnapshots.values()]
      .filter((one) => one.DBClusterIdentifier === name && isNative(one.DBClusterSnapshotIdentifier))
      .map((one) => point(one.DBClusterSnapshotArn, one.SnapshotCreateTime));
  }
  call.authorise('rds:DescribeDBSnapshots', resourceArn);
  return [...call.holdings.snapshots.values()]
    .filter((one) => one.DBInstanceIdentifier === name && isNative(one.DBSnapshotIdentifier))
    .map((one) => point(one.DBSnapshotArn, one.SnapshotCreateTime));
}

function isNative(identifier = ''): boolean {
  return !identifier.startsWith('awsbackup:');
}

function point(arn: string | undefined, created: Date | undefined): RecoveryPointByResource {
  return { RecoveryPointArn: arn, CreationDate: created, Status: 'COMPLETED', IsParent: false };
}
