const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MS = 86_400_000;

/** When the next maintenance window begins, such as `sun:06:00-sun:06:30`, in UTC; in a week when there is none. */
export function nextMaintenance(window: string | undefined, now: Date): Date {
  const [, day = '', hours = '', minutes = ''] = /^([a-z]{3}):(\d\d):(\d\d)-/.exec(window ?? '') ?? [];
  if (!DAYS.includes(day)) return new Date(now.getTime() + 7 * DAY_MS);
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const ahead = (DAYS.indexOf(day) - now.getUTCDay() + 7) % 7;
  const start = midnight + ahead * DAY_MS + Number(hours) * 3_600_000 + Number(minutes) * 60_000;
  return new Date(start > now.getTime() ? start : start + 7 * DAY_MS);
}
