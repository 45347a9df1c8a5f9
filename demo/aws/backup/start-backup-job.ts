import { randomUUID } from 'node:crypto';
import type { StartBackupJobInput, StartBackupJobOutput, StopBackupJobInput } from '@aws-sdk/client-backup';
import type { Call, Operation } from '../service.ts';
import { checkedTags } from './backup-tags.ts';
import { type Database, databasesIn } from './candidates.ts';
import { checkLifecycle, checkWindows } from './check-plan.ts';
import { invalidParameter, invalidRequest, notFound } from './errors.ts';
import { vaultArn, vaultNamed } from './names.ts';
import { ROLE } from './pass-role.ts';
import { runJob } from './run-job.ts';

/**
 * Starts an on-demand backup. The same idempotency token gives the job that it started before. Role, opt-in, lock and
 * keys are looked at when the job starts: it fails then, the call succeeds.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
 */
export const startBackupJob: Operation<StartBackupJobInput> = {
  resource: ({ BackupVaultName = '' }, call) => vaultArn(call, BackupVaultName),
  run(input, call): StartBackupJobOutput {
    const { BackupVaultName = '', ResourceArn = '', IamRoleArn = '', IdempotencyToken: token, Lifecycle } = input;
    if (!ROLE.test(IamRoleArn)) throw invalidParameter(`Invalid role ARN: ${IamRoleArn}`);
    call.authorise('iam:PassRole', IamRoleArn, { passedTo: 'backup.amazonaws.com' });
    const id = randomUUID();
    const resource = databaseNamed(ResourceArn, call);
    authorisePointTags(input, id, call);
    const { tokens } = call.holdings.backup;
    const { IdempotencyToken: _, ...asked } = input;
    const before = token === undefined ? undefined : tokens.get(token);
    if (before && before.asked !== JSON.stringify(asked)) {
      throw invalidParameter('The idempotency token was used for another request.');
    }
    if (before) return { BackupJobId: before.job.BackupJobId, CreationDate: before.job.CreationDate, IsParent: false };
    const vault = vaultNamed(BackupVaultName, call);
    checkWindows(input.StartWindowMinutes, input.CompleteWindowMinutes);
    checkLifecycle({ RuleName: undefined, TargetBackupVaultName: undefined, Lifecycle });
    const days = Lifecycle?.DeleteAfterDays;
    const order = {
      id,
      resource,
      vault: vault.name,
      roleArn: IamRoleArn,
      retentionDays: days === -1 ? undefined : days,
      startWindowMinutes: input.StartWindowMinutes ?? 480,
      completionWindowMinutes: input.CompleteWindowMinutes ?? 10_080,
      pointTags: checkedTags(input.RecoveryPointTags ?? {}),
      createdBy: undefined,
      continuous: false,
    };
    const job = runJob(order, call);
    if (token !== undefined) tokens.set(token, { asked: JSON.stringify(asked), job });
    return { BackupJobId: id, CreationDate: call.now, IsParent: false };
  },
};

/** Ends a job that has not ended: ABORTING, then ABORTED. */
export const stopBackupJob: Operation<StopBackupJobInput> = {
  run({ BackupJobId = '' }, call): object {
    const { jobs, running } = call.holdings.backup;
    const job = jobs.get(BackupJobId);
    if (!job) throw notFound(`Backup job ${BackupJobId} cannot be found`);
    if (!['CREATED', 'PENDING', 'RUNNING'].includes(job.State ?? '')) {
      throw invalidRequest(`Backup job ${BackupJobId} cannot be stopped in state ${job.State}`);
    }
    job.State = 'ABORTING';
    running.delete(BackupJobId);
    call.later('jobStops', (at) => {
      Object.assign(job, { State: 'ABORTED', CompletionDate: at });
    });
    return {};
  },
};

function databaseNamed(arn: string, call: Call): Database {
  if (!arn.startsWith('arn:aws:')) throw invalidParameter(`Invalid ARN: ${arn}`);
  const found = databasesIn(call.holdings).find((one) => one.arn === arn);
  if (found) return found;
  const member = [...call.holdings.instances.values()].some(({ DBInstanceArn }) => DBInstanceArn === arn);
  if (member)
    throw invalidParameter('The specified instance is a member of a cluster and cannot be backed up directly');
  throw notFound(`Resource ${arn} cannot be found`);
}

/** Tags on the recovery point need a permission on it; for RDS and Aurora it is a snapshot. That AWS asks is a guess. */
function authorisePointTags(
  { RecoveryPointTags: tags, ResourceArn = '' }: StartBackupJobInput,
  id: string,
  call: Call,
): void {
  if (!tags || Object.keys(tags).length === 0) return;
  const kind = ResourceArn.includes(':cluster:') ? 'cluster-snapshot' : 'snapshot';
  const arn = `arn:aws:rds:${call.region}:${call.account.id}:${kind}:awsbackup:job-${id}`;
  call.authorise('backup:TagResource', arn, { requestTags: tags });
}
