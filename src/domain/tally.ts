import type { Counts, Coverage, ScanReport } from './audit.ts';
import { type Finding, needsSomeone, type Severity, type Status, severities, statuses } from './finding.ts';
import { targetKey } from './target.ts';

export interface GroupMember {
  readonly findingId: string;
  readonly name: string;
  readonly accountName: string;
  readonly region: string;
  readonly reason: string;
}

/** Findings that need someone for the same reason: shown, and later fixed, together. */
export interface CauseGroup {
  /** `<rule id>/<status>/<cause>`. */
  readonly key: string;
  readonly ruleId: string;
  readonly cause: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly count: number;
  readonly accounts: number;
  /** The first few, in reading order. */
  readonly members: readonly GroupMember[];
}

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

const membersShown = 8;

interface OpenGroup {
  readonly first: Finding;
  severity: Severity;
  count: number;
  readonly accounts: Set<string>;
  readonly members: GroupMember[];
}

export const groupKey = ({ ruleId, status, cause }: Pick<Finding, 'ruleId' | 'status' | 'cause'>): string =>
  `${ruleId}/${status}/${cause}`;

const byRank = <T>(order: readonly T[], a: T, b: T): number => order.indexOf(a) - order.indexOf(b);

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

const memberKey = (member: GroupMember): string => `${member.accountName}\n${member.region}\n${member.name}`;

function addToGroup(groups: Map<string, OpenGroup>, finding: Finding): void {
  const key = groupKey(finding);
  const group = groups.get(key) ?? {
    first: finding,
    severity: finding.severity,
    count: 0,
    accounts: new Set(),
    members: [],
  };
  groups.set(key, group);
  group.count += 1;
  if (byRank(severities, finding.severity, group.severity) > 0) group.severity = finding.severity;
  group.accounts.add(finding.target.accountId);
  group.members.push({
    findingId: finding.id,
    name: finding.resource.type === 'target' ? finding.target.accountName : finding.resource.id,
    accountName: finding.target.accountName,
    region: finding.target.region,
    reason: finding.reason,
  });
  group.members.sort((a, b) => (memberKey(a) < memberKey(b) ? -1 : 1));
  group.members.splice(membersShown);
}

const closeGroup = ([key, { first, severity, count, accounts, members }]: [string, OpenGroup]): CauseGroup => ({
  key,
  ruleId: first.ruleId,
  cause: first.cause,
  status: first.status,
  severity,
  count,
  accounts: accounts.size,
  members,
});

const compareGroups = (a: CauseGroup, b: CauseGroup): number =>
  byRank(statuses, a.status, b.status) ||
  byRank(severities, b.severity, a.severity) ||
  b.count - a.count ||
  (a.key < b.key ? -1 : 1);
