import type { Finding, Remediation } from '../../domain/finding.ts';
import type { Fix } from '../../domain/rule.ts';
import { defaultBackupRole, keeperPlanFixes } from '../keeper-plan.ts';
import { addSelection } from './fixes/add-selection.ts';
import { addTag } from './fixes/add-tag.ts';
import { optIn } from './fixes/opt-in.ts';
import { text } from './fixes/values.ts';

/** The recommended change with this database's own values: a tag, a selection, a plan, or the opt-in they rest on. */
export function fixes(finding: Finding): readonly Fix[] {
  const { remediation, status, cause } = finding;
  if (status !== 'fail') return [];
  if (remediation === null) return cause === 'opted-out' ? optIn(finding) : [];
  return strategyFixes(finding, byHand(remediation));
}

/** Whoever does it himself has a plan at hand that exists, where the bot rather makes one of its own. */
const byHand = ({ strategies, recommended }: Remediation): string =>
  recommended === 'keeper-plan' && strategies.includes('add-selection') ? 'add-selection' : recommended;

/** The fixes of one strategy; without the values it needs, those of a plan, which needs none. */
export function strategyFixes(finding: Finding, strategy: string): readonly Fix[] {
  const { target, resource, evidence } = finding;
  const key = text(evidence, 'suggestedTagKey');
  const planId = text(evidence, 'suggestedPlanId');
  const value = evidence.suggestedTagValue;
  if (strategy === 'add-tag' && key !== undefined && typeof value === 'string') return addTag(finding, { key, value });
  if (strategy === 'add-selection' && planId !== undefined)
    return addSelection(finding, { id: planId, name: text(evidence, 'suggestedPlan') ?? planId });
  const days = evidence.minimumRetentionDays;
  return keeperPlanFixes({
    accountId: target.accountId,
    region: target.region,
    vault: text(evidence, 'keeperVault') ?? 'Default',
    retentionDays: typeof days === 'number' ? days : 35,
    roleArn: defaultBackupRole(target),
    databases: [resource.arn],
  });
}
