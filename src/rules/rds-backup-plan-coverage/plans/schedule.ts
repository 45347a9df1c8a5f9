import { Cron } from 'croner';
import { IANAZone } from 'luxon';

/** The runs of a backup rule. */
export interface Schedule {
  /** The newest runs before a moment, at most `count`, the newest first. */
  readonly runsBefore: (moment: Date, count: number) => Date[];
  readonly runAfter: (moment: Date) => Date | undefined;
}

/** What AWS Backup uses when a rule has no schedule (BackupRule.ScheduleExpression). */
export const defaultExpression = 'cron(0 5 ? * * *)';

/**
 * AWS's cron and rate expressions: minute, hour, day of month, month, day of week (1 is Sunday), year; one of the two
 * day fields is `?`. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 * Undefined for what is not of that form, and for a time zone that does not exist.
 */
export function parseSchedule(expression: string, timezone = 'UTC'): Schedule | undefined {
  if (!IANAZone.isValidZone(timezone)) return undefined;
  const text = expression.trim();
  const rate = /^rate\((.*)\)$/.exec(text)?.[1];
  return rate === undefined ? cronSchedule(/^cron\((.*)\)$/.exec(text)?.[1] ?? text, timezone) : rateSchedule(rate);
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Nobody tells when a rate began, so its runs are taken to be as late as they can be. */
function rateSchedule(text: string): Schedule | undefined {
  const [, count, unit] = /^\s*([1-9]\d{0,5})\s+(minute|hour|day)s?\s*$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  const step = Number(count) * unitMs[unit as keyof typeof unitMs];
  return {
    runsBefore: (moment, most) => Array.from({ length: most }, (_, n) => new Date(moment.getTime() - (n + 1) * step)),
    runAfter: (moment) => new Date(moment.getTime() + step),
  };
}

function cronSchedule(text: string, timezone: string): Schedule | undefined {
  const fields = text.trim().toUpperCase().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const days = daysOfWeek(dayOfWeek);
  if (fields.length !== 6 || days === undefined || !oneDayFieldIsOpen(dayOfMonth, dayOfWeek)) return undefined;
  const months = unrolled(numbered(month, monthNames), 1, 12);
  try {
    const cron = new Cron(`0 ${minute} ${unrolled(hour, 0, 23)} ${dayOfMonth} ${months} ${days} ${year}`, {
      mode: '7-part',
      alternativeWeekdays: true,
      sloppyRanges: true,
      timezone,
      paused: true,
    });
    return {
      runsBefore: lastAnswer((moment, most) => cron.previousRuns(most, moment)),
      runAfter: (moment) => cron.nextRun(moment) ?? undefined,
    };
  } catch {
    return undefined;
  }
}

/** Every database of a plan asks the same question of it. */
function lastAnswer(ask: Schedule['runsBefore']): Schedule['runsBefore'] {
  let known: { readonly at: number; readonly count: number; readonly runs: Date[] } | undefined;
  return (moment, count) => {
    if (known?.at !== moment.getTime() || known.count !== count)
      known = { at: moment.getTime(), count, runs: ask(moment, count) };
    return known.runs;
  };
}

const isOpen = (field: string): boolean => field === '?' || field === '*';

/** AWS refuses an expression that restricts both. */
const oneDayFieldIsOpen = (dayOfMonth: string, dayOfWeek: string): boolean => isOpen(dayOfMonth) || isOpen(dayOfWeek);

const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const numbered = (field: string, names: readonly string[]): string =>
  field.replace(/[A-Z]{3}/g, (name) => String(names.indexOf(name) + 1 || name));

/** 1 to 7 from Sunday on; a lone `L` is the last day of the week, Saturday. Undefined for any other number. */
function daysOfWeek(field: string): string | undefined {
  const numbers = numbered(field, weekdayNames);
  if (numbers === 'L') return '7';
  const days = numbers.replace(/[/#]\d+/g, '').match(/\d+/g) ?? [];
  return days.every((day) => /^[1-7]$/.test(day)) ? unrolled(numbers, 1, 7) : undefined;
}

/** croner takes no range over the end of a field: `FRI-MON`, 6-2, becomes 6-7,1-2. */
const unrolled = (field: string, first: number, last: number): string =>
  field.replace(/(?<![\d/#-])(\d+)-(\d+)(?![\d/#-])/g, (range, from, to) =>
    Number(from) > Number(to) ? `${from}-${last},${first}-${to}` : range,
  );
