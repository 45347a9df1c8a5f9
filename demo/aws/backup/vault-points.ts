import type {
  DescribeRecoveryPointInput,
  DescribeRecoveryPointOutput,
  ListRecoveryPointsByBackupVaultInput,
  ListRecoveryPointsByBackupVaultOutput,
  RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import { hoursBefore } from '../clock.ts';
import { backupRoleArn, DEFAULT_BACKUP_ROLE } from '../organization/backup-names.ts';
import type { RecoveryPoint } from '../organization/recovery-points.ts';
import type { Call, Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { notFound } from './errors.ts';
import { vaultArn, vaultNamed } from './names.ts';

/** The recovery points in a vault that pass every filter. */
export const listRecoveryPointsByBackupVault: Operation<ListRecoveryPointsByBackupVaultInput> = {
  resource: ({ BackupVaultName = '' }, call) => vaultArn(call, BackupVaultName),
  run(input, call): ListRecoveryPointsByBackupVaultOutput {
    const vault = vaultNamed(input.BackupVaultName ?? '', call);
    const { ByResourceArn, ByResourceType, ByBackupPlanId, ByCreatedAfter, ByCreatedBefore } = input;
    const found = [...call.holdings.recoveryPoints.values()].filter(
      (one) =>
        one.BackupVaultName === vault.name &&
        (ByResourceArn === undefined || one.resourceArn === ByResourceArn) &&
        (ByResourceType === undefined || one.resourceType === ByResourceType) &&
        (ByBackupPlanId === undefined || one.createdBy?.BackupPlanId === ByBackupPlanId) &&
        (ByCreatedAfter === undefined || one.CreationDate > ByCreatedAfter) &&
        (ByCreatedBefore === undefined || one.CreationDate < ByCreatedBefore) &&
        input.ByParentRecoveryPointArn === undefined,
    );
    const key = ({ RecoveryPointArn }: RecoveryPoint): string => RecoveryPointArn;
    const { items, next } = backupPage(call, 'ListRecoveryPointsByBackupVault', input, found, key);
    return { RecoveryPoints: items.map((one) => inVault(one, call)), NextToken: next };
  },
};

/** One recovery point; IAM checks its own ARN, which for RDS and Aurora is that of a snapshot. */
export const describeRecoveryPoint: Operation<DescribeRecoveryPointInput> = {
  resource: ({ RecoveryPointArn = '' }) => RecoveryPointArn,
  run({ BackupVaultName = '', RecoveryPointArn = '' }, call): DescribeRecoveryPointOutput {
    const vault = vaultNamed(BackupVaultName, call);
    const point = call.holdings.recoveryPoints.get(RecoveryPointArn);
    if (point?.BackupVaultName !== vault.name) throw notFound(`Cannot find recovery point ${RecoveryPointArn}`);
    return { ...inVault(point, call), StorageClass: 'WARM' };
  },
};

function inVault(point: RecoveryPoint, call: Call): RecoveryPointByBackupVault {
  const made = hoursBefore(point.CreationDate, -0.25);
  const { retentionDays } = point;
  return {
    RecoveryPointArn: point.RecoveryPointArn,
    BackupVaultName: point.BackupVaultName,
    BackupVaultArn: vaultArn(call, point.BackupVaultName),
    ResourceArn: point.resourceArn,
    ResourceType: point.resourceType,
    ResourceName: point.resourceName,
    Status: point.Status,
    ...(point.StatusMessage !== undefined && { StatusMessage: point.StatusMessage }),
    CreationDate: point.CreationDate,
    InitiationDate: point.CreationDate,
    ...(point.Status !== 'CREATING' && { CompletionDate: made }),
    BackupSizeInBytes: point.BackupSizeBytes,
    ...(retentionDays !== undefined && {
      Lifecycle: { DeleteAfterDays: retentionDays },
      CalculatedLifecycle: { DeleteAt: hoursBefore(point.CreationDate, -24 * retentionDays) },
    }),
    ...(point.createdBy && { CreatedBy: point.createdBy }),
    IamRoleArn: backupRoleArn(DEFAULT_BACKUP_ROLE, call.account.id),
    IsEncrypted: true,
    IsParent: false,
    VaultType: 'BACKUP_VAULT',
  };
}
