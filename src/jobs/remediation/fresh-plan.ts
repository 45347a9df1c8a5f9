import type { Account } from '../../domain/accounts.ts';
import type { Approval } from '../../domain/approval/record.ts';
import { PermanentError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { FindingStore } from '../../domain/ports.ts';
import { findStage } from '../../domain/remediation/find-stage.ts';
import type { Plan } from '../../domain/remediation/plan.ts';
import { standIn } from '../../domain/remediation/stand-in.ts';
import { keeperTags } from '../../domain/remediation/tags.ts';
import type { PlanningDeps } from './deps.ts';
import { planStage } from './plan-stage.ts';

/** Throws PermanentError when accounts.yaml does not name it any more. */
export function accountOf(accounts: readonly Account[], id: string): Account {
  const account = accounts.find((each) => each.id === id);
  if (account === undefined) throw new PermanentError(`account ${id} is not in accounts.yaml any more`);
  return account;
}

/**
 * The plan as it is now, from reads with the audit role, which cannot write. Throws AwsCallError, or PermanentError
 * with the reason why there is nothing to plan.
 */
export async function freshPlan(deps: PlanningDeps, approval: Approval, now: Date, signal: AbortSignal): Promise<Plan> {
  const { id, target, ruleId, strategy, stage: stageId, previousRunId } = approval;
  const account = accountOf(deps.accounts, target.accountId);
  const { policy } = account;
  const { meta, stage } = findStage(deps.metas, deps.remediations, approval);
  const previous = previousRunId === undefined ? undefined : await deps.runs.get(previousRunId);
  const previousPlan = previousRunId === undefined ? undefined : (await deps.approvals.get(previousRunId))?.plan;
  const findings = await findingsOf(deps.findings, approval.findingIds, previousPlan);
  const foreseen = approval.mandate !== undefined;
  const tags = keeperTags(id, approval.findingIds);
  const plan = await planStage(
    deps.access,
    { ruleId, strategy, stageId, meta, stage, target, policy, now, previous, previousPlan, foreseen, tags, findings },
    signal,
  );
  return account.capabilities.includes(meta.capability) ? plan : notEnabled(plan, account);
}

/** It is shown for its commands; nobody can approve it. */
const notEnabled = (plan: Plan, { name }: Account): Plan => ({
  ...plan,
  refusals: [
    ...plan.refusals,
    `Not enabled for ${name}: capability ${plan.capability} is not in accounts.yaml.${plan.patches.length === 0 ? '' : ' The commands below do the same.'}`,
  ],
});

/**
 * What is exempt or muted is never changed, and what is not known any more cannot be; unless an earlier stage was about it,
 * whose change has to be brought to an end or taken back.
 */
async function findingsOf(
  store: FindingStore,
  ids: readonly string[],
  previousPlan: Plan | undefined,
): Promise<Finding[]> {
  const found = await Promise.all(ids.map((id) => store.get(id)));
  return found.map((newest, index) => {
    const finding = newest ?? (previousPlan && standIn(previousPlan, ids[index] ?? ''));
    if (finding === undefined)
      throw new PermanentError(`finding ${ids[index]} is not among the newest verdicts any more; audit again`);
    if (previousPlan !== undefined) return finding;
    const { exempt, muted, resource } = finding;
    if (exempt !== undefined)
      throw new PermanentError(`${resource.id} is exempt by policy (${exempt.reason}), so nothing is changed there`);
    if (muted !== undefined)
      throw new PermanentError(
        `${resource.id} is muted until ${muted.until} by <@${muted.by}> (${muted.reason}), so nothing is changed there`,
      );
    return finding;
  });
}
