import { addToGroup, byRank, closeGroup, compareGroups, type OpenGroup as Growing, groupKey } from '../cause-group.ts';
import type { Finding } from '../finding.ts';
import { type Route, routeOf } from '../routing.ts';
import type { Change } from './change.ts';
import type { OpenGroup, SetAside } from './content.ts';
import type { Told } from './edition.ts';

const kinds: readonly OpenGroup['kind'][] = ['new', 'returned', 'changed', 'unreadable', 'open'];

/** A finding that somebody is to look at, and why it is in the digest. */
export interface ToTell {
  readonly kind: OpenGroup['kind'];
  readonly lost: boolean;
  readonly finding: Finding;
  /** What had set it aside until then. */
  readonly after?: SetAside;
  /** When it was seen. */
  readonly at?: string;
}

/** Changes that leave something to do. */
export function toTell(changes: readonly Change[], findings: ReadonlyMap<string, Finding>): ToTell[] {
  return changes.flatMap((change): ToTell[] => {
    const kind = kinds.find((each) => each === change.kind);
    return kind === undefined
      ? []
      : [
          {
            kind,
            lost: change.lost,
            finding: asTold(change, findings.get(change.findingId)),
            at: change.at,
            ...setAsideBefore(change),
          },
        ];
  });
}

const setAsides: readonly SetAside[] = ['mute-ended', 'unmuted', 'exemption-ended'];

function setAsideBefore({ kind, through }: Change): { readonly after?: SetAside } {
  const after = kind === 'returned' ? setAsides.find((each) => each === through) : undefined;
  return after === undefined ? {} : { after };
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

/** A group that is still being added to. */
interface Bucket extends Pick<OpenGroup, 'kind' | 'lost' | 'owners' | 'after'> {
  readonly groups: Map<string, Growing>;
  readonly members: ToTell[];
}

export interface OpenGroups {
  /** The worst first. */
  readonly groups: readonly OpenGroup[];
  /** Their findings, in the order of the groups. */
  readonly told: readonly Told[];
}

/** One group for everything that is told and mended alike and is owned by the same people. */
export function openGroups(all: readonly ToTell[], routes: readonly Route[]): OpenGroups {
  const buckets = new Map<string, Bucket>();
  for (const each of all) {
    const { kind, lost, finding, after } = each;
    const owners = routeOf(finding, routes)?.owners ?? [];
    const key = [kind, lost, after, groupKey(finding), ...owners].join(' ');
    const bucket: Bucket = buckets.get(key) ?? {
      kind,
      lost,
      owners,
      ...(after === undefined ? {} : { after }),
      groups: new Map(),
      members: [],
    };
    buckets.set(key, bucket);
    addToGroup(bucket.groups, finding);
    bucket.members.push(each);
  }
  const groups = [...buckets.values()]
    .flatMap((bucket) => [...bucket.groups].map((each) => ({ ...bucket, group: closeGroup(each) })))
    .sort(
      (a, b) => byRank(kinds, a.kind, b.kind) || Number(b.lost) - Number(a.lost) || compareGroups(a.group, b.group),
    );
  return {
    groups: groups.map(({ kind, lost, owners, after, group, members }) => {
      const [first, ...others] = members;
      const seenAt = others.length === 0 ? first?.at : undefined;
      const set = after === undefined ? {} : { after };
      return { kind, lost, owners, group, ...set, ...(seenAt === undefined ? {} : { seenAt }) };
    }),
    told: groups.flatMap(({ kind, members }, index) => members.map(({ finding }) => toldOf(kind, index, finding))),
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
