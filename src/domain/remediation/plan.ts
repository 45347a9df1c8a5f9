import type { Capability, RiskLevel } from '../capability.ts';
import type { Resource } from '../finding.ts';
import { hashOf, type Json } from '../json.ts';
import type { Fix } from '../rule.ts';
import type { Target } from '../target.ts';

/** One setting as a person compares it; null is "none". */
export interface Change {
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What the plan does for one finding. */
export interface PlanItem {
  readonly findingId: string;
  readonly resource: Resource;
  readonly changes: readonly Change[];
}

/**
 * One step as it was approved. `input`, `items` and `before` are hashed: they are what people approve. Nothing that
 * changes by itself (costs, times, what this remediation made) belongs into them.
 */
export interface PlannedStep {
  /** Unique in its plan. */
  readonly id: string;
  /** Which of the stage's step functions runs it. */
  readonly step: string;
  /** In the imperative, with names and values: `Raise the Backtrack window of reviews from 12 h to 72 h`. */
  readonly title: string;
  readonly input: Json;
  /** The part of its input that belongs to single findings; who is left out loses his entry, and a step without entries goes. */
  readonly items?: Readonly<Record<string, Json>>;
  /** What was read and has to be so still when the stage starts. */
  readonly before: Json;
  /** Only carried out when this option of the plan was chosen. */
  readonly option?: string;
  /** What stopping before this step leaves behind: one sentence. */
  readonly ifStopped: string;
  /** Minutes after which somebody is asked instead of waiting on. */
  readonly deadlineMinutes: number;
}

export interface PlanOption {
  readonly id: string;
  readonly label: string;
  readonly chosen: boolean;
}

/** What could stand in the way; what could not be read blocks. */
export interface PreflightItem {
  readonly id: string;
  readonly what: string;
  readonly state: 'clear' | 'blocked' | 'acknowledge' | 'unread';
  readonly detail: string;
}

/** When the findings are judged again, in minutes after the end of the run: first after, and at the latest within. */
export interface JudgePlan {
  readonly afterMinutes: number;
  readonly withinMinutes: number;
  /** An undo may well bring the finding back: then it is judged once, and nobody is told. */
  readonly expects: 'pass' | 'anything';
}

/**
 * What the bot does later without being asked again, because people have approved it with this plan: the removal of a
 * copy when its time is over. Additive and live-change stages of the same strategy only.
 */
export interface LaterStage {
  readonly stage: string;
  /** Minutes after the end of the run. */
  readonly afterMinutes: number;
  /** Again and again in this distance, until the stage's plan is about nothing any more (has no items). */
  readonly every?: true;
  /** A run that failed or was stopped may have left something, too; verified ones only, unless told. */
  readonly when?: 'ended';
}

export const judgeAtOnce: JudgePlan = { afterMinutes: 0, withinMinutes: 60, expects: 'pass' };

/** What a stage's planning answers; the engine adds the rest. */
export interface PlanDraft {
  /** `Add tag backup=daily to ledger`. */
  readonly title: string;
  /** Sentences that say what will and what will not happen. */
  readonly summary: readonly string[];
  readonly items: readonly PlanItem[];
  readonly steps: readonly PlannedStep[];
  readonly options: readonly PlanOption[];
  /** Why it cannot be approved, each a sentence with what to do; empty when it can. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
  readonly preflight: readonly PreflightItem[];
  /** A range or "unknown until measured", and what it is based on. */
  readonly cost: { readonly text: string; readonly basis: string };
  /** The same change to paste, for people who do it themselves and for databases that are managed by code. */
  readonly patches: readonly Fix[];
  /** Name of the tool that owns the resources' settings; such a plan is never applied, only copied. */
  readonly managedBy?: string;
  /** ARNs that the run may touch, made things included; hashed, and the session is cut down to them. */
  readonly resources: readonly string[];
  /** ARNs besides those of the items that no other run may work on meanwhile. */
  readonly holds?: readonly string[];
  /** When an audit can see the effect; `judgeAtOnce` unless told. */
  readonly judge?: JudgePlan;
  /** How long it takes, when that is known (from a rehearsal); otherwise the steps' deadlines count. */
  readonly needsMinutes?: number;
  /** Hashed: it is part of what people approve. */
  readonly later?: readonly LaterStage[];
  /** Where the confirming tag is looked for, when a database has lost its usual ARN half way through: by ARN of the item. */
  readonly confirmAt?: Readonly<Record<string, string>>;
}

/** The exact changes of one stage, from a fresh read. */
export interface Plan extends PlanDraft {
  readonly ruleId: string;
  readonly strategy: string;
  readonly stage: string;
  readonly risk: RiskLevel;
  readonly capability: Capability;
  readonly target: Target;
  readonly plannedAt: string;
  readonly hash: string;
}

export type UnhashedPlan = Omit<Plan, 'hash'>;

/**
 * The hash that people approve: findings, stage, resources, step inputs with the values read before, and what is done
 * later without being asked again; nothing else.
 */
export const planHash = ({ ruleId, strategy, stage, target, items, steps, resources, later }: UnhashedPlan): string =>
  hashOf({
    ruleId,
    strategy,
    stage,
    account: target.accountId,
    region: target.region,
    findings: items.map(({ findingId }) => findingId).sort(),
    resources: [...new Set(resources)].sort(),
    ...(later === undefined ? {} : { later: later.map((each) => ({ ...each })) }),
    steps: steps.map(({ id, step, input, before, items: parts }) => ({
      id,
      step,
      input,
      before,
      parts: parts ?? null,
    })),
  });

export const sealPlan = (plan: UnhashedPlan): Plan => ({ ...plan, hash: planHash(plan) });

/**
 * The plan without the findings that were left out and with only the chosen options. Leaving out never adds a step,
 * and what belongs to a left-out finding alone is not touched.
 */
export function narrowPlan(plan: Plan, keep: readonly string[], options: readonly string[]): Plan {
  const kept = new Set(keep);
  const items = plan.items.filter(({ findingId }) => kept.has(findingId));
  const steps = plan.steps.flatMap((step) => {
    if (step.option !== undefined && !options.includes(step.option)) return [];
    if (step.items === undefined) return [step];
    const parts = Object.entries(step.items).filter(([findingId]) => kept.has(findingId));
    return parts.length === 0 ? [] : [{ ...step, items: Object.fromEntries(parts) }];
  });
  const leftOut = new Set(plan.items.flatMap(({ findingId, resource }) => (kept.has(findingId) ? [] : [resource.arn])));
  for (const { resource } of items) leftOut.delete(resource.arn);
  return sealPlan({
    ...plan,
    items,
    steps,
    resources: plan.resources.filter((arn) => !leftOut.has(arn)),
    options: plan.options.map((option) => ({ ...option, chosen: options.includes(option.id) })),
  });
}
