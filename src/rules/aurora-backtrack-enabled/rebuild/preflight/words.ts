import { plural } from '../../../../domain/words.ts';

/** Room for names in a sentence of which people see 300 characters. */
const room = 100;
const most = 3;

/** The first few of a list, never fewer than one, and how many more there are. */
export function few(names: readonly string[]): string {
  let shown = 0;
  let length = 0;
  for (const name of names.slice(0, most)) {
    length += name.length + 2;
    if (shown > 0 && length > room) break;
    shown += 1;
  }
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(', ')} and ${more} more` : names.join(', ');
}

/** `2 alarms (a, b)` */
export const counted = (names: readonly string[], one: string, many?: string): string =>
  `${plural(names.length, one, many)} (${few(names)})`;

/** The verb for so many: `names`, `name`. */
export const verb = (names: readonly unknown[], one: string, many: string): string => (names.length === 1 ? one : many);

/** `2026-11-21 09:00 UTC` */
export { timestamp } from '../../duration.ts';

export const soonHours = 24;

/** Whether something happens while a cut-over may be under way: within a day from now, or overdue. */
export const isSoon = (at: Date | undefined, now: Date): boolean =>
  at !== undefined && at.getTime() - now.getTime() < soonHours * 3_600_000;
