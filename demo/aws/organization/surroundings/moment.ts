import { z } from 'zod';
import { timeFrom, WHEN_PATTERN } from '../../clock.ts';

const AHEAD = /^in (\d+)([mhd])$/;
const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment that may lie ahead: what `when` takes, or `in 3h`. */
export const moment = z
  .string()
  .refine(
    (text) => WHEN_PATTERN.test(text) || AHEAD.test(text),
    'use a date or time, an age such as "36h ago", or "in 3h"',
  );

export function momentFrom(text: string, now: Date): Date {
  const ahead = AHEAD.exec(text);
  const unit = ahead?.[2] as keyof typeof UNITS | undefined;
  return ahead && unit ? new Date(now.getTime() + Number(ahead[1]) * UNITS[unit]) : timeFrom(text, now);
}
