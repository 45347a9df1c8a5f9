import type { Counts, Coverage, ScanReport } from './audit.ts';
import {
  addToGroup,
  byRank,
  type CauseGroup,
  closeGroup,
  compareGroups,
  groupKey,
  type OpenGroup,
} from './cause-group.ts';
import { type Finding, needsSomeone, type Severity, type Status, severities, statuses } from './finding.ts';
import { targetKey } from './target.ts';

/** What a report says, small enough to keep for as long as the audit is remembered. */
export interface AuditSummary {
  readonly coverage: Coverage;
  readonly counts: Counts;
  /** Failures first, the worst first; then what could not be judged. */
  readonly groups: readonly CauseGroup[];
  /** Rules that gave a verdict, sorted. */
  readonly ruleIds: readonly string[];
  readonly awsCalls: number;
}

/** As little of a finding as sorting and paging need. */
export interface FindingRef {
  readonly id: string;
  readonly status: Status;
  readonly exempt: boolean;
  readonly severity: Severity;
  readonly group: string;
  readonly sortKey: string;
}

/** Statuses as people read them: what needs someone first. */
export const inReadingOrder = (a: FindingRef, b: FindingRef): number =>
  Number(a.exempt) - Number(b.exempt) ||
  byRank(statuses, a.status, b.status) ||
  byRank(severities, b.severity, a.severity) ||
  (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0);

export const refOf = (finding: Finding): FindingRef => ({
  id: finding.id,
  status: finding.status,
  exempt: finding.exempt !== undefined,
  severity: finding.severity,
  group: groupKey(finding),
  sortKey: [finding.target.accountName, finding.target.region, finding.resource.id, finding.ruleId].join('\n'),
});

/** What a report counts as judged; targets and snapshots are none. */
const databases: ReadonlySet<string> = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/**
 * Adds up an audit, one target at a time, so that memory does not grow with the size of findings.
 * Targets may come in any order; the result does not depend on it.
 */
export function createTally() {
  const byStatus: Record<Status, number> = { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0 };
  const judged = new Set<string>();
  const ruleIds = new Set<string>();
  const groups = new Map<string, OpenGroup>();
  const refs: FindingRef[] = [];
  const failed: Coverage['failed'][number][] = [];
  let exempt = 0;
  let targets = 0;
  let awsCalls = 0;

  const addFinding = (finding: Finding) => {
    const isExempt = finding.exempt !== undefined;
    ruleIds.add(finding.ruleId);
    if (isExempt) exempt += 1;
    else byStatus[finding.status] += 1;
    if (databases.has(finding.resource.type) && finding.status !== 'unknown') judged.add(finding.resource.arn);
    refs.push(refOf(finding));
    if (needsSomeone(finding) || (finding.status === 'unknown' && !isExempt)) addToGroup(groups, finding);
  };

  return {
    add(report: ScanReport): void {
      targets += 1;
      awsCalls += report.result.awsCalls;
      const { target, error } = report.result;
      if (error !== undefined) failed.push({ target, error });
      for (const finding of report.findings) addFinding(finding);
    },
    /** Every finding, in reading order. */
    refs: (): FindingRef[] => refs.sort(inReadingOrder),
    summary: (): AuditSummary => ({
      coverage: {
        targets,
        scanned: targets - failed.length,
        failed: failed.sort((a, b) => (targetKey(a.target) < targetKey(b.target) ? -1 : 1)),
      },
      counts: { byStatus, exempt, muted: 0, resources: judged.size },
      groups: [...groups].map(closeGroup).sort(compareGroups),
      ruleIds: [...ruleIds].sort(),
      awsCalls,
    }),
  };
}
