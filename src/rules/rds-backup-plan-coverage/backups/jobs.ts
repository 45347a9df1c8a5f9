import type { BackupJob } from '@aws-sdk/client-backup';
import type { LivingDatabase } from '../database.ts';

/** The last backup job of a database that has ended, and whether another is under way. */
export interface JobsOf {
  readonly last?: {
    readonly state: string;
    readonly at: Date;
    /** It made no recovery point, or AWS had something to say about it. */
    readonly failed: boolean;
    /** AWS's own words, or AWS's category. */
    readonly message: string | undefined;
  };
  readonly underWay: boolean;
}

/** API_BackupJob.State; a job that is being aborted has not ended well either. */
const running: ReadonlySet<string> = new Set(['CREATED', 'PENDING', 'RUNNING']);

export function indexJobs(jobs: readonly BackupJob[]): (database: LivingDatabase) => JobsOf {
  const byArn = new Map<string, BackupJob[]>();
  for (const job of jobs) {
    const arn = job.ResourceArn ?? '';
    const jobsOfArn = byArn.get(arn);
    if (jobsOfArn === undefined) byArn.set(arn, [job]);
    else jobsOfArn.push(job);
  }
  return (database) => {
    const own = (byArn.get(database.arn) ?? [])
      .filter(({ CreationDate: at }) => at !== undefined && !(database.createdAt && at < database.createdAt))
      .sort((a, b) => timeOf(b) - timeOf(a));
    const ended = own.find(({ State }) => !running.has(State ?? ''));
    return {
      underWay: own.some(({ State }) => running.has(State ?? '')),
      ...(ended === undefined ? {} : { last: lastOf(ended) }),
    };
  };
}

const timeOf = ({ CreationDate }: BackupJob): number => CreationDate?.getTime() ?? 0;

/** A job may end as COMPLETED and still have a message category other than SUCCESS (AWS Backup guide, "Monitoring"). */
function lastOf(job: BackupJob): NonNullable<JobsOf['last']> {
  const { State: state = 'UNKNOWN', MessageCategory: category, StatusMessage } = job;
  const concern = category !== undefined && category !== '' && category !== 'SUCCESS';
  const message = StatusMessage === '' ? undefined : StatusMessage;
  return {
    state,
    at: new Date(timeOf(job)),
    failed: state !== 'COMPLETED' || concern,
    message: message ?? (concern ? category : undefined),
  };
}
