import type { Finding } from '../finding.ts';
import { verdictOf } from '../life/compare.ts';
import type { Transition } from '../life/transition.ts';
import { mutedBy } from '../mute/decorate.ts';
import { belongs } from './belongs.ts';
import { type Change, netChange } from './change.ts';
import type { DigestFacts } from './facts.ts';

export interface NetChanges {
  /** Told in this channel, in the order in which they began. */
  readonly own: readonly Change[];
  /** How many each other channel tells. */
  readonly elsewhere: readonly { readonly channelId: string; readonly count: number }[];
}

/** What has happened, each finding once. */
export function netChanges(
  { transitions, where, mutes, baseline, openSince, now }: DigestFacts,
  findings: ReadonlyMap<string, Finding>,
): NetChanges {
  const muting = mutedBy(mutes, now.getTime());
  const byFinding = new Map<string, Transition[]>();
  for (const each of transitions) {
    const known = byFinding.get(each.findingId);
    if (known === undefined) byFinding.set(each.findingId, [each]);
    else known.push(each);
  }
  const own: Change[] = [];
  const elsewhere = new Map<string, number>();
  for (const [findingId, story] of byFinding) {
    const finding = findings.get(findingId);
    const last = story.at(-1);
    if (last === undefined) continue;
    const place = belongs(finding ?? last, where);
    if (place.to === 'nobody') continue;
    const change = netChange(story, {
      ...(finding === undefined ? {} : { verdict: verdictOf(finding) }),
      open: openSince.has(findingId),
      muted: muting({ ...last, id: findingId }) !== undefined,
      exempt: finding === undefined ? last.exempt === true : finding.exempt !== undefined,
      accepted: baseline.has(findingId),
    });
    if (change === undefined) continue;
    if (place.to === 'us') own.push(change);
    else elsewhere.set(place.channelId, (elsewhere.get(place.channelId) ?? 0) + 1);
  }
  return { own, elsewhere: [...elsewhere].map(([channelId, count]) => ({ channelId, count })) };
}
