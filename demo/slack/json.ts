/** A JSON object whose members have not been looked at yet. */
export type Json = Record<string, unknown>;

/** True for a plain JSON object (not null, not an array). */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object, or an empty one. */
export const asObject = (value: unknown): Json => (isObject(value) ? value : {});

/** The members of an array that are objects; anything else gives an empty list. */
export const asObjects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The value as a string: numbers and booleans are written out, anything else is ''. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** Slack's idea of true in form fields and payloads: true, 'true', 1, '1'. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === 1 || value === '1';

/** Length in Unicode code points, which is what Slack counts. */
export const codePoints = (text: string): number => [...text].length;

/** Parses JSON; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
