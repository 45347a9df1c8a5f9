/** The time of the simulated AWS. Tests inject their own to let sessions expire or backups age. */
export type Clock = () => Date;

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Matches what `timeFrom` accepts: an ISO 8601 date or time, or an age such as `90m ago`, `36h ago`, `400d ago`. */
export const WHEN_PATTERN =
  /^(?:(\d+)([mhd]) ago|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)$/;

/** Reads a moment written as in the organization file, ages counted back from `now`. Throws on anything else. */
export function timeFrom(when: string, now: Date): Date {
  const match = WHEN_PATTERN.exec(when);
  if (!match) throw new Error(`not a time: ${when}`);
  const unit = match[2] as keyof typeof UNITS | undefined;
  return unit ? new Date(now.getTime() - Number(match[1]) * UNITS[unit]) : new Date(when);
}

/** The moment `hours` before `from`. */
export function hoursBefore(from: Date, hours: number): Date {
  return new Date(from.getTime() - hours * UNITS.h);
}
