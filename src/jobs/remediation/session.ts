import { ApplyingPaused } from '../../domain/errors.ts';
import type { TargetSession } from '../../domain/ports.ts';
import type { Plan } from '../../domain/remediation/plan.ts';
import type { Lease, PauseStore } from '../../domain/remediation/ports.ts';
import type { Go } from './checks.ts';
import type { ApplyingDeps } from './deps.ts';

/** Throws ApplyingPaused with the reason that was given. */
export async function insistOnNoPause(pause: PauseStore): Promise<void> {
  const set = await pause.get();
  if (set !== undefined) throw new ApplyingPaused(`Everything is paused: ${set.reason}`);
}

/**
 * Enters the account in the name of whoever approved. Before each attempt at a call that is not a read, Redis is
 * asked whether the lease is still ours and the pause switch is off; otherwise the call is not sent.
 */
export const openApprovedSession = (
  { remediation, pause }: ApplyingDeps,
  { id, plan, go, lease, signal }: { id: string; plan: Plan; go: Go; lease: Lease; signal: AbortSignal },
): Promise<TargetSession> =>
  remediation.open(
    plan.target,
    {
      remediationId: id,
      approvedBy: go.by,
      approvers: go.approvers,
      resources: plan.resources,
      actions: go.found.meta.permissions,
      capability: go.found.meta.capability,
    },
    async () => {
      signal.throwIfAborted();
      await lease.check();
      await insistOnNoPause(pause);
      signal.throwIfAborted();
    },
    signal,
  );
