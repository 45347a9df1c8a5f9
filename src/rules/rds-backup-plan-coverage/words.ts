import { plural } from '../../domain/words.ts';
import type { Match } from './assignment/assignment.ts';
import { hourMs } from './backups/allowed-age.ts';
import type { PlanRule } from './plans/plan.ts';

/** `40 min`, `6 h`, `3 days`: how long something has been. */
export function span(ms: number): string {
  if (ms < hourMs) return `${Math.max(0, Math.floor(ms / 60_000))} min`;
  return ms < 72 * hourMs ? `${Math.floor(ms / hourMs)} h` : plural(Math.floor(ms / (24 * hourMs)), 'day');
}

/** `7 days 19 h`: the same where two of them are compared. */
export function exactSpan(ms: number): string {
  const hours = Math.floor(ms / hourMs);
  const rest = hours % 24;
  return ms < 72 * hourMs || rest === 0 ? span(ms) : `${span(ms)} ${rest} h`;
}

/** `2026-11-22` */
export const day = (at: Date): string => at.toISOString().slice(0, 10);

/** `2026-11-22 13:00 UTC` */
export const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A database without AWS Backup is not a database without backups. */
export function nativeBackups(days: number | undefined): string {
  if (days === undefined) return 'native backups: not known';
  return days > 0 ? `native restore: ${plural(days, 'day')}` : 'no native backups';
}

/** `Plan gold covers it through selection prod (tag backup=daily)` */
export const coveredBy = ({ plan, selection, clause }: Match): string =>
  `Plan ${plan.name} covers it through selection ${selection.name} (${clause})`;

/** `Plan gold selects it through selection prod (tag backup=daily)`, of what comes to nothing. */
export const selectedBy = ({ plan, selection, clause }: Match): string =>
  `Plan ${plan.name} selects it through selection ${selection.name} (${clause})`;

/** `plan gold → selection prod → tag backup=daily` */
export const traceOf = ({ plan, selection, clause }: Match): string =>
  `plan ${plan.name} → selection ${selection.name} → ${clause}`;

/** `kept 7 days in vault Default, the policy asks for 35` */
export function kept({ retentionDays, vault }: PlanRule, minimumDays: number): string {
  if (retentionDays === undefined) return `kept for ever in vault ${vault}`;
  const wish = retentionDays < minimumDays ? `, the policy asks for ${minimumDays}` : '';
  return `kept ${plural(retentionDays, 'day')} in vault ${vault}${wish}`;
}

/** `daily 05:00 UTC` when a schedule is as plain as that, else as AWS keeps it. */
export function when({ expression, timezone }: PlanRule): string {
  const [, minute, hour] = /^cron\((\d{1,2}) (\d{1,2}) (?:\? \* \*|\* \* \?) \*\)$/.exec(expression) ?? [];
  const zone = timezone.replace(/^Etc\/UTC$/, 'UTC');
  return hour === undefined || minute === undefined
    ? `${expression} ${zone}`
    : `daily ${hour.padStart(2, '0')}:${minute.padStart(2, '0')} ${zone}`;
}
