import { PermanentError } from '../../domain/errors.ts';
import { eventsOf } from '../../domain/remediation/events.ts';
import { newRun } from '../../domain/remediation/new-run.ts';
import type { ApplyingDeps } from './deps.ts';

/**
 * Creates the run of an approved plan and queues its first turn; doing it twice is doing it once. A run that is
 * created again because Redis lost it goes through all its steps, and each of them finds what it had made.
 */
export async function launchRun(
  { approvals, runs, queue }: Pick<ApplyingDeps, 'approvals' | 'runs' | 'queue'>,
  approvalId: string,
): Promise<void> {
  const approval = await approvals.get(approvalId);
  if (approval === undefined) throw new PermanentError(`approval ${approvalId} is not stored`);
  const run = newRun(approval, new Date(await runs.now()).toISOString());
  const trail = { what: 'run.queued', details: { steps: run.steps.map(({ id }) => id) } };
  await runs.create(run, eventsOf({ run, trail, shows: true }, run.queuedAt));
  const stored = (await runs.get(approvalId)) ?? run;
  if (stored.state === 'queued' && stored.turn === 0) await queue.applyRemediation(approvalId, 0);
}
