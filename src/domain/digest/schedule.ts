import { DateTime } from 'luxon';
import type { ChannelDigest } from './settings.ts';

type Timed = Pick<ChannelDigest, 'at' | 'zone' | 'onSince' | 'lastDate'>;

/**
 * The instant of a local time of day on a local date. A time that the clocks leave out is the instant at which they go
 * forward; of one that they show twice it is the first. Undefined on a date that the zone never had.
 */
export function instantOf(date: string, { at, zone }: Pick<Timed, 'at' | 'zone'>): DateTime | undefined {
  const [year, month, day, hour, minute] = `${date}-${at.replace(':', '-')}`.split('-').map(Number);
  const wanted = { year, month, day, hour, minute } as Wall;
  // Luxon reads a time that was left out with the offset from before, and so ends up as much later as the gap is long.
  const read = DateTime.fromObject(wanted, { zone });
  if (compare(read, wanted) === 0) return DateTime.min(...read.getPossibleOffsets()) ?? read;
  const found = forwardBefore(read, wanted);
  return found.day === day ? found : undefined;
}

type Wall = Record<(typeof units)[number], number>;
const units = ['year', 'month', 'day', 'hour', 'minute'] as const;

/** Below, at or above 0 as one shows an earlier, the same or a later wall clock than the other. */
function compare(one: Wall, other: Wall): number {
  const unit = units.find((each) => one[each] !== other[each]);
  return unit === undefined ? 0 : one[unit] - other[unit];
}

const minuteMs = 60_000;

/** The first minute before `time` that shows `wanted` or later: there the clocks have just gone forward. */
function forwardBefore(time: DateTime, wanted: Wall): DateTime {
  const at = (minutes: number) => DateTime.fromMillis(minutes * minuteMs, { zone: time.zone });
  let late = Math.ceil(time.toMillis() / minuteMs);
  let early = late - 25 * 60;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (compare(at(middle), wanted) < 0) early = middle;
    else late = middle;
  }
  return at(late);
}

/**
 * The local date whose digest is due at `now`; undefined when none is. It is the newest date whose time has come, so
 * after a stop of several days one digest makes up for all, and no date gets two, whatever is set meanwhile.
 */
export function dueDate(digest: Timed, now: Date): string | undefined {
  const local = DateTime.fromJSDate(now, { zone: digest.zone });
  for (const daysBack of [0, 1, 2]) {
    const date = isoDate(daysBack === 0 ? local : local.minus({ days: daysBack }));
    if (isTold(digest, date)) return undefined;
    const slot = instantOf(date, digest);
    if (slot === undefined || slot > local) continue;
    return slot.toMillis() >= Date.parse(digest.onSince) ? date : undefined;
  }
  return undefined;
}

/** When the next digest comes, as far as the clock decides: `now` or later. */
export function nextDigest(digest: Timed, now: Date): { readonly date: string; readonly at: Date } {
  const due = dueDate(digest, now);
  if (due !== undefined) return { date: due, at: now };
  const local = DateTime.fromJSDate(now, { zone: digest.zone });
  // One step more than the days that may be taken already, and one for a date that the zone leaves out.
  for (let ahead = 0; ; ahead += 1) {
    const date = isoDate(local.plus({ days: ahead }));
    const slot = instantOf(date, digest);
    if (slot !== undefined && slot > local && !isTold(digest, date)) return { date, at: slot.toJSDate() };
  }
}

const isTold = ({ lastDate }: Timed, date: string): boolean => lastDate !== undefined && date <= lastDate;

function isoDate(time: DateTime): string {
  const date = time.toISODate();
  if (date === null) throw new RangeError(`${String(time.zoneName)} is no time zone`);
  return date;
}
