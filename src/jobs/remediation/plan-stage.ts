import { setMaxListeners } from 'node:events';
import type { Finding } from '../../domain/finding.ts';
import type { AuditAccess } from '../../domain/ports.ts';
import { type Plan, sealPlan } from '../../domain/remediation/plan.ts';
import type { PlanContext, Stage } from '../../domain/remediation/stage.ts';
import type { StageMeta } from '../../domain/remediation/strategy.ts';

export interface StageToPlan
  extends Pick<PlanContext, 'target' | 'policy' | 'now' | 'previous' | 'previousPlan' | 'foreseen' | 'tags'> {
  readonly ruleId: string;
  readonly strategy: string;
  readonly stageId: string;
  readonly meta: StageMeta;
  readonly stage: Stage;
  readonly findings: readonly Finding[];
}

/** Plans one stage with a session of the audit role, which cannot write. Throws AwsCallError or PermanentError. */
export async function planStage(access: AuditAccess, what: StageToPlan, signal: AbortSignal): Promise<Plan> {
  const { ruleId, strategy, stageId, meta, stage, findings, target, ...context } = what;
  // Every request under way listens, and a plan may read dozens of lists side by side.
  setMaxListeners(0, signal);
  const session = await access.open(target, signal);
  try {
    const draft = await stage.plan({ ...context, target, signal, client: session.client }, findings);
    return sealPlan({
      ...draft,
      ruleId,
      strategy,
      stage: stageId,
      risk: meta.risk,
      capability: meta.capability,
      target,
      plannedAt: what.now.toISOString(),
    });
  } finally {
    session.close();
  }
}
