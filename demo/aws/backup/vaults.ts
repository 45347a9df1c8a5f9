import type {
  BackupVaultListMember,
  DescribeBackupVaultInput,
  DescribeBackupVaultOutput,
  ListBackupVaultsInput,
  ListBackupVaultsOutput,
} from '@aws-sdk/client-backup';
import type { VaultState } from '../organization/backup-vaults.ts';
import { isListed } from '../organization/visibility.ts';
import type { Call, Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { vaultArn, vaultNamed } from './names.ts';

/** The vaults of the Region, all of the ordinary type. */
export const listBackupVaults: Operation<ListBackupVaultsInput> = {
  run(input, call): ListBackupVaultsOutput {
    const { ByVaultType, ByShared } = input;
    const none = ByShared === true || (ByVaultType !== undefined && ByVaultType !== 'BACKUP_VAULT');
    const found = none ? [] : [...call.holdings.backup.vaults.values()].filter((one) => isListed(one, call.now));
    const { items, next } = backupPage(call, 'ListBackupVaults', input, found, ({ name }) => name);
    return { BackupVaultList: items.map((one) => vaultMember(one, call)), NextToken: next };
  },
};

/** One vault with its lock. */
export const describeBackupVault: Operation<DescribeBackupVaultInput> = {
  resource: ({ BackupVaultName = '' }, call) => vaultArn(call, BackupVaultName),
  run({ BackupVaultName = '' }, call): DescribeBackupVaultOutput {
    return vaultMember(vaultNamed(BackupVaultName, call), call);
  },
};

/** `LockDate` is there in compliance mode only: the moment from which the lock cannot be taken off. */
function vaultMember(vault: VaultState, { holdings }: Call): BackupVaultListMember {
  const points = [...holdings.recoveryPoints.values()].filter((one) => one.BackupVaultName === vault.name);
  const { lock } = vault;
  return {
    BackupVaultName: vault.name,
    BackupVaultArn: vault.arn,
    VaultType: 'BACKUP_VAULT',
    VaultState: 'AVAILABLE',
    CreationDate: vault.created,
    EncryptionKeyArn: vault.keyArn,
    EncryptionKeyType: 'CUSTOMER_MANAGED_KMS_KEY',
    ...(vault.creatorRequestId !== undefined && { CreatorRequestId: vault.creatorRequestId }),
    NumberOfRecoveryPoints: points.length,
    Locked: lock !== undefined,
    ...(lock?.minDays !== undefined && { MinRetentionDays: lock.minDays }),
    ...(lock?.maxDays !== undefined && { MaxRetentionDays: lock.maxDays }),
    ...(lock?.finalFrom && { LockDate: lock.finalFrom }),
  };
}
