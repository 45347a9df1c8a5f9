import { addToGroup, byRank, closeGroup, compareGroups, type OpenGroup as Growing, groupKey } from '../cause-group.ts';
import type { Finding } from '../finding.ts';
import { type Route, routeOf } from '../routing.ts';
import type { Change } from './change.ts';
import type { OpenGroup } from './content.ts';
import type { Told } from './edition.ts';

const kinds: readonly OpenGroup['kind'][] = ['new', 'returned', 'changed', 'unreadable', 'open'];

/** A finding that somebody is to look at, and why it is in the digest. */
export interface ToTell {
  readonly kind: OpenGroup['kind'];
  readonly lost: boolean;
  readonly finding: Finding;
}

/** Changes that leave something to do. */
export function toTell(changes: readonly Change[], findings: ReadonlyMap<string, Finding>): ToTell[] {
  return changes.flatMap((change): ToTell[] => {
    const kind = kinds.find((each) => each === change.kind);
    return kind === undefined
      ? []
      : [{ kind, lost: change.lost, finding: asTold(change, findings.get(change.findingId)) }];
  });
}

/** The finding as the digest tells it, also when a newer verdict has come in the meantime. */
const asTold = (change: Change, finding: Finding | undefined): Finding => ({
  references: [],
  title: '',
  evidence: {},
  remediation: null,
  ...finding,
  id: change.findingId,
  ruleId: change.ruleId,
  severity: change.severity,
  target: change.target,
  resource: change.resource,
  status: change.kind === 'unreadable' ? 'unknown' : 'fail',
  cause: change.kind === 'unreadable' ? 'could-not-read' : change.cause,
  reason: change.reason,
});

interface Bucket extends OpenGroup {
  readonly findings: readonly Finding[];
}

export interface OpenGroups {
  /** The worst first. */
  readonly groups: readonly OpenGroup[];
  /** Their findings, in the order of the groups. */
  readonly told: Iterable<Told>;
}

/** One group for everything that is told and mended alike and is owned by the same people. */
export function openGroups(all: readonly ToTell[], routes: readonly Route[]): OpenGroups {
  const growing = new Map<
    string,
    Omit<Bucket, 'group' | 'findings'> & { groups: Map<string, Growing>; findings: Finding[] }
  >();
  for (const { kind, lost, finding } of all) {
    const owners = routeOf(finding, routes)?.owners ?? [];
    const key = [kind, lost, groupKey(finding), ...owners].join(' ');
    const bucket = growing.get(key) ?? { kind, lost, owners, groups: new Map<string, Growing>(), findings: [] };
    growing.set(key, bucket);
    addToGroup(bucket.groups, finding);
    bucket.findings.push(finding);
  }
  const buckets = [...growing.values()]
    .flatMap(({ groups, ...rest }): Bucket[] => [...groups].map((each) => ({ ...rest, group: closeGroup(each) })))
    .sort(
      (a, b) => byRank(kinds, a.kind, b.kind) || Number(b.lost) - Number(a.lost) || compareGroups(a.group, b.group),
    );
  return {
    groups: buckets.map(({ findings: _, ...group }) => group),
    told: buckets.flatMap(({ kind, findings }, group) => findings.map((finding) => toldOf(kind, group, finding))),
  };
}

const toldOf = (kind: Told['kind'], group: number, { id, resource, target, reason }: Finding): Told => ({
  kind,
  group,
  findingId: id,
  name: resource.type === 'target' ? target.region : resource.id,
  accountName: target.accountName,
  accountId: target.accountId,
  region: target.region,
  says: reason,
});
