import type { Finding } from '../finding.ts';
import { describeScope } from '../scope.ts';
import { copiesOf, waitingOf } from './asides.ts';
import { auditScope, belongs, targetsOfDigest } from './belongs.ts';
import type { Change, ChangeKind } from './change.ts';
import { closedGroups } from './closed-groups.ts';
import type { DigestContent, DigestCounts } from './content.ts';
import { coverageOf, isWorse, oldestScan } from './coverage.ts';
import type { Told } from './edition.ts';
import type { DigestFacts } from './facts.ts';
import { digestHeadline } from './headline.ts';
import { netChanges } from './net-changes.ts';
import { openGroups, type ToTell, toTell } from './open-groups.ts';
import { isOpen, longestOpen, mutesEnding, standingOf } from './standing.ts';

export interface Composed {
  readonly content: DigestContent;
  /** Everything that its thread pages through, in the order of the message. */
  readonly told: readonly Told[];
}

/** More groups than this do not fit a message, however short they are. */
export const groupsKept = 20;

/** Puts a digest together. Pure: the same facts make the same digest. */
export function composeDigest(facts: DigestFacts): Composed {
  const { where, date, zone, now, first, metas } = facts;
  const ours = facts.findings.filter((finding) => belongs(finding, where).to === 'us');
  const findings = new Map(facts.findings.map((finding) => [finding.id, finding]));
  const { own, elsewhere } = first ? { own: [], elsewhere: [] } : netChanges(facts, findings);
  const news = first ? ours.filter(isOpen).map(asItStands) : toTell(own, findings);
  const open = openGroups(news, where.routes);
  const closed = closedGroups(own, findings, facts.names);
  const standing = standingOf(ours);
  const counts: DigestCounts = { ...countsOf(own, standing.openIds), ...pick(standing) };
  const targets = targetsOfDigest(where);
  const coverage = coverageOf(targets, facts.targets);
  const oldest = oldestScan(targets, facts.targets);
  const copies = copiesOf(facts.copies, auditScope(where), where.accounts);
  const longest = longestOpen(ours, facts.openSince);
  const told = {
    date,
    scope: describeScope(where.scope, where.accounts),
    first,
    quiet: !first && own.length === 0 && facts.problem === undefined && !isWorse(coverage, facts.toldUnscanned),
    counts,
    coverage,
    ...(facts.problem === undefined ? {} : { problem: facts.problem }),
  };
  const content: DigestContent = {
    kind: 'digest',
    ...told,
    zone,
    composedAt: now.toISOString(),
    headline: digestHeadline(told, open.groups, metas),
    open: open.groups.slice(0, groupsKept),
    closed: closed.groups.slice(0, groupsKept),
    more: {
      open: Math.max(0, open.groups.length - groupsKept),
      closed: Math.max(0, closed.groups.length - groupsKept),
    },
    elsewhere,
    mutesEnding: mutesEnding(ours, facts.mutes, now),
    waiting: waitingOf(approvalsOf(facts, findings), where.accounts, facts.names),
    series: facts.series,
    ...(oldest === undefined ? {} : { oldest }),
    ...(copies === undefined ? {} : { copies }),
    ...(longest === undefined ? {} : { longestOpen: longest }),
  };
  return { content, told: [...open.told, ...closed.told] };
}

const asItStands = (finding: Finding): ToTell => ({ kind: 'open', lost: false, finding });

const pick = ({ open, unknown, muted, exempt, accepted }: ReturnType<typeof standingOf>) => ({
  open,
  unknown,
  muted,
  exempt,
  accepted,
});

function countsOf(own: readonly Change[], openIds: ReadonlySet<string>): Pick<DigestCounts, 'changes' | 'still'> {
  const changes: Record<ChangeKind, number> = {
    new: 0,
    returned: 0,
    changed: 0,
    fixed: 0,
    gone: 0,
    'set-aside': 0,
    unreadable: 0,
    'came-and-went': 0,
  };
  for (const { kind } of own) changes[kind] += 1;
  const begun = new Set(own.filter(({ kind }) => kind === 'new' || kind === 'returned').map((each) => each.findingId));
  return { changes, still: [...openIds].filter((id) => !begun.has(id)).length };
}

/** Approvals about findings that this channel is told of. */
const approvalsOf = ({ approvals, where }: DigestFacts, findings: ReadonlyMap<string, Finding>) =>
  approvals.filter(({ findingIds, ruleId, target }) => {
    const finding = findingIds.map((id) => findings.get(id)).find((each) => each !== undefined);
    return belongs(finding ?? { ruleId, target, resource: { type: '', id: '', arn: '' } }, where).to === 'us';
  });
