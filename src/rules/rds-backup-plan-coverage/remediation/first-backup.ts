import { BackupClient, DescribeBackupJobCommand, StartBackupJobCommand } from '@aws-sdk/client-backup';
import { PermanentError } from '../../../domain/errors.ts';
import type { Json } from '../../../domain/json.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';

export interface FirstBackupInput {
  readonly vault: string;
  readonly roleArn: string;
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
}

interface Part {
  readonly arn: string;
  readonly name: string;
}

/** Job ids by finding, as far as they have been started. */
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
  const { vault, roleArn, retentionDays } = step.input as unknown as FirstBackupInput;
  const parts = Object.entries(step.items ?? {}).map(([id, part]) => [id, part as unknown as Part] as const);
  const known = (memory ?? {}) as Jobs;
  const jobs: Record<string, string> = { ...known };
  for (const [id, { arn }] of parts) {
    if (jobs[id] !== undefined) continue;
    const { BackupJobId } = await context.client(BackupClient).send(
      new StartBackupJobCommand({
        BackupVaultName: vault,
        ResourceArn: arn,
        IamRoleArn: roleArn,
        IdempotencyToken: `${context.remediationId}-${id}`,
        ...(retentionDays === null ? {} : { Lifecycle: { DeleteAfterDays: retentionDays } }),
      }),
      { abortSignal: context.signal },
    );
    if (BackupJobId === undefined) throw new PermanentError('AWS Backup started a job without saying which');
    jobs[id] = BackupJobId;
  }
  if (Object.keys(jobs).length > Object.keys(known).length)
    return { status: 'wait', waitMs: firstLookMs, says: 'The first backup has been started.', memory: jobs };
  return look(context, parts, jobs);
}

async function look(
  { client, signal }: StepContext,
  parts: readonly (readonly [string, Part])[],
  jobs: Jobs,
): Promise<StepResult> {
  const running: string[] = [];
  for (const [id, { name }] of parts) {
    const { State, StatusMessage, PercentDone } = await client(BackupClient).send(
      new DescribeBackupJobCommand({ BackupJobId: jobs[id] }),
      { abortSignal: signal },
    );
    if (ended.has(State ?? ''))
      throw new PermanentError(
        `the first backup of ${name} ended as ${State}: ${StatusMessage ?? 'AWS gave no reason'}. It stays assigned to its plan, whose next run tries again`,
      );
    if (State !== 'COMPLETED') running.push(`${name} ${percent(PercentDone)}`);
  }
  return running.length === 0
    ? { status: 'done', output: { jobs }, says: 'The first recovery point is there.' }
    : { status: 'wait', waitMs: lookAgainMs, says: `First backup: ${running.slice(0, 5).join(', ')}.`, memory: jobs };
}

/** AWS sends `42.0`. */
const percent = (text: string | undefined): string =>
  text === undefined ? 'is waiting' : `${Math.round(Number.parseFloat(text)) || 0} %`;
