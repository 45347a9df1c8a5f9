import type { Finding } from '../finding.ts';
import type { Accepted, Mute, Muted } from './mute.ts';
import { returnsAt } from './stagger.ts';
import { subjectKey, subjectsOf } from './subject.ts';

type Baseline = ReadonlyMap<string, Accepted>;

/** Of several mutes that cover a finding at `now` the one that holds longest, whatever the finding's verdict. */
export function mutedBy(mutes: readonly Mute[], now: number) {
  const bySubject = new Map<string, Mute[]>();
  for (const mute of mutes) {
    const key = subjectKey(mute.subject);
    bySubject.set(key, [...(bySubject.get(key) ?? []), mute]);
  }
  return (finding: Pick<Finding, 'id' | 'ruleId' | 'target' | 'resource'>): Muted | undefined => {
    const [longest] = subjectsOf(finding)
      .flatMap((subject) => bySubject.get(subjectKey(subject)) ?? [])
      .filter(({ endedAt }) => endedAt === undefined)
      .map((mute) => ({ mute, until: returnsAt(mute, finding.id) }))
      .filter(({ until }) => until > now)
      .sort((a, b) => b.until - a.until || (a.mute.id < b.mute.id ? -1 : 1));
    if (longest === undefined) return undefined;
    const { id, reason, by } = longest.mute;
    return { muteId: id, until: new Date(longest.until).toISOString(), reason, by };
  };
}

/**
 * Says of findings what people have set aside. A mute holds for what fails or could not be judged, whatever its cause
 * is or becomes; what is fine is fine. The baseline holds for a failure of the very cause that was accepted.
 */
export function decorator(mutes: readonly Mute[], baseline: Baseline, now: number): (finding: Finding) => Finding {
  const muting = mutedBy(mutes, now);
  return ({ muted: _muted, accepted: _accepted, ...finding }) => {
    const open = finding.status === 'fail' || finding.status === 'unknown';
    const muted = open ? muting(finding) : undefined;
    const known = baseline.get(finding.id);
    const accepted = finding.status === 'fail' && known?.cause === finding.cause ? known : undefined;
    return { ...finding, ...(muted && { muted }), ...(accepted && { accepted }) };
  };
}

/** `decorator` for one finding. */
export const decorate = (finding: Finding, mutes: readonly Mute[], baseline: Baseline, now: number): Finding =>
  decorator(mutes, baseline, now)(finding);

/** It was judged, and is not the failure any more that was accepted: from now on it is told again. */
export const outgrown = ({ status, cause }: Pick<Finding, 'status' | 'cause'>, accepted: Accepted): boolean =>
  status === 'fail' ? cause !== accepted.cause : status !== 'unknown';
