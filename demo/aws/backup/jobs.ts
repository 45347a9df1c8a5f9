import type {
  BackupJob,
  DescribeBackupJobInput,
  DescribeBackupJobOutput,
  ListBackupJobsInput,
  ListBackupJobsOutput,
} from '@aws-sdk/client-backup';
import { hoursBefore } from '../clock.ts';
import type { JobProgress } from '../organization/backup-jobs.ts';
import type { Call, Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { invalidParameter, notFound } from './errors.ts';

/** AWS Backup tells of jobs of the last 30 days. */
const KEPT_HOURS = 30 * 24;

/**
 * Jobs of the last 30 days that pass every filter; the bounds of times are exclusive.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html
 */
export const listBackupJobs: Operation<ListBackupJobsInput> = {
  run(input, call): ListBackupJobsOutput {
    const { ByAccountId, ByParentJobId } = input;
    const elsewhere = ByAccountId !== undefined && ByAccountId !== '*' && ByAccountId !== call.account.id;
    const found = elsewhere || ByParentJobId !== undefined ? [] : recentJobs(call).filter(jobTest(input));
    const { items, next } = backupPage(call, 'ListBackupJobs', input, found, jobKey);
    return { BackupJobs: [...items], NextToken: next };
  },
};

/** One job of the last 30 days. */
export const describeBackupJob: Operation<DescribeBackupJobInput> = {
  run({ BackupJobId = '' }, call): DescribeBackupJobOutput {
    if (!/^[\w-]+$/.test(BackupJobId)) throw invalidParameter(`Invalid BackupJobId ${BackupJobId}`);
    const job = recentJobs(call).find((one) => one.BackupJobId === BackupJobId);
    if (!job) throw notFound(`Backup job ${BackupJobId} cannot be found`);
    return job;
  },
};

function recentJobs({ holdings, now }: Call): BackupJob[] {
  const oldest = hoursBefore(now, KEPT_HOURS);
  const { jobs, running } = holdings.backup;
  const recent = [...jobs.values()].filter(({ CreationDate = now }) => CreationDate >= oldest);
  return recent.map((job) => withProgress(job, running.get(job.BackupJobId ?? ''), now));
}

function withProgress(job: BackupJob, progress: JobProgress | undefined, now: Date): BackupJob {
  if (!progress || job.State !== 'RUNNING') return job;
  const done = (Number(now) - Number(progress.from)) / (Number(progress.until) - Number(progress.from));
  return { ...job, PercentDone: Math.min(99, done * 100).toFixed(1) };
}

function jobKey({ CreationDate, BackupJobId }: BackupJob): string {
  // The newest first.
  return `${String(1e15 - Number(CreationDate)).padStart(16, '0')} ${BackupJobId}`;
}

function jobTest(input: ListBackupJobsInput): (job: BackupJob) => boolean {
  const is = (wanted: string | undefined, value: string | undefined): boolean =>
    wanted === undefined || wanted === '*' || wanted === 'ANY' || wanted === value;
  const between = (time: Date | undefined, after: Date | undefined, before: Date | undefined): boolean =>
    (after === undefined || (time !== undefined && time > after)) &&
    (before === undefined || (time !== undefined && time < before));
  return (job) =>
    is(input.ByResourceArn, job.ResourceArn) &&
    is(input.ByResourceType, job.ResourceType) &&
    is(input.ByState, job.State) &&
    is(input.ByBackupVaultName, job.BackupVaultName) &&
    is(input.ByMessageCategory, job.MessageCategory) &&
    between(job.CreationDate, input.ByCreatedAfter, input.ByCreatedBefore) &&
    between(job.CompletionDate, input.ByCompleteAfter, input.ByCompleteBefore);
}
