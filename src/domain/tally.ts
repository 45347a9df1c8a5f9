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
import { defined } from './defined.ts';
import { type Finding, type Severity, type Status, severities, statuses } from './finding.ts';
import { type Route, routeOf } from './routing.ts';
import { targetKey } from './target.ts';

/** What a report says, small enough to keep for as long as the audit is remembered. */
export interface AuditSummary {
  readonly coverage: Coverage;
  readonly counts: Counts;
  /** Failures first, the worst first; then what could not be judged. */
  readonly groups: readonly CauseGroup[];
  /** When the newest of the known failures was accepted; ISO 8601. */
  readonly baselineAt?: string;
  /** Rules that gave a verdict, sorted. */
  readonly ruleIds: readonly string[];
  readonly awsCalls: number;
}

/** Set aside: by policy, by a person, or as part of the baseline; what comes first counts. */
export type Aside = 'exempt' | 'muted' | 'known';
const asides: readonly (Aside | undefined)[] = [undefined, 'known', 'muted', 'exempt'];

export function asideOf({
  exempt,
  muted,
  accepted,
}: Pick<Finding, 'exempt' | 'muted' | 'accepted'>): Aside | undefined {
  if (exempt !== undefined) return 'exempt';
  if (muted !== undefined) return 'muted';
  return accepted === undefined ? undefined : 'known';
}

/** As little of a finding as sorting and paging need. */
export interface FindingRef {
  readonly id: string;
  readonly status: Status;
  /** Why it needs nobody although it may fail. */
  readonly aside?: Aside;
  readonly severity: Severity;
  readonly group: string;
  readonly sortKey: string;
}

/** Statuses as people read them: what needs someone first. */
export const inReadingOrder = (a: FindingRef, b: FindingRef): number =>
  byRank(asides, a.aside, b.aside) ||
  byRank(statuses, a.status, b.status) ||
  byRank(severities, b.severity, a.severity) ||
  (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0);

export const refOf = (finding: Finding): FindingRef => ({
  id: finding.id,
  status: finding.status,
  ...defined({ aside: asideOf(finding) }),
  severity: finding.severity,
  group: groupKey(finding),
  sortKey: [finding.target.accountName, finding.target.region, finding.resource.id, finding.ruleId].join('\n'),
});

/** What a report counts as judged; targets and snapshots are none. */
const databases: ReadonlySet<string> = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/**
 * Adds up an audit, one target at a time, so that memory does not grow with the size of findings.
 * Targets may come in any order; the result does not depend on it. `routes` say who owns what.
 */
export function createTally(routes: readonly Route[] = []) {
  const byStatus: Record<Status, number> = { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0 };
  const judged = new Set<string>();
  const ruleIds = new Set<string>();
  const groups = new Map<string, OpenGroup>();
  const refs: FindingRef[] = [];
  const failed: Coverage['failed'][number][] = [];
  const aside: Record<Aside, number> = { exempt: 0, muted: 0, known: 0 };
  let baselineAt: string | undefined;
  let targets = 0;
  let awsCalls = 0;

  const addFinding = (finding: Finding) => {
    const why = asideOf(finding);
    ruleIds.add(finding.ruleId);
    if (why === undefined) byStatus[finding.status] += 1;
    else aside[why] += 1;
    const acceptedAt = why === 'known' ? finding.accepted?.at : undefined;
    if ((acceptedAt ?? '') > (baselineAt ?? '')) baselineAt = acceptedAt;
    if (databases.has(finding.resource.type) && finding.status !== 'unknown') judged.add(finding.resource.arn);
    refs.push(refOf(finding));
    if (why === undefined && (finding.status === 'fail' || finding.status === 'unknown'))
      addToGroup(groups, finding, routeOf(finding, routes)?.owners);
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
      counts: { byStatus, ...aside, resources: judged.size },
      ...defined({ baselineAt }),
      groups: [...groups].map(closeGroup).sort(compareGroups),
      ruleIds: [...ruleIds].sort(),
      awsCalls,
    }),
  };
}

export type Tally = ReturnType<typeof createTally>;
