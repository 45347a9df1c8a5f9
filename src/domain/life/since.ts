import { DateTime } from 'luxon';

const units = { h: 'hours', d: 'days', w: 'weeks' } as const;

/** `7d`, `36h`, `2w` before `now`, or a date like `2026-11-03` (in UTC), as ISO time; undefined for anything else. */
export function readSince(text: string, now: Date): string | undefined {
  const [, count, unit] = /^(\d{1,4})([hdw])$/i.exec(text) ?? [];
  const zone = { zone: 'utc' };
  const time =
    count === undefined
      ? DateTime.fromISO(text, zone)
      : DateTime.fromJSDate(now, zone).minus({ [units[unit?.toLowerCase() as keyof typeof units]]: Number(count) });
  return /^\d{4}-|^\d+[hdw]$/i.test(text) && time.isValid ? (time.toISO() ?? undefined) : undefined;
}
