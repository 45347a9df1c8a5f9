import { DateTime } from 'luxon';
import { plural } from '../words.ts';

/** How long a mute is asked for: an amount of time from now on, or until a day begins (ISO date, UTC). */
export type MuteTime =
  | { readonly amount: number; readonly unit: 'hours' | 'days' | 'weeks' | 'months' }
  | { readonly date: string };

type Unit = Extract<MuteTime, { amount: number }>['unit'];

const units: Readonly<Record<string, Unit>> = {
  h: 'hours',
  hour: 'hours',
  d: 'days',
  day: 'days',
  w: 'weeks',
  week: 'weeks',
  mo: 'months',
  month: 'months',
};
const unitOf = (word: string): Unit | undefined => units[word] ?? units[word.replace(/s$/, '')];

const example = 'Write `14d`, `2w`, `2mo` or `until 2026-12-24`.';

export type ReadTime =
  | { readonly time: MuteTime /** What follows it. */; readonly rest: readonly string[] }
  | { readonly problem: string };

/** Reads `14d`, `2 weeks`, `3mo`, `for 2w`, `until 2026-12-24` or `2026-12-24` from the first words. Never throws. */
export function readTime(words: readonly string[]): ReadTime {
  const [lead = '', ...others] = words;
  const introduced = /^(?:for|until)$/i.test(lead);
  const [word = '', ...rest] = introduced ? others : words;
  const shown = word.slice(0, 40);
  if (word === '') return { problem: `Until when? ${example}` };
  if (/^\d{4}-/.test(word)) {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(word) && DateTime.fromISO(word, { zone: 'utc' }).isValid;
    return isDay ? { time: { date: word }, rest } : { problem: `\`${shown}\` is not a day. ${example}` };
  }
  const [, digits, attached = ''] = /^(\d{1,6})([a-z]*)$/i.exec(word) ?? [];
  if (digits === undefined) return { problem: `\`${shown}\` is not a time. ${example}` };
  const named = attached === '' ? (rest[0] ?? '') : attached;
  const unit = unitOf(named.toLowerCase());
  if (unit === undefined) {
    const unclear = /^m(?:in)?s?$/i.test(named) ? ' For months write `mo`.' : '';
    return {
      problem: `\`${`${shown} ${attached === '' ? named.slice(0, 40) : ''}`.trim()}\` is not a time.${unclear} ${example}`,
    };
  }
  return { time: { amount: Number(digits), unit }, rest: attached === '' ? rest.slice(1) : rest };
}

/** The same time as one word: `14d`, `2026-12-24`; `readTime` reads it back. */
export const timeText = (time: MuteTime): string => {
  if ('date' in time) return time.date;
  const short: Readonly<Record<Unit, string>> = { hours: 'h', days: 'd', weeks: 'w', months: 'mo' };
  return `${time.amount}${short[time.unit]}`;
};

const plusOf = (time: Extract<MuteTime, { amount: number }>, now: Date): DateTime =>
  DateTime.fromJSDate(now, { zone: 'utc' }).plus({ [time.unit]: time.amount });

interface Most {
  /** The policy's `maxMuteDays`. */
  readonly days: number;
  readonly accountName: string;
}

/** When a mute asked for at `now` ends; or why it cannot be had. */
export function endOf(time: MuteTime, now: Date, most: Most): { readonly until: Date } | { readonly problem: string } {
  if ('amount' in time && time.amount === 0) return { problem: `No time at all would mute nothing. ${example}` };
  const end = 'date' in time ? DateTime.fromISO(time.date, { zone: 'utc' }) : plusOf(time, now);
  if (!end.isValid) return { problem: `That is not a time. ${example}` };
  const problem = whyNotUntil(end.toJSDate(), now, most);
  return problem === undefined ? { until: end.toJSDate() } : { problem };
}

/** Why a mute may not last until then; undefined when it may. */
export function whyNotUntil(until: Date, now: Date, { days, accountName }: Most): string | undefined {
  if (until <= now) return `${day(until)} has begun already (UTC): choose a later day.`;
  const latest = DateTime.fromJSDate(now, { zone: 'utc' }).plus({ days }).toJSDate();
  if (until <= latest) return undefined;
  return `In ${accountName} a mute lasts at most ${plural(days, 'day')} (maxMuteDays): until ${day(latest)} at the latest.`;
}

const day = (at: Date): string => at.toISOString().slice(0, 10);
