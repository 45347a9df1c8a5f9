import { z } from 'zod';

/** How the files of cases write what programs need otherwise; each of these gives seconds. */
const units: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

function inSeconds(text: string): number {
  const [number, unit = ''] = text.split(' ');
  return Number(number) * (units[unit] ?? Number.NaN);
}

/** `72 h` */
export const span = z
  .string()
  .regex(/^\d+ (?:s|min|h)$/)
  .transform(inSeconds);

/** `3 h ago` */
export const age = z
  .string()
  .regex(/^\d+ (?:s|min|h|d) ago$/)
  .transform(inSeconds);

/** A field that AWS left out of its answer. */
const notGiven = z.literal('not given').transform(() => undefined);
export const orNotGiven = <T extends z.ZodType>(type: T) => z.union([notGiven, type]);

/** The same object without what is not given: a key that is undefined is one that AWS does not send. */
export const present = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

/** Answers page by page, as the marker of the request asks. */
export const paged =
  (list: string, items: readonly object[], size: number, marker = 'Marker') =>
  (input: Record<string, unknown>): object => {
    const start = Number(input[marker] ?? 0);
    const rest = start + size < items.length ? { [marker]: String(start + size) } : {};
    return { [list]: items.slice(start, start + size), ...rest };
  };
