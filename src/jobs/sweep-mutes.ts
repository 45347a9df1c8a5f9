import { keeper } from '../domain/approval/change.ts';
import type { LifeStore } from '../domain/life/ports.ts';
import { type CoveredDeps, covered } from '../domain/mute/covered.ts';
import type { Mute } from '../domain/mute/mute.ts';
import type { MuteStore } from '../domain/mute/ports.ts';
import { nextReturn, returnsAt } from '../domain/mute/stagger.ts';
import { subjectKey } from '../domain/mute/subject.ts';
import { muteTransition } from '../domain/mute/transitions.ts';
import { batches } from './mute/batches.ts';
import { type RefreshReportsDeps, refreshReports } from './mute/refresh-reports.ts';

export interface SweepMutesDeps extends Omit<CoveredDeps, 'findings'>, Omit<RefreshReportsDeps, 'findings'> {
  readonly findings: CoveredDeps['findings'] & RefreshReportsDeps['findings'];
  readonly mutes: Pick<MuteStore, 'lapsed' | 'told'>;
  readonly lives: Pick<LifeStore, 'append'>;
  readonly now: () => Date;
}

/**
 * Mutes end by themselves; this says so once, in the life of each finding that still fails and comes back with it. Any
 * number of workers may sweep, and one that dies in between has its work done again.
 */
export async function sweepMutes(deps: SweepMutesDeps): Promise<void> {
  const now = deps.now();
  for (const mute of await deps.mutes.lapsed(now.getTime())) await tell(deps, mute, now);
}

async function tell(deps: SweepMutesDeps, mute: Mute, now: Date): Promise<void> {
  for await (const findings of batches(covered(deps, mute.subject))) {
    const back = findings.filter(
      ({ id, status, exempt, muted }) =>
        status === 'fail' && exempt === undefined && muted === undefined && returnsAt(mute, id) <= now.getTime(),
    );
    await deps.lives.append(
      back.map((finding) =>
        muteTransition(finding, mute, {
          kind: 'mute-ended',
          at: new Date(returnsAt(mute, finding.id)).toISOString(),
          by: { kind: 'clock' },
        }),
      ),
    );
  }
  await refreshReports(deps, (accountId) => accountId === mute.accountId);
  const next = nextReturn(mute, now.getTime());
  const { id, label, until, by } = mute;
  const details = { about: subjectKey(mute.subject), label, setBy: by, until };
  const entry = { at: now.toISOString(), by: keeper, what: 'mute.ended', subject: id, details };
  await deps.mutes.told(id, next, next === undefined ? [{ kind: 'trail', entry }] : []);
}
