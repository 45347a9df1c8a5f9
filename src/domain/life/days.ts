import { DateTime } from 'luxon';
import type { DayPoint } from '../series.ts';
import type { NewTransition } from './transition.ts';

/** How a finding stands now, as far as a count needs it. */
export interface Standing {
  readonly findingId: string;
  readonly open: boolean;
  readonly exempt: boolean;
  /** Or accepted, where that is counted apart, too. */
  readonly muted: boolean;
}

export interface DaysInput {
  /** Of the days and everything since, in the order of the log. */
  readonly transitions: readonly Pick<NewTransition, 'findingId' | 'kind' | 'at' | 'exempt'>[];
  /** Every finding that stands open, and those that the transitions name. */
  readonly standing: Iterable<Standing>;
  /** ISO times at which something was audited; finer than a day. */
  readonly audited: Iterable<string>;
  readonly days: number;
  /** IANA time zone, such as `Europe/Berlin`. */
  readonly zone: string;
  readonly now: Date;
}

const needs = ({ open, exempt, muted }: Omit<Standing, 'findingId'>): boolean => open && !exempt && !muted;

/**
 * Findings that needed someone at the end of each of the last `days` days, today included. It begins with how things
 * stand now and takes back what has happened, the newest first; what nobody audited on a day is null.
 */
export function daysOf({ transitions, standing, audited, days, zone, now }: DaysInput): DayPoint[] {
  const dayOf = (at: string): string => DateTime.fromISO(at, { zone }).toISODate() ?? '';
  const today = DateTime.fromJSDate(now, { zone });
  const names = Array.from({ length: days }, (_, index) => today.minus({ days: index }).toISODate() ?? '');
  const known = new Set([...audited].map(dayOf));
  const states = new Map([...standing].map(({ findingId, ...state }) => [findingId, state]));
  let open = [...states.values()].filter(needs).length;

  const undone = transitions
    .map((transition, index) => ({ ...transition, day: dayOf(transition.at), index }))
    .sort((a, b) => (a.day === b.day ? b.index - a.index : a.day < b.day ? 1 : -1));
  const points: DayPoint[] = [];
  let next = 0;
  for (const day of names) {
    const atEnd = open;
    let [opened, fixed] = [0, 0];
    for (let one = undone[next]; one !== undefined && one.day >= day; one = undone[next]) {
      const after = states.get(one.findingId) ?? { open: false, exempt: false, muted: false };
      const before = { ...after, ...beforeIt(one) };
      states.set(one.findingId, before);
      open += Number(needs(before)) - Number(needs(after));
      if ((one.kind === 'opened' || one.kind === 'reopened') && needs({ ...after, exempt: one.exempt === true }))
        opened += 1;
      if (one.kind === 'fixed' && needs(before)) fixed += 1;
      next += 1;
    }
    points.push({ day, open: known.has(day) ? atEnd : null, opened, fixed });
  }
  return points.reverse();
}

/** What a transition says of the time before it. */
function beforeIt({ kind, exempt }: DaysInput['transitions'][number]): Partial<Standing> {
  switch (kind) {
    case 'opened':
    case 'reopened':
      return { open: false };
    case 'fixed':
    case 'gone':
      return { open: true, exempt: exempt === true };
    case 'exempted':
      return { exempt: false };
    case 'exemption-ended':
      return { exempt: true };
    case 'muted':
    case 'accepted':
      return { muted: false };
    case 'unmuted':
    case 'mute-ended':
      return { muted: true };
    default:
      return {};
  }
}
