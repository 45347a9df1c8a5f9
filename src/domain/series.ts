import { DateTime } from 'luxon';
import { plural } from './words.ts';

/** Findings that needed someone on one day. Days follow each other without a hole; the last one is today. */
export interface DayPoint {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Open at the end of the day; null when nothing was audited on it, which is not the same as 0. */
  readonly open: number | null;
  readonly opened: number;
  readonly fixed: number;
}

export type Series = readonly DayPoint[];

/** How a series is shown; `alt` says the same in words. */
export interface Picture {
  /** For Slack: legible on a light and on a dark background. */
  readonly png: Buffer;
  /** For a page: in colours and a font that the page sets. */
  readonly svg: string;
  readonly alt: string;
}

/** Draws a series. Only the worker has one: it loads a rasteriser. */
export type DrawOpenFindings = (series: Series) => Promise<Picture>;

/** `3 Nov`. */
export const shortDay = (day: string): string => DateTime.fromISO(day, { zone: 'utc' }).toFormat('d LLL');

const number = (count: number): string => count.toLocaleString('en-US');

/** A day with its count, of those that were audited. */
export interface Known {
  readonly day: string;
  readonly open: number;
}

export const knownDays = (series: Series): Known[] =>
  series.flatMap(({ day, open }) => (open === null ? [] : [{ day, open }]));

/** The first day with the highest count. */
export const highest = (series: Series): Known | undefined =>
  knownDays(series).reduce<Known | undefined>(
    (top, each) => (top === undefined || each.open > top.open ? each : top),
    undefined,
  );

export const sums = (series: Series): { readonly opened: number; readonly fixed: number } => ({
  opened: series.reduce((sum, { opened }) => sum + opened, 0),
  fixed: series.reduce((sum, { fixed }) => sum + fixed, 0),
});

/** `12 open today, 15 a week ago, most 19 on 3 Nov; 8 new and 11 fixed in 30 days; no data on 2 days`. */
export function seriesInWords(series: Series): string {
  const last = knownDays(series).at(-1);
  const days = plural(series.length, 'day');
  if (last === undefined) return `not audited in the last ${days}`;
  const { opened, fixed } = sums(series);
  const missing = series.length - knownDays(series).length;
  return [
    [...openNow(series, last), ...weekAgo(series, last), ...most(series, last)].join(', '),
    `${number(opened)} new and ${number(fixed)} fixed in ${days}`,
    ...(missing === 0 ? [] : [`no data on ${plural(missing, 'day')}`]),
  ].join('; ');
}

const isToday = (series: Series, { day }: Known): boolean => series.at(-1)?.day === day;

const openNow = (series: Series, last: Known): string[] =>
  isToday(series, last)
    ? [`${number(last.open)} open today`]
    : ['not audited today', `${number(last.open)} open on ${shortDay(last.day)}`];

/** Said only of today: "a week ago" is counted from there. */
function weekAgo(series: Series, last: Known): string[] {
  const before = series.at(-8)?.open;
  return before === undefined || before === null || !isToday(series, last) ? [] : [`${number(before)} a week ago`];
}

function most(series: Series, last: Known): string[] {
  const top = highest(series);
  const counts = new Set(knownDays(series).map(({ open }) => open));
  if (top === undefined || counts.size === 1) return [];
  return [top.open === last.open ? 'never more' : `most ${number(top.open)} on ${shortDay(top.day)}`];
}
