import type { Finding } from '../../domain/finding.ts';
import type { Fix } from '../../domain/rule.ts';
import { defaultBackupRole, keeperPlanFixes } from '../keeper-plan.ts';

/** A plan that backs up every database named in the evidence once a day. */
export function fixes({ remediation, target, evidence }: Finding): readonly Fix[] {
  if (remediation === null) return [];
  const { databases, vault, minimumRetentionDays } = evidence;
  return keeperPlanFixes({
    accountId: target.accountId,
    region: target.region,
    vault: typeof vault === 'string' ? vault : 'Default',
    retentionDays: typeof minimumRetentionDays === 'number' ? minimumRetentionDays : 35,
    roleArn: defaultBackupRole(target),
    databases: Array.isArray(databases) ? databases.filter((each): each is string => typeof each === 'string') : [],
  });
}
