import { expire, remind } from '../domain/approval/lapse.ts';
import type { ApprovalStore } from '../domain/approval/ports.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import { type QueueRunDeps, queueRun } from './queue-run.ts';

export interface SweepApprovalsDeps extends Omit<QueueRunDeps, 'approvals' | 'runs'> {
  readonly approvals: Pick<ApprovalStore, 'get' | 'save' | 'due' | 'unapplied' | 'applied'>;
  readonly runs: Pick<RunStore, 'create' | 'get'>;
}

/** The relay had this long to queue what was let go; milliseconds. */
const graceMs = 15_000;

/**
 * Does what is due: approvals whose time is over expire, approvers are reminded, and what nobody has planned is planned
 * again. What was let go and has no run, because its event got lost, gets its one run. Any number of workers may sweep.
 */
export async function sweepApprovals(deps: SweepApprovalsDeps): Promise<void> {
  const { approvals, now } = deps;
  for (const id of await approvals.due(now().getTime())) {
    const approval = await approvals.get(id);
    const change = approval && (expire(approval, now()) ?? remind(approval, now()));
    // Whoever was faster has stored what was due, or something newer.
    if (change !== undefined) await approvals.save(change.approval, change.events);
  }
  for (const id of await approvals.unapplied(now().getTime() - graceMs)) {
    const run = await deps.runs.get(id);
    const waits = run === undefined || run.state === 'queued';
    if (!(waits && (await queueRun(deps, id)))) await approvals.applied(id);
  }
}
