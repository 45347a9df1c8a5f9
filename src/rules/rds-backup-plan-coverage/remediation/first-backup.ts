import { BackupClient, DescribeBackupJobCommand, StartBackupJobCommand } from '@aws-sdk/client-backup';
import { PermanentError } from '../../../domain/errors.ts';
import type { Json } from '../../../domain/json.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';
import { type DatabaseRef, databasesOf } from './parts.ts';

export interface FirstBackupInput {
  readonly vault: string;
  readonly roleArn: string;
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
}

/** Job ids by ARN, as far as they have been started. */
type Jobs = Readonly<Record<string, string>>;

/** On-demand jobs of RDS and Aurora take minutes to hours. */
const lookAgainMs = 20_000;
const firstLookMs = 3_000;

const ended: ReadonlySet<string> = new Set(['ABORTED', 'FAILED', 'EXPIRED', 'PARTIAL']);

/**
 * Starts one on-demand job for each database and waits for all of them. The idempotency token makes a repeated start
 * the same job: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
 */
export async function firstBackup(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const databases = databasesOf(step);
  const known = (memory ?? {}) as Jobs;
  const missing = databases.filter(({ arn }) => known[arn] === undefined);
  if (missing.length === 0) return look(context, databases, known);
  const jobs: Record<string, string> = { ...known };
  for (const { arn } of missing) jobs[arn] = await start(context, step, arn);
  return { status: 'wait', waitMs: firstLookMs, says: 'The first backup has been started.', memory: jobs };
}

async function start({ client, signal, remediationId }: StepContext, step: PlannedStep, arn: string): Promise<string> {
  const { vault, roleArn, retentionDays } = step.input as unknown as FirstBackupInput;
  const { BackupJobId } = await client(BackupClient).send(
    new StartBackupJobCommand({
      BackupVaultName: vault,
      ResourceArn: arn,
      IamRoleArn: roleArn,
      IdempotencyToken: `aurora-keeper-${remediationId}-${arn.split(':').at(-1)}`,
      ...(retentionDays === null ? {} : { Lifecycle: { DeleteAfterDays: retentionDays } }),
    }),
    { abortSignal: signal },
  );
  if (BackupJobId === undefined) throw new PermanentError('AWS Backup started a job without saying which');
  return BackupJobId;
}

async function look({ client, signal }: StepContext, databases: readonly DatabaseRef[], jobs: Jobs) {
  const running: string[] = [];
  for (const { arn, name } of databases) {
    const { State, StatusMessage, PercentDone } = await client(BackupClient).send(
      new DescribeBackupJobCommand({ BackupJobId: jobs[arn] }),
      { abortSignal: signal },
    );
    if (ended.has(State ?? ''))
      throw new PermanentError(
        `the first backup of ${name} ended as ${State}: ${StatusMessage ?? 'AWS gave no reason'}. It stays assigned to its plan, whose next run tries again`,
      );
    if (State !== 'COMPLETED') running.push(`${name} ${percent(PercentDone)}`);
  }
  const result: StepResult =
    running.length === 0
      ? { status: 'done', output: { jobs }, says: 'The first recovery point is there.' }
      : { status: 'wait', waitMs: lookAgainMs, says: `First backup: ${running.slice(0, 5).join(', ')}.`, memory: jobs };
  return result;
}

/** AWS sends `42.0`. */
const percent = (text: string | undefined): string =>
  text === undefined ? 'is waiting' : `${Math.round(Number.parseFloat(text)) || 0} %`;
