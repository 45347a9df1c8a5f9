import { type Finding, type Severity, type Status, severities, statuses } from './finding.ts';
import { mendable } from './offer.ts';
import { type Target, targetKey } from './target.ts';

export interface GroupMember {
  readonly findingId: string;
  readonly name: string;
  readonly accountName: string;
  readonly region: string;
  readonly reason: string;
  /** The tool that owns its settings. */
  readonly managedBy?: string;
}

export interface TargetCount extends Target {
  readonly count: number;
}

/** Findings that need someone for the same reason and are mended the same way: shown and fixed together. */
export interface CauseGroup {
  /** `<rule id>/<status>/<cause>`, and for failures that can be mended `/<strategy>`, or `/code` when code owns them. */
  readonly key: string;
  readonly ruleId: string;
  readonly cause: string;
  /** The recommended strategy of all its members; none when code owns them. */
  readonly strategy?: string;
  /** Its members are managed by code: changed there, never from here. */
  readonly byCode: boolean;
  readonly status: Status;
  readonly severity: Severity;
  readonly count: number;
  readonly accounts: number;
  /** Where its members are: the first few targets, in reading order. */
  readonly targets: readonly TargetCount[];
  /** The first few, in reading order. */
  readonly members: readonly GroupMember[];
  /** Slack user groups that own its databases, by the routes; the first few. */
  readonly owners?: readonly string[];
}

const membersShown = 8;
const targetsShown = 50;
const ownersKept = 5;

/** A group that is still being added to. */
export interface OpenGroup {
  readonly first: Finding;
  severity: Severity;
  count: number;
  readonly targets: Map<string, TargetCount>;
  readonly members: GroupMember[];
  readonly owners: Set<string>;
}

export function groupKey(finding: Finding): string {
  const { ruleId, status, cause } = finding;
  const mend = mendable(finding);
  const how = mend?.managedBy === undefined ? mend?.strategy : 'code';
  return [ruleId, status, cause, ...(how === undefined ? [] : [how])].join('/');
}

/** Sorts by a list that is in order of rank. */
export const byRank = <T>(order: readonly T[], a: T, b: T): number => order.indexOf(a) - order.indexOf(b);

const placeKey = ({ accountName, region, accountId }: Target): string => `${accountName}\n${region}\n${accountId}`;
const memberKey = (member: GroupMember): string => `${member.accountName}\n${member.region}\n${member.name}`;

/** Keeps no more of a finding than the group will show. */
export function addToGroup(groups: Map<string, OpenGroup>, finding: Finding, owners: readonly string[] = []): void {
  const key = groupKey(finding);
  const group: OpenGroup = groups.get(key) ?? {
    first: finding,
    severity: finding.severity,
    count: 0,
    targets: new Map(),
    members: [],
    owners: new Set<string>(),
  };
  groups.set(key, group);
  group.count += 1;
  for (const owner of owners) if (group.owners.size < ownersKept) group.owners.add(owner);
  if (byRank(severities, finding.severity, group.severity) > 0) group.severity = finding.severity;
  const where = targetKey(finding.target);
  group.targets.set(where, { ...finding.target, count: (group.targets.get(where)?.count ?? 0) + 1 });
  const managedBy = mendable(finding)?.managedBy;
  group.members.push({
    findingId: finding.id,
    name: finding.resource.type === 'target' ? finding.target.accountName : finding.resource.id,
    accountName: finding.target.accountName,
    region: finding.target.region,
    reason: finding.reason,
    ...(managedBy === undefined ? {} : { managedBy }),
  });
  group.members.sort((a, b) => (memberKey(a) < memberKey(b) ? -1 : 1));
  group.members.splice(membersShown);
}

export function closeGroup([key, { first, severity, count, targets, members, owners }]: [
  string,
  OpenGroup,
]): CauseGroup {
  const mend = mendable(first);
  const byCode = mend?.managedBy !== undefined;
  const where = [...targets.values()].sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
  return {
    key,
    ruleId: first.ruleId,
    cause: first.cause,
    ...(mend?.strategy === undefined || byCode ? {} : { strategy: mend.strategy }),
    byCode,
    status: first.status,
    severity,
    count,
    accounts: new Set(where.map(({ accountId }) => accountId)).size,
    targets: where.slice(0, targetsShown),
    members,
    ...(owners.size === 0 ? {} : { owners: [...owners].sort() }),
  };
}

/** Failures first, the worst first. */
export const compareGroups = (a: CauseGroup, b: CauseGroup): number =>
  byRank(statuses, a.status, b.status) ||
  byRank(severities, b.severity, a.severity) ||
  b.count - a.count ||
  Number(a.byCode) - Number(b.byCode) ||
  (a.key < b.key ? -1 : 1);
