import type { Finding } from '../finding.ts';
import type { Mute } from '../mute/mute.ts';
import { asideOf } from '../tally.ts';
import type { DigestContent, DigestCounts } from './content.ts';

/** How the findings of a channel stand, whatever has happened to them. */
export interface Standing extends Omit<DigestCounts, 'changes' | 'still'> {
  /** Ids of the open ones. */
  readonly openIds: ReadonlySet<string>;
}

/** A failure counts once: as open, or under the first of the ways in which it is set aside. */
export function standingOf(findings: Iterable<Finding>): Standing {
  const aside = { muted: 0, exempt: 0, known: 0 };
  const openIds = new Set<string>();
  let unknown = 0;
  for (const finding of findings) {
    const why = asideOf(finding);
    if (why !== undefined) aside[why] += 1;
    else if (finding.status === 'unknown') unknown += 1;
    else if (finding.status === 'fail') openIds.add(finding.id);
  }
  const { muted, exempt, known: accepted } = aside;
  return { unknown, muted, exempt, accepted, open: openIds.size, openIds };
}

/** Somebody has to look at it: it fails, and nobody has set it aside or accepted it. */
export const isOpen = (finding: Finding): boolean => finding.status === 'fail' && asideOf(finding) === undefined;

/** The open finding that has been open longest; of several the first in the alphabet. */
export function longestOpen(
  findings: Iterable<Finding>,
  openSince: ReadonlyMap<string, string>,
): DigestContent['longestOpen'] {
  let longest: DigestContent['longestOpen'];
  for (const finding of findings) {
    const since = openSince.get(finding.id);
    if (since === undefined || !isOpen(finding)) continue;
    const { resource, target } = finding;
    const name = resource.type === 'target' ? target.region : resource.id;
    if (longest !== undefined && [longest.since, longest.name].join(' ') <= [since, name].join(' ')) continue;
    longest = { name, accountName: target.accountName, since };
  }
  return longest;
}

const soonDays = 3;

/** Mutes of these findings that end within three days; the first of a mute's findings to come back counts. */
export function mutesEnding(
  findings: Iterable<Finding>,
  mutes: readonly Mute[],
  now: Date,
): DigestContent['mutesEnding'] {
  const soon = new Date(now.getTime() + soonDays * 86_400_000).toISOString();
  const ends = new Map<string, string>();
  for (const { muted } of findings) {
    if (muted === undefined || muted.until > soon || muted.until >= (ends.get(muted.muteId) ?? '~')) continue;
    ends.set(muted.muteId, muted.until);
  }
  return mutes
    .flatMap(({ id, label }) => {
      const until = ends.get(id);
      return until === undefined ? [] : [{ label, until }];
    })
    .sort((a, b) => (a.until < b.until ? -1 : 1));
}
