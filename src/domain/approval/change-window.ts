import { DateTime, Interval } from 'luxon';
import type { Policy } from '../policy.ts';

export interface Window {
  readonly start: Date;
  readonly end: Date;
}

type WindowPolicy = Pick<Policy, 'changeWindow' | 'freezeWindows'>;

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const shape = /^(\w{3}) (\d\d):(\d\d)-(\d\d):(\d\d) (\S+)$/;
/** Further ahead nobody plans; long freezes fit in. */
const weeksAhead = 60;

/**
 * When changes may be started: the weekly window without the freezes. `open` holds this moment; `fitting` is the first,
 * now or later, in which `needsMinutes` are still left. A window whose end is not after its start goes over midnight.
 * Hours are wall-clock hours of the window's own time zone, so a window is shorter or longer when the clocks change.
 */
export function changeWindows(
  policy: WindowPolicy,
  now: Date,
  needsMinutes: number,
): { readonly open?: Window; readonly fitting?: Window } {
  const current = DateTime.fromJSDate(now);
  let open: Window | undefined;
  for (const piece of pieces(policy, now)) {
    if (piece.end <= current) continue;
    if (piece.contains(current)) open = asWindow(piece);
    const from = DateTime.max(piece.start, current);
    if (piece.end.diff(from).as('minutes') < needsMinutes) continue;
    return { ...(open === undefined ? {} : { open }), fitting: asWindow(piece) };
  }
  return open === undefined ? {} : { open };
}

type ValidInterval = Interval<true>;

const asWindow = ({ start, end }: ValidInterval): Window => ({ start: start.toJSDate(), end: end.toJSDate() });

function* pieces({ changeWindow, freezeWindows }: WindowPolicy, now: Date): Generator<ValidInterval> {
  const [, day = '', fromHour, fromMinute, toHour, toMinute, zone = ''] = shape.exec(changeWindow) ?? [];
  const freezes = freezeWindows.flatMap((text) => freeze(text, zone) ?? []);
  // The week before, too: its window may reach over midnight into this one.
  const monday = DateTime.fromJSDate(now, { zone }).startOf('week').minus({ weeks: 1 });
  for (let week = 0; week <= weeksAhead; week += 1) {
    const date = monday.plus({ weeks: week, days: weekdays.indexOf(day) });
    const start = date.set({ hour: Number(fromHour), minute: Number(fromMinute) });
    const sameDay = date.set({ hour: Number(toHour), minute: Number(toMinute) });
    const overMidnight = `${toHour}:${toMinute}` <= `${fromHour}:${fromMinute}`;
    const whole = Interval.fromDateTimes(start, overMidnight ? sameDay.plus({ days: 1 }) : sameDay);
    if (!whole.isValid || whole.isEmpty()) continue;
    for (const piece of whole.difference(...freezes)) if (piece.isValid && !piece.isEmpty()) yield piece;
  }
}

/** Dates are days of the window's time zone, and the last day is frozen, too. */
function freeze(text: string, zone: string): ValidInterval | undefined {
  const interval = Interval.fromISO(text, { zone });
  if (!interval.isValid) return undefined;
  const endsWithDate = /\/\d{4}-\d{2}-\d{2}$/.test(text);
  const whole = endsWithDate ? interval.set({ end: interval.end.plus({ days: 1 }) }) : interval;
  return whole.isValid ? whole : undefined;
}
