const DAY_MS = 24 * 60 * 60 * 1000;

type Part = (date: Date, timeZone: string, now: number) => string;

/** Making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, date: Date, options: Intl.DateTimeFormatOptions): string {
  const name = JSON.stringify([locale, options]);
  const known = formats.get(name) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(name, known);
  return known.format(date);
}

const part = (date: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  format('en-US', date, { timeZone, ...options });

const isoDay = (date: Date, timeZone: string): string => format('en-CA', date, { timeZone });

const ordinal = (day: number): string => {
  const ending =
    day % 10 === 1 && day !== 11
      ? 'st'
      : day % 10 === 2 && day !== 12
        ? 'nd'
        : day % 10 === 3 && day !== 13
          ? 'rd'
          : 'th';
  return `${day}${ending}`;
};

const monthAndDay: Part = (date, timeZone) =>
  `${part(date, timeZone, { month: 'long' })} ${ordinal(Number(part(date, timeZone, { day: 'numeric' })))}`;

const relative = (date: Date, timeZone: string, now: number): string | undefined => {
  const day = isoDay(date, timeZone);
  if (day === isoDay(new Date(now), timeZone)) return 'today';
  if (day === isoDay(new Date(now - DAY_MS), timeZone)) return 'yesterday';
  if (day === isoDay(new Date(now + DAY_MS), timeZone)) return 'tomorrow';
  return undefined;
};

const pretty =
  (otherwise: Part): Part =>
  (date, timeZone, now) =>
    relative(date, timeZone, now) ?? otherwise(date, timeZone, now);

const long: Part = (date, timeZone, now) =>
  `${part(date, timeZone, { weekday: 'long' })}, ${monthAndDay(date, timeZone, now)}, ${part(date, timeZone, { year: 'numeric' })}`;

const longThisYear: Part = (date, timeZone, now) => {
  const sameYear = isoDay(date, timeZone).slice(0, 4) === isoDay(new Date(now), timeZone).slice(0, 4);
  return sameYear ? long(date, timeZone, now).replace(/, \d{4}$/, '') : long(date, timeZone, now);
};

const short: Part = (date, timeZone) => part(date, timeZone, { month: 'short', day: 'numeric', year: 'numeric' });

const ago: Part = (date, _timeZone, now) => {
  const seconds = Math.round((now - date.getTime()) / 1000);
  const [count, unit] =
    [[86_400, 'day'] as const, [3600, 'hour'] as const, [60, 'minute'] as const, [1, 'second'] as const].flatMap(
      ([size, name]) => (Math.abs(seconds) >= size ? [[Math.floor(Math.abs(seconds) / size), name] as const] : []),
    )[0] ?? ([0, 'second'] as const);
  const span = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return seconds < 0 ? `in ${span}` : `${span} ago`;
};

const parts: Record<string, Part> = {
  date_num: isoDay,
  date_slash: (date, timeZone) => part(date, timeZone, { day: '2-digit', month: '2-digit', year: 'numeric' }),
  date_long: long,
  date_long_full: (date, timeZone) => part(date, timeZone, { month: 'long', day: 'numeric', year: 'numeric' }),
  date_long_pretty: pretty(long),
  date: monthAndDay,
  date_pretty: pretty(monthAndDay),
  date_short: short,
  date_short_pretty: pretty(short),
  day_divider_pretty: pretty(longThisYear),
  time: (date, timeZone) => part(date, timeZone, { hour: 'numeric', minute: '2-digit' }),
  time_secs: (date, timeZone) => part(date, timeZone, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago,
};

/**
 * The text of a Slack date in a time zone, as the comments of `RichTextDate` in `@slack/types` describe the tokens.
 *
 * @param timestamp seconds since 1970
 * @returns undefined when the timestamp is no number or the format has an unknown token; Slack shows the fallback then
 */
export function formatSlackDate(timestamp: number, pattern: string, timeZone: string, now: number): string | undefined {
  const date = new Date(timestamp * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  let unknown = false;
  const text = pattern.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const render = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (render === undefined) unknown = true;
    return render?.(date, timeZone, now) ?? '';
  });
  return unknown ? undefined : text.replace(/\u202f/g, ' ');
}
