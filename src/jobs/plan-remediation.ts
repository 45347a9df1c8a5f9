import { randomBytes } from 'node:crypto';
import type { MayDecide } from '../domain/approval/may-decide.ts';
import type { Approval } from '../domain/approval/record.ts';
import { AwsCallError, PeopleUnavailable, PermanentError } from '../domain/errors.ts';
import type { Notifier } from '../domain/ports.ts';
import { unplannableText } from '../domain/remediation/words.ts';
import { reactInRun } from '../domain/retry-policy.ts';
import type { JobContext, Payload } from './catalog.ts';
import type { PlanningDeps } from './remediation/deps.ts';
import { freshPlan } from './remediation/fresh-plan.ts';
import { unlessAborted } from './remediation/unless-aborted.ts';

export interface PlanRemediationDeps extends PlanningDeps {
  readonly notifier: Notifier;
}

/** Somebody looks at a modal meanwhile. */
const planningLimitMs = 120_000;

/**
 * Plans with a fresh read and fills the modal that waits for it. A plan that cannot be made is an answer, too: who has
 * to do what. An approval that is closed, or whose new reading fails, is shown as it is.
 */
export const planRemediation =
  (deps: PlanRemediationDeps) =>
  async ({ approvalId, view }: Payload<'plan-remediation'>, { signal, lastAttempt }: JobContext): Promise<void> => {
    const approval = await deps.approvals.get(approvalId);
    if (approval === undefined) throw new PermanentError(`approval ${approvalId} is not stored any more`);
    const open = approval.state === 'planning' || approval.state === 'pending';
    const shown = open ? await plan(deps, approval, signal, lastAttempt) : approval;
    if (view === undefined) return;
    const run = await deps.runs.get(approvalId);
    const may = await mayDecide(deps, shown, view.userId);
    await deps.notifier.updateModal(view.viewId, {
      sight: { approval: shown, run },
      viewer: { userId: view.userId, may },
    });
  };

async function plan(
  deps: PlanRemediationDeps,
  approval: Approval,
  shutdown: AbortSignal,
  lastAttempt: boolean,
): Promise<Approval> {
  const limit = AbortSignal.timeout(planningLimitMs);
  const signal = AbortSignal.any([shutdown, limit]);
  try {
    const now = new Date(await deps.runs.now());
    return await deps.approvals.planned(
      approval.id,
      await unlessAborted(signal, () => freshPlan(deps, approval, now, signal)),
    );
  } catch (error) {
    shutdown.throwIfAborted();
    if (error instanceof AwsCallError && error.transient && !lastAttempt && !limit.aborted) throw error;
    const reference = randomBytes(3).toString('hex');
    deps.logger.error({ err: error, ref: reference, approval: approval.id }, 'a remediation could not be planned');
    const passes = reactInRun(error) === 'look-again' || limit.aborted;
    if (approval.state !== 'planning' && passes) return approval;
    return deps.approvals.unplannable(approval.id, unplannableText(error, reference));
  }
}

/** A modal is filled even when Slack does not say who looks at it; then nobody may decide. */
async function mayDecide({ approvals }: PlanRemediationDeps, approval: Approval, userId: string): Promise<MayDecide> {
  try {
    return await approvals.mayDecide(approval, userId);
  } catch (error) {
    if (!(error instanceof PeopleUnavailable)) throw error;
    const text = 'Slack does not answer who may approve, so nobody may at the moment. Try again in a minute.';
    return { may: false, why: 'people-unavailable', text };
  }
}
