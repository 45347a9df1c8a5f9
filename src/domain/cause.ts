import type { CauseGroup } from './cause-group.ts';
import type { CauseText, RuleMeta } from './rule.ts';

/** Causes that the scan itself gives, whatever the rule. */
export const scanCauses = {
  'could-not-read': { headline: (count: number) => `${count} could not be judged` },
} satisfies Record<string, CauseText>;

/** How a rule words the cause of a group. */
export function explainedCause(
  group: Pick<CauseGroup, 'ruleId' | 'cause' | 'count'>,
  metas: readonly RuleMeta[],
): CauseText {
  const meta = metas.find(({ id }) => id === group.ruleId);
  const shared: Record<string, CauseText> = scanCauses;
  return (
    meta?.causes[group.cause] ??
    shared[group.cause] ?? { headline: (count) => `${count} × ${meta?.title ?? group.ruleId}: ${group.cause}` }
  );
}
