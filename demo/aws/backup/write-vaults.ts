import type { CreateBackupVaultInput, CreateBackupVaultOutput } from '@aws-sdk/client-backup';
import { AwsError } from '../errors.ts';
import type { VaultState } from '../organization/backup-vaults.ts';
import { placeOf } from '../organization/place.ts';
import type { Call, Operation } from '../service.ts';
import { authoriseTags, checkedTags } from './backup-tags.ts';
import { checkLabel } from './check-plan.ts';
import { alreadyExists, invalidParameter, limitExceeded } from './errors.ts';
import { useBackup } from './first-use.ts';
import { vaultArn } from './names.ts';

/** What making a vault needs beside its own permission; a missing one is answered without naming it. */
const ON_KEY = ['kms:CreateGrant', 'kms:GenerateDataKey', 'kms:Decrypt', 'kms:RetireGrant', 'kms:DescribeKey'];

/**
 * Makes a vault. The same CreatorRequestId gives the vault that it made before, another of the same name is refused.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
 */
export const createBackupVault: Operation<CreateBackupVaultInput> = {
  resource: ({ BackupVaultName = '' }, call) => vaultArn(call, BackupVaultName),
  told: ({ BackupVaultTags }) => (BackupVaultTags ? { requestTags: BackupVaultTags } : {}),
  run({ BackupVaultName: name = '', BackupVaultTags = {}, EncryptionKeyArn, CreatorRequestId }, call) {
    const arn = vaultArn(call, name);
    authoriseTags(arn, BackupVaultTags, call);
    const keyArn = EncryptionKeyArn ?? placeOf(call.account.id, call.region, call.now).kmsKeyArn;
    authoriseStorage(keyArn, call);
    checkLabel('CreatorRequestId', CreatorRequestId);
    if (!/^[a-zA-Z0-9\-_]{2,50}$/.test(name)) throw invalidParameter(`Invalid backup vault name: ${name}`);
    const { backup } = call.holdings;
    const before = backup.vaults.get(name);
    if (before && CreatorRequestId !== undefined && before.creatorRequestId === CreatorRequestId)
      return created(before);
    if (before) throw alreadyExists('Backup vault with the same name already exists', arn, before.creatorRequestId);
    if (backup.vaults.size >= call.account.quotas.backupVaults) throw limitExceeded('The limit of vaults is reached.');
    const tags = checkedTags(BackupVaultTags);
    const vault: VaultState = {
      name,
      arn,
      created: call.now,
      creatorRequestId: CreatorRequestId,
      keyArn,
      lock: undefined,
      readableFrom: call.now,
      listedFrom: new Date(call.now.getTime() + call.waitMs('listed')),
      deleted: undefined,
      listedUntil: undefined,
    };
    useBackup(backup);
    backup.vaults.set(name, vault);
    backup.tags.set(arn, tags);
    return created(vault);
  },
};

function created({ name, arn, created }: VaultState): CreateBackupVaultOutput {
  return { BackupVaultName: name, BackupVaultArn: arn, CreationDate: created };
}

function authoriseStorage(keyArn: string, call: Call): void {
  try {
    call.authorise('backup-storage:MountCapsule', undefined);
    for (const action of ON_KEY) call.authorise(action, keyArn);
  } catch {
    throw new AwsError('AccessDeniedException', 'Insufficient privileges to perform this action.', 403);
  }
}
