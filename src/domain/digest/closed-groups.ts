import { byRank } from '../cause-group.ts';
import type { Finding } from '../finding.ts';
import type { Change } from './change.ts';
import type { ClosedGroup } from './content.ts';
import type { Told } from './edition.ts';

const kinds: readonly ClosedGroup['kind'][] = ['fixed', 'gone', 'set-aside'];
const membersKept = 5;

type Names = ReadonlyMap<string, string>;

export interface ClosedGroups {
  readonly groups: readonly ClosedGroup[];
  /** What they are about, in the order of the groups. */
  readonly told: readonly Told[];
}

/** Changes after which nobody has to do anything, together by who or what brought them about. */
export function closedGroups(
  changes: readonly Change[],
  findings: ReadonlyMap<string, Finding>,
  names: Names,
): ClosedGroups {
  const growing = new Map<string, { kind: ClosedGroup['kind']; how: string; changes: Change[] }>();
  for (const change of changes) {
    const kind = kinds.find((each) => each === change.kind);
    if (kind === undefined) continue;
    const how = howItEnded(change, findings.get(change.findingId), names);
    const group = growing.get(`${kind} ${how}`) ?? { kind, how, changes: [] };
    growing.set(`${kind} ${how}`, group);
    group.changes.push(change);
  }
  const groups = [...growing.values()].sort(
    (a, b) => byRank(kinds, a.kind, b.kind) || b.changes.length - a.changes.length,
  );
  return {
    groups: groups.map(({ kind, how, changes: all }) => ({
      kind,
      how,
      count: all.length,
      members: all.slice(0, membersKept).map((change) => toldOf(change, 0, how)),
      ...(all.length === 1 && kind === 'fixed' && all[0] !== undefined ? { reason: all[0].reason } : {}),
    })),
    told: groups.flatMap(({ how, changes: all }, group) => all.map((change) => toldOf(change, group, how))),
  };
}

const toldOf = ({ findingId, resource, target }: Change, group: number, says: string): Told => ({
  kind: 'closed',
  group,
  findingId,
  name: resource.type === 'target' ? target.region : resource.id,
  accountName: target.accountName,
  accountId: target.accountId,
  region: target.region,
  says,
});

/** As plain text: `fixed by Bob Brown’s approval`. An audit only sees that somebody has changed something. */
function howItEnded({ kind, through, by }: Change, now: Finding | undefined, names: Names): string {
  const name = (userId: string) => names.get(userId) ?? userId;
  if (kind === 'gone') return 'gone from AWS';
  if (kind === 'fixed') {
    if (by.kind === 'remediation' && by.approvedBy.length > 0) {
      const people = by.approvedBy.map(name);
      return people.length === 1 ? `fixed by ${people[0]}’s approval` : `fixed by the approvals of ${joined(people)}`;
    }
    return now?.status === 'not-applicable' ? 'does not apply any more' : 'fixed by others';
  }
  const who = by.kind === 'person' ? ` by ${name(by.userId)}` : '';
  switch (through) {
    case 'muted':
      return `muted${who}`;
    case 'accepted':
      return `accepted into the baseline${who}`;
    default:
      return 'exempted by accounts.yaml';
  }
}

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
