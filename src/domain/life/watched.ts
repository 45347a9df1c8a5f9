import type { Account } from '../accounts.ts';
import type { Finding } from '../finding.ts';
import type { RuleMeta } from '../rule.ts';
import { type AuditScope, everything, ruleApplies } from '../scope.ts';

/**
 * Whether a finding is of an account, Region and rule that are still looked after: others are not judged any more, so
 * what is kept of them is neither open nor fixed. A scope that names a rule has it looked after wherever it was run.
 */
export const isWatched = (
  { target, ruleId }: Pick<Finding, 'target' | 'ruleId'>,
  accounts: readonly Pick<Account, 'id' | 'regions' | 'packs'>[],
  metas: readonly Pick<RuleMeta, 'id' | 'pack'>[],
  scope: AuditScope = everything,
): boolean => {
  const account = accounts.find(({ id }) => id === target.accountId);
  const meta = metas.find(({ id }) => id === ruleId);
  if (account === undefined || meta === undefined) return false;
  return account.regions.includes(target.region) && ruleApplies(meta, account, scope);
};
