import type { ScanReport } from './audit.ts';
import type { AuditScope } from './scope.ts';

/**
 * What of a scan belongs to a scope with tags. Verdicts on the target itself carry no tags and are left out, except
 * one that could not be reached: the databases asked about may be behind it.
 */
export function withinScope(report: ScanReport, scope: AuditScope): ScanReport {
  const wanted = Object.entries(scope.tags);
  if (wanted.length === 0) return report;
  const findings = report.findings.filter(({ status, resource }) =>
    resource.type === 'target' ? status === 'unknown' : wanted.every(([key, value]) => resource.tags?.[key] === value),
  );
  return { findings, result: { ...report.result, findingIds: findings.map(({ id }) => id) } };
}
