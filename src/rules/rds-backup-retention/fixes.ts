import type { Finding } from '../../domain/finding.ts';
import type { Fix } from '../../domain/rule.ts';
import { changePlan } from './fix-backup-plan.ts';
import { changeRetention } from './fix-retention.ts';

/** The setting is the database's own unless AWS Backup holds it: then RDS refuses to change it there. */
export function fixes(finding: Finding): readonly Fix[] {
  if (finding.status !== 'fail') return [];
  return finding.cause === 'backup-plan-below-policy' ? changePlan(finding) : changeRetention(finding);
}
