import type { LifeStore } from '../../domain/life/ports.ts';
import { type CoveredDeps, covered, isHidden } from '../../domain/mute/covered.ts';
import { mutedBy } from '../../domain/mute/decorate.ts';
import type { MuteEvent } from '../../domain/mute/events.ts';
import type { Mute } from '../../domain/mute/mute.ts';
import type { MuteStore } from '../../domain/mute/ports.ts';
import { muteTransition } from '../../domain/mute/transitions.ts';
import { batches } from './batches.ts';
import { type RefreshReportsDeps, refreshReports } from './refresh-reports.ts';

export interface RecordMuteDeps extends Omit<CoveredDeps, 'findings'>, Omit<RefreshReportsDeps, 'findings'> {
  readonly findings: CoveredDeps['findings'] & RefreshReportsDeps['findings'];
  readonly mutes: Pick<MuteStore, 'get' | 'inForce'>;
  readonly lives: Pick<LifeStore, 'append'>;
}

/** A mute was set or taken back: an event in the life of each finding that hides or comes back with it, and their reports say so. */
export async function recordMute(
  deps: RecordMuteDeps,
  { muteId, what }: Extract<MuteEvent, { kind: 'mute' }>,
): Promise<void> {
  const mute = await deps.mutes.get(muteId);
  if (mute === undefined) return;
  const [at, userId] = what === 'muted' ? [mute.at, mute.by] : [mute.endedAt ?? mute.until, mute.endedBy ?? mute.by];
  const event = { kind: what, at, by: { kind: 'person', userId } } as const;
  const others = what === 'muted' ? await before(deps, mute) : [];
  const hidden = mutedBy(others, Date.parse(mute.at));
  for await (const findings of batches(covered(deps, mute.subject))) {
    // What another mute hides as well has neither gone nor come back.
    const changed = findings.filter(
      (each) => isHidden(each) && (what === 'muted' ? hidden(each) : each.muted) === undefined,
    );
    await deps.lives.append(changed.map((finding) => muteTransition(finding, mute, event)));
  }
  await refreshReports(deps, (accountId) => accountId === mute.accountId);
}

/** Mutes that were there when this one was set. */
async function before({ mutes }: RecordMuteDeps, { id, at }: Mute): Promise<Mute[]> {
  const found = await mutes.inForce(Date.parse(at));
  return found.filter((each) => each.at < at || (each.at === at && each.id < id));
}
