import { findStage } from '../domain/approval/deps.ts';
import { foreseenApproval } from '../domain/approval/mandate.ts';
import type { Approval } from '../domain/approval/record.ts';
import { AwsCallError } from '../domain/errors.ts';
import { eventsOf } from '../domain/remediation/events.ts';
import { laterLeft, mayBeForeseen } from '../domain/remediation/later.ts';
import type { Plan } from '../domain/remediation/plan.ts';
import { lookedAfter } from '../domain/remediation/transitions.ts';
import type { JobContext, Payload } from './catalog.ts';
import type { PlanningDeps } from './remediation/deps.ts';
import { accountOf, freshPlan } from './remediation/fresh-plan.ts';

const hourMs = 3_600_000;
/** Reading the account must not take longer; milliseconds. */
const planningLimitMs = 120_000;

/**
 * Does what the plan of a finished run foresees, when it is due: plans the stage with a fresh read, and lets it go under
 * the approval of that run when there is something to do. What cannot be planned now is looked at again in an hour; what
 * the plan refuses is told to people and looked at again a day later.
 */
export const lookAfter =
  (deps: PlanningDeps) =>
  async ({ runId, stage, at }: Payload<'look-after'>, { signal }: JobContext): Promise<void> => {
    const run = await deps.runs.get(runId);
    const due = run?.later?.find((each) => each.stage === stage && each.at === at);
    if (run === undefined || due === undefined) return;
    const root = await deps.approvals.get(runId);
    const foreseen = root?.plan?.later?.find((each) => each.stage === stage);
    const now = new Date(await deps.runs.now());
    const outcome: Outcome =
      root === undefined || foreseen === undefined ? { over: true } : await letGo(deps, root, due, { now, signal });
    const againAt = outcome.againMs === undefined ? undefined : new Date(now.getTime() + outcome.againMs).toISOString();
    const left = laterLeft(run, due, foreseen, { now: now.toISOString(), againAt, over: outcome.over === true });
    const change = { ...lookedAfter(run, left), ...(outcome.tells === undefined ? {} : { tells: outcome.tells }) };
    await deps.runs.save(change.run, eventsOf(change, now.toISOString()));
  };

interface Outcome {
  /** There is nothing left that it could ever be needed for. */
  readonly over?: boolean;
  readonly againMs?: number;
  readonly tells?: string;
}

async function letGo(
  deps: PlanningDeps,
  root: Approval,
  { stage: stageId, at }: { readonly stage: string; readonly at: string },
  { now, signal: shutdown }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<Outcome> {
  const stage = findStage(deps.metas, { ...root, stage: stageId });
  if (stage === undefined || !mayBeForeseen(stage)) return { over: true };
  const signal = AbortSignal.any([shutdown, AbortSignal.timeout(planningLimitMs)]);
  let approval: Approval;
  let plan: Plan;
  try {
    const account = accountOf(deps.accounts, root.target.accountId);
    approval = foreseenApproval(root, { stage, at, account, now });
    plan = await freshPlan(deps, approval, now, signal);
  } catch (error) {
    shutdown.throwIfAborted();
    deps.logger.warn({ err: error, run: root.id, stage: stageId }, 'what a plan foresees cannot be planned now');
    return { againMs: error instanceof AwsCallError ? hourMs : 24 * hourMs };
  }
  if (plan.items.length === 0) return { over: true };
  const [refusal] = plan.refusals;
  if (refusal !== undefined)
    return { againMs: 24 * hourMs, tells: `“${plan.title}” is due and was not done: ${refusal}` };
  if (plan.steps.length === 0 || plan.managedBy !== undefined) return {};
  return (await deps.approvals.foreseen(approval, plan)) ? {} : { againMs: hourMs };
}
