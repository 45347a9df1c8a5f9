import type { BackupJob, RecoveryPointCreator } from '@aws-sdk/client-backup';
import { categoryOf, type JobResource, jobBasis } from '../organization/backup-jobs.ts';
import { placeOf } from '../organization/place.ts';
import { complete } from './complete-job.ts';
import { failureOf } from './job-failures.ts';
import type { JobWorld } from './job-world.ts';

/** What a backup job is to do. */
export interface JobOrder {
  readonly id: string;
  readonly resource: JobResource;
  readonly vault: string;
  readonly roleArn: string;
  /** `undefined`: for ever. */
  readonly retentionDays: number | undefined;
  readonly startWindowMinutes: number;
  readonly completionWindowMinutes: number;
  readonly pointTags: Readonly<Record<string, string>>;
  readonly createdBy: RecoveryPointCreator | undefined;
  readonly continuous: boolean;
}

/** Makes a job: CREATED, then PENDING, RUNNING and an end, each in its time. One job runs per resource. */
export function runJob(order: JobOrder, world: JobWorld): BackupJob {
  const { now, holdings, region, account } = world;
  const place = placeOf(account.id, region, now);
  const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);
  const job: BackupJob = {
    ...jobBasis(order.resource, order.vault, now, place),
    BackupJobId: order.id,
    State: 'CREATED',
    PercentDone: '0.0',
    IamRoleArn: order.roleArn,
    StartBy: minutes(order.startWindowMinutes),
    ExpectedCompletionDate: minutes(order.completionWindowMinutes),
    ...(order.retentionDays !== undefined && { RecoveryPointLifecycle: { DeleteAfterDays: order.retentionDays } }),
    ...(order.createdBy && { CreatedBy: order.createdBy }),
  };
  holdings.backup.jobs.set(order.id, job);
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  world.at(after(world.waitMs('jobPending')), () => {
    if (job.State === 'CREATED') job.State = 'PENDING';
  });
  world.at(after(world.waitMs('jobPending', 'jobStarts')), (at) => start(job, order, world, at));
  return job;
}

function start(job: BackupJob, order: JobOrder, world: JobWorld, at: Date): void {
  if (job.State !== 'PENDING') return;
  const { backup } = world.holdings;
  const busy = [...backup.running.keys()].some((id) => backup.jobs.get(id)?.ResourceArn === order.resource.arn);
  if (busy && job.StartBy && at >= job.StartBy)
    end(job, { State: 'EXPIRED', StatusMessage: 'Start window has passed.' }, at);
  else if (busy) {
    const again = new Date(at.getTime() + Math.max(1, world.waitMs('jobRetries')));
    world.at(again, (later) => start(job, order, world, later));
  } else {
    const failure = failureOf(order, world);
    if (failure !== undefined)
      end(job, { State: 'FAILED', StatusMessage: failure, MessageCategory: categoryOf(failure) }, at);
    else run(job, order, world, at);
  }
}

function run(job: BackupJob, order: JobOrder, world: JobWorld, at: Date): void {
  const { running } = world.holdings.backup;
  const until = new Date(at.getTime() + world.waitMs('jobRuns'));
  job.State = 'RUNNING';
  running.set(order.id, { from: at, until });
  world.at(until, (end_) => {
    if (job.State !== 'RUNNING') return;
    running.delete(order.id);
    const arn = complete(order, world, at);
    end(job, { State: 'COMPLETED', PercentDone: '100.0', MessageCategory: 'SUCCESS', RecoveryPointArn: arn }, end_);
  });
}

function end(job: BackupJob, result: BackupJob, at: Date): void {
  Object.assign(job, result, { CompletionDate: at });
}
