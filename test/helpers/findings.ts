import type { ScanReport } from '../../src/domain/audit.ts';
import { type Finding, findingId } from '../../src/domain/finding.ts';
import type { Target } from '../../src/domain/target.ts';

export const target = (over: Partial<Target> = {}): Target => ({
  accountId: '111111111111',
  accountName: 'payments-prod',
  region: 'eu-west-1',
  ...over,
});

export function finding(over: Partial<Finding> & { readonly name?: string } = {}): Finding {
  const { name = 'orders', ...rest } = over;
  const where = rest.target ?? target();
  const ruleId = rest.ruleId ?? 'aurora-backtrack-enabled';
  const arn = rest.resource?.arn ?? `arn:aws:rds:${where.region}:${where.accountId}:cluster:${name}`;
  return {
    id: findingId(ruleId, arn),
    ruleId,
    references: ['RDS-034'],
    status: 'fail',
    severity: 'medium',
    title: 'Backtrack on Aurora MySQL clusters',
    reason: 'Cannot be rewound: created without Backtrack, and AWS does not let it be switched on in place.',
    cause: 'created-without-backtrack',
    target: where,
    resource: { type: 'AWS::RDS::DBCluster', id: name, arn },
    evidence: { engine: 'aurora-mysql', backtrackWindowSeconds: null, readAt: '2026-11-21T09:00:00.000Z' },
    remediation: { strategies: ['snapshot-restore'], recommended: 'snapshot-restore' },
    ...rest,
  };
}

export const scanned = (findings: readonly Finding[], where: Target = target(), awsCalls = 2): ScanReport => ({
  result: { target: where, status: 'scanned', findingIds: findings.map(({ id }) => id), awsCalls, elapsedMs: 12 },
  findings,
});

export const failed = (
  where: Target,
  code = 'AccessDenied',
  message = 'role aurora-keeper-audit cannot be assumed',
): ScanReport => ({
  result: { target: where, status: 'failed', error: { code, message }, findingIds: [], awsCalls: 0, elapsedMs: 3 },
  findings: [],
});
