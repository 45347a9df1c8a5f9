import { stringify } from 'csv-stringify/sync';
import type { AuditDocument } from './document.ts';

const columns = [
  'findingId',
  'status',
  'severity',
  'accountId',
  'accountName',
  'region',
  'resourceType',
  'resourceId',
  'resourceArn',
  'ruleId',
  'references',
  'reason',
  'exempt',
  'mutedUntil',
  'mutedBy',
  'muteReason',
  'acceptedAt',
  'acceptedBy',
  'recommendedFix',
] as const;

/**
 * One line a finding, then one line for each target that could not be scanned, so that an export never looks
 * more complete than it is. Cells that a spreadsheet would run as a formula are escaped.
 */
export function toCsv(document: AuditDocument): string {
  const findings = document.findings.map(
    (finding): Record<(typeof columns)[number], string> => ({
      findingId: finding.id,
      status: finding.status,
      severity: finding.severity,
      accountId: finding.target.accountId,
      accountName: finding.target.accountName,
      region: finding.target.region,
      resourceType: finding.resource.type,
      resourceId: finding.resource.id,
      resourceArn: finding.resource.arn,
      ruleId: finding.ruleId,
      references: finding.references.join(' '),
      reason: finding.reason,
      exempt: finding.exempt?.reason ?? '',
      mutedUntil: finding.muted?.until ?? '',
      mutedBy: finding.muted?.by ?? '',
      muteReason: finding.muted?.reason ?? '',
      acceptedAt: finding.accepted?.at ?? '',
      acceptedBy: finding.accepted?.by ?? '',
      recommendedFix: finding.remediation?.recommended ?? '',
    }),
  );
  const unscanned = document.targets
    .filter(({ status }) => status === 'failed')
    .map(({ accountId, accountName, region, error }) => ({
      status: 'unscanned',
      accountId,
      accountName,
      region,
      resourceType: 'target',
      reason: error === undefined ? '' : `${error.code}: ${error.message}`,
    }));
  return stringify([...findings, ...unscanned], { header: true, columns: [...columns], escape_formulas: true });
}
