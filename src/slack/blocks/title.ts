import type { Approval } from '../../domain/approval/record.ts';
import type { StageMeta, StrategyMeta } from '../../domain/remediation/strategy.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';

export const strategyOfApproval = (
  { ruleId, strategy }: Pick<Approval, 'ruleId' | 'strategy'>,
  metas: readonly RuleMeta[],
): StrategyMeta | undefined => metas.find(({ id }) => id === ruleId)?.strategies?.find(({ id }) => id === strategy);

export const stageOfApproval = (
  approval: Pick<Approval, 'ruleId' | 'strategy' | 'stage'>,
  metas: readonly RuleMeta[],
): StageMeta | undefined => strategyOfApproval(approval, metas)?.stages.find(({ id }) => id === approval.stage);

/** What is to be done, as plain text: the plan's own title once there is one. */
export function titleOf(approval: Approval, metas: readonly RuleMeta[]): string {
  if (approval.plan !== undefined) return approval.plan.title;
  const stage = stageOfApproval(approval, metas)?.title ?? `${approval.strategy} ${approval.stage}`;
  return approval.findingIds.length > 1 ? `${stage} (${plural(approval.findingIds.length, 'database')})` : stage;
}
