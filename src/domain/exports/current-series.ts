import type { Account } from '../accounts.ts';
import { isWithin } from '../digest/belongs.ts';
import type { LifeLog, LifeStore } from '../life/ports.ts';
import { readDays } from '../life/read-days.ts';
import { isWatched } from '../life/watched.ts';
import type { ListQuery } from '../listing.ts';
import { mutedBy } from '../mute/decorate.ts';
import type { BaselineStore, MuteStore } from '../mute/ports.ts';
import type { RuleMeta } from '../rule.ts';
import { knownDays, type Series } from '../series.ts';

export interface CurrentSeriesDeps {
  readonly lives: Pick<LifeStore, 'list' | 'after'> & LifeLog;
  readonly mutes: Pick<MuteStore, 'inForce'>;
  readonly baseline: Pick<BaselineStore, 'all'>;
  readonly accounts: readonly Account[];
  readonly metas: readonly RuleMeta[];
}

const daysShown = 30;
/** One day alone is no history. */
const fewestDays = 2;

/**
 * Open findings on each of the last 30 days in UTC, of the same ones as in `currentDocument`. Undefined where that
 * lists no open ones, or while there is no history.
 */
export async function currentSeries(
  { lives, mutes, baseline, accounts, metas }: CurrentSeriesDeps,
  { scope, status }: ListQuery,
  now: Date,
): Promise<Series | undefined> {
  if (status !== 'all' && status !== 'fail') return undefined;
  const muting = mutedBy(await mutes.inForce(now.getTime()), now.getTime());
  const known = await baseline.all();
  const series = await readDays(
    {
      lives,
      counts: (subject) => isWatched(subject, accounts, metas, scope) && isWithin(subject, scope),
      isMuted: (life) => muting({ ...life, id: life.findingId }) !== undefined || known.has(life.findingId),
    },
    { days: daysShown, zone: 'UTC', now },
  );
  return knownDays(series).length < fewestDays ? undefined : series;
}
