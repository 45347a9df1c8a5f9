import type { Series } from '../series.ts';
import { type DaysInput, daysOf, type Standing } from './days.ts';
import type { Life } from './life.ts';
import type { LifeLog, LifeStore } from './ports.ts';
import type { Subject } from './transition.ts';

export interface ReadDaysDeps {
  readonly lives: Pick<LifeStore, 'list' | 'after'> & LifeLog;
  /** Whether a finding counts: that of an account that is no longer configured, or of another channel, does not. */
  readonly counts: (subject: Subject) => boolean;
  /** Whether somebody has set it aside at this moment. */
  readonly isMuted: (life: Life) => boolean;
}

/** Scans are stored when they end; what they saw is as old as their beginning, at most this; milliseconds. */
const longestScanMs = 6 * 3_600_000;
const day = 86_400_000;

/** Findings that needed someone on each of the last `days` days, by replaying what happened since from the log. */
export async function readDays(
  { lives, counts, isMuted }: ReadDaysDeps,
  span: Pick<DaysInput, 'days' | 'zone' | 'now'>,
): Promise<Series> {
  const from = new Date(span.now.getTime() - (span.days + 1) * day - longestScanMs).toISOString();
  const transitions: DaysInput['transitions'][number][] = [];
  for await (const transition of lives.after(await lives.before(from))) {
    const { findingId, kind, at, exempt } = transition;
    if (counts(transition)) transitions.push({ findingId, kind, at, ...(exempt === undefined ? {} : { exempt }) });
  }
  const standing: Standing[] = [];
  for await (const life of lives.list())
    if (counts(life))
      standing.push({
        findingId: life.findingId,
        open: life.openSince !== undefined,
        exempt: life.exempt,
        muted: isMuted(life),
      });
  return daysOf({ ...span, transitions, standing, audited: await lives.audited() });
}
