import { codePoints } from '../json.ts';

/** Code points of every `text` string, however deep in a value. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const [name, member] of Object.entries(value)) {
    sum += name === 'text' && typeof member === 'string' ? codePoints(member) : textLength(member);
  }
  return sum;
}
