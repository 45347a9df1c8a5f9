import type { Account } from './accounts.ts';
import type { Capability } from './capability.ts';
import { type Finding, needsSomeone } from './finding.ts';
import type { StageMeta, StrategyMeta } from './remediation/strategy.ts';
import type { RuleMeta } from './rule.ts';

/** What Slack offers about a failure. */
export type Offer =
  /** Its fix can be reviewed and approved. */
  | { readonly kind: 'approve'; readonly strategy: StrategyMeta; readonly stage: StageMeta }
  /** Code owns the database: the change is copied into that code, never applied from here. */
  | { readonly kind: 'patch'; readonly managedBy: string }
  /** The account has not opted in to what the fix needs. */
  | { readonly kind: 'not-enabled'; readonly capability: Capability; readonly accountName: string };

/** As much of a finding as an offer depends on. */
export interface Mendable {
  readonly ruleId: string;
  readonly accountId: string;
  /** The recommended strategy. */
  readonly strategy?: string | undefined;
  readonly managedBy?: string | undefined;
}

/** What a failure that somebody has to look at could be mended with; undefined for every other verdict. */
export function mendable(finding: Finding): Mendable | undefined {
  const { ruleId, target, remediation, evidence } = finding;
  if (!needsSomeone(finding) || remediation === null) return undefined;
  const { managedBy } = evidence;
  return {
    ruleId,
    accountId: target.accountId,
    strategy: remediation.recommended,
    ...(typeof managedBy === 'string' ? { managedBy } : {}),
  };
}

/** The recommended strategy, when the bot itself can carry it out. */
export const strategyOf = (
  { ruleId, strategy }: Pick<Mendable, 'ruleId' | 'strategy'>,
  metas: readonly RuleMeta[],
): StrategyMeta | undefined => metas.find(({ id }) => id === ruleId)?.strategies?.find(({ id }) => id === strategy);

/** Undefined when all that can be offered is how to do it oneself. Decided anew at the press: this only draws buttons. */
export function offerOf(
  what: Mendable,
  metas: readonly RuleMeta[],
  accounts: readonly Pick<Account, 'id' | 'name' | 'capabilities'>[],
): Offer | undefined {
  if (what.managedBy !== undefined) return { kind: 'patch', managedBy: what.managedBy };
  const strategy = strategyOf(what, metas);
  const stage = strategy?.stages[0];
  const account = accounts.find(({ id }) => id === what.accountId);
  if (strategy === undefined || stage === undefined || account === undefined) return undefined;
  return account.capabilities.includes(stage.capability)
    ? { kind: 'approve', strategy, stage }
    : { kind: 'not-enabled', capability: stage.capability, accountName: account.name };
}
