import { addToGroup, byRank, closeGroup, compareGroups, type OpenGroup as Growing } from '../cause-group.ts';
import type { Finding } from '../finding.ts';
import { type Route, routeOf } from '../routing.ts';
import type { Change } from './change.ts';
import type { OpenGroup } from './content.ts';

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

/** One group for everything that is told and mended alike and is owned by the same people; the worst first. */
export function openGroups(all: readonly ToTell[], routes: readonly Route[]): OpenGroup[] {
  const buckets = new Map<string, Omit<OpenGroup, 'group'> & { readonly groups: Map<string, Growing> }>();
  for (const { kind, lost, finding } of all) {
    const owners = routeOf(finding, routes)?.owners ?? [];
    const key = [kind, lost, ...owners].join(' ');
    const bucket = buckets.get(key) ?? { kind, lost, owners, groups: new Map<string, Growing>() };
    buckets.set(key, bucket);
    addToGroup(bucket.groups, finding);
  }
  return [...buckets.values()]
    .flatMap(({ groups, ...rest }) => [...groups].map((each) => ({ ...rest, group: closeGroup(each) })))
    .sort(
      (a, b) => byRank(kinds, a.kind, b.kind) || Number(b.lost) - Number(a.lost) || compareGroups(a.group, b.group),
    );
}
