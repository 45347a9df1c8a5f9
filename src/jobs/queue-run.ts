import type { ApprovalStore } from '../domain/approval/ports.ts';
import type { Approval } from '../domain/approval/record.ts';
import type { JobQueue } from '../domain/ports.ts';
import { eventsOf } from '../domain/remediation/events.ts';
import { newRun } from '../domain/remediation/new-run.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import type { Run } from '../domain/remediation/run.ts';

export interface QueueRunDeps {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly runs: Pick<RunStore, 'create'>;
  readonly queue: Pick<JobQueue, 'applyRemediation'>;
  readonly now: () => Date;
}

/**
 * Makes the run of an approval that was let go and queues its first turn; twice is once. Whether the approval is worth
 * anything is found by the run itself, from the signatures, before its first write. False when there is nothing to run.
 */
export async function queueRun({ approvals, runs, queue, now }: QueueRunDeps, approvalId: string): Promise<boolean> {
  const approval = await approvals.get(approvalId);
  if (approval === undefined || !isLetGo(approval)) return false;
  const run = runOf(approval, now());
  const trail = { what: 'run.queued', details: { steps: run.steps.map(({ id }) => id) } };
  await runs.create(run, eventsOf({ run, trail, shows: true }, run.queuedAt));
  await queue.applyRemediation(approvalId, 0);
  return true;
}

const isLetGo = ({ state }: Approval): boolean => state === 'approved' || state === 'started';

export const runOf = (approval: Approval, now: Date): Run => newRun(approval, now.toISOString());
