import type { ApprovalDeps } from '../domain/approval/deps.ts';
import { eventsOf } from '../domain/remediation/events.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import { isFinal } from '../domain/remediation/run.ts';
import { stopAsked } from '../domain/remediation/transitions.ts';
import type { Presser, Said } from './approval-desk.ts';
import { mayControl } from './may-control.ts';

const attempts = 5;

/** Asks a run to end after the step at work. Whoever asked for the change may, and whoever may approve in its account. */
export async function stopRun(
  deps: Pick<ApprovalDeps, 'approvals' | 'estate' | 'people' | 'now'> & { readonly runs: RunStore },
  approvalId: string,
  who: Presser,
): Promise<Said> {
  const approval = await deps.approvals.get(approvalId);
  if (approval === undefined) return { ok: false, text: 'That run is not kept any more.' };
  if (approval.requestedBy.userId !== who.userId) {
    const accounts = deps.estate.accounts.filter(({ id }) => id === approval.target.accountId);
    const refused = await mayControl(deps, who, 'stop it, or whoever asked for it', accounts);
    if (refused !== undefined) return refused;
  }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const run = await deps.runs.get(approvalId);
    if (run === undefined) return { ok: false, text: 'It has not begun. Withdraw or reject it instead.' };
    if (isFinal(run)) return { ok: false, text: 'It has ended already.' };
    if (run.stopAskedBy !== undefined) return { ok: true, text: 'It is being stopped already.' };
    const change = stopAsked(run, who.userId);
    if (await deps.runs.save(change.run, eventsOf(change, deps.now().toISOString())))
      return { ok: true, text: 'It stops after the step at work; the card says what that leaves.' };
  }
  return { ok: false, text: 'The run is changing too quickly to be stopped at this moment. Press again.' };
}
