import type { ExemptionRule } from './accounts-schema.ts';
import type { Exemption, Finding } from './finding.ts';

/** The first reviewed exemption of accounts.yaml that covers a finding; every condition given must hold. */
export function exemptionOf(
  finding: Pick<Finding, 'ruleId' | 'target' | 'resource'>,
  rules: readonly ExemptionRule[],
): Exemption | undefined {
  const found = rules.find(
    ({ rule, tags, accounts, resources }) =>
      rule === finding.ruleId &&
      Object.entries(tags ?? {}).every(([key, value]) => finding.resource.tags?.[key] === value) &&
      (accounts === undefined ||
        accounts.includes(finding.target.accountId) ||
        accounts.includes(finding.target.accountName)) &&
      (resources === undefined || resources.includes(finding.resource.id) || resources.includes(finding.resource.arn)),
  );
  return found === undefined ? undefined : { reason: found.reason, owner: found.owner };
}
