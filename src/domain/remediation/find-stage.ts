import type { Approval } from '../approval/record.ts';
import { PermanentError } from '../errors.ts';
import type { RuleMeta } from '../rule.ts';
import type { Remediations, Stage } from './stage.ts';
import type { StageMeta } from './strategy.ts';

export interface FoundStage {
  readonly meta: StageMeta;
  readonly stage: Stage;
}

/** Rule id → what it exports as `remediations`. */
export type AllRemediations = ReadonlyMap<string, Remediations>;

/** Throws PermanentError when this version knows no such stage: the approval is from another one. */
export function findStage(
  metas: readonly RuleMeta[],
  remediations: AllRemediations,
  { ruleId, strategy, stage }: Pick<Approval, 'ruleId' | 'strategy' | 'stage'>,
): FoundStage {
  const meta = metas
    .find(({ id }) => id === ruleId)
    ?.strategies?.find(({ id }) => id === strategy)
    ?.stages.find(({ id }) => id === stage);
  const found = remediations.get(ruleId)?.[strategy]?.[stage];
  if (meta !== undefined && found !== undefined) return { meta, stage: found };
  throw new PermanentError(
    `this version of Aurora Keeper knows no stage ${strategy}/${stage} of ${ruleId}; audit again`,
  );
}
