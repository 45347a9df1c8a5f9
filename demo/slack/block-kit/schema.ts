import { codePoints, isObject, type Json } from '../json.ts';

export type Surface = 'message' | 'modal' | 'home';

/** One complaint, with the JSON pointer of what it is about. */
export interface Issue {
  pointer: string;
  message: string;
  constraint?: Json;
}

export interface CheckContext {
  surface: Surface;
  issues: Issue[];
  /** Whether an uploaded file is an image; undefined when there is no such file. */
  isImageFile?: (idOrUrl: string) => boolean | undefined;
}

/** Adds an issue to the context for everything that is wrong with the value. */
export type Check = (value: unknown, pointer: string, context: CheckContext) => void;

const complain = (context: CheckContext, pointer: string, message: string, constraint?: Json) =>
  context.issues.push(constraint === undefined ? { pointer, message } : { pointer, message, constraint });

/** A string of `min` to `max` code points; the messages are Slack's own. */
export const text =
  (max: number, min = 0, pattern?: RegExp): Check =>
  (value, pointer, context) => {
    if (typeof value !== 'string') return void complain(context, pointer, 'must provide a string');
    const length = codePoints(value);
    if (length > max)
      complain(context, pointer, `must be less than ${max + 1} characters`, { type: 'max_length', max });
    if (length < min)
      complain(context, pointer, `must be more than ${min - 1} characters`, { type: 'min_length', min });
    if (pattern !== undefined && !pattern.test(value)) complain(context, pointer, 'must match the expected format');
  };

export const flag: Check = (value, pointer, context) => {
  if (typeof value !== 'boolean') complain(context, pointer, 'must provide a boolean');
};

export const whole =
  (min: number, max: number): Check =>
  (value, pointer, context) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) complain(context, pointer, 'must provide an integer');
    else if (value < min || value > max) complain(context, pointer, `must be between ${min} and ${max}`);
  };

export const number: Check = (value, pointer, context) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) complain(context, pointer, 'must provide a number');
};

export const oneOf =
  (...allowed: readonly (string | number)[]): Check =>
  (value, pointer, context) => {
    if (!allowed.some((each) => each === value)) {
      complain(context, pointer, `unsupported value: ${String(value)}`, { type: 'enum', expected: [...allowed] });
    }
  };

/** An http(s) or other absolute address. */
export const address: Check = (value, pointer, context) => {
  text(3000, 1)(value, pointer, context);
  if (typeof value === 'string' && value !== '' && !URL.canParse(value)) complain(context, pointer, 'invalid URL');
};

export const list =
  (item: Check, min: number, max: number): Check =>
  (value, pointer, context) => {
    if (!Array.isArray(value)) return void complain(context, pointer, 'must provide an array');
    if (value.length > max) complain(context, pointer, `no more than ${max} items allowed`, { type: 'max_items', max });
    if (value.length < min)
      complain(context, pointer, `no fewer than ${min} items allowed`, { type: 'min_items', min });
    value.forEach((each, index) => {
      item(each, `${pointer}/${index}`, context);
    });
  };

/** An object with these members and no others; `type` is looked at by whoever chose the shape. */
export const shape =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, pointer, context) => {
    if (!isObject(value)) return void complain(context, pointer, 'must provide an object');
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) complain(context, pointer, `missing required field: ${name}`);
    }
    for (const [name, member] of Object.entries(value)) {
      const check = required[name] ?? optional[name];
      if (check !== undefined && member !== undefined) check(member, `${pointer}/${name}`, context);
      else if (check === undefined && name !== 'type')
        complain(context, pointer, `invalid additional property: ${name}`);
    }
  };

/** Chooses the check by the member `type`. */
export const byType =
  (variants: () => Record<string, Check>): Check =>
  (value, pointer, context) => {
    if (!isObject(value)) return void complain(context, pointer, 'must provide an object');
    const { type } = value;
    if (type === undefined) return void complain(context, pointer, 'missing required field: type');
    const known = variants();
    const check = typeof type === 'string' && Object.hasOwn(known, type) ? known[type] : undefined;
    if (check !== undefined) check(value, pointer, context);
    else {
      const expected = Object.keys(known);
      complain(context, `${pointer}/type`, `unsupported type: ${String(type)}`, { type: 'enum', expected });
    }
  };

/** Runs a check and, when it complains, says first that the whole did not match, as Slack does. */
export const matched =
  (check: Check): Check =>
  (value, pointer, context) => {
    const inner: CheckContext = { ...context, issues: [] };
    check(value, pointer, inner);
    if (inner.issues.length === 0) return;
    complain(context, pointer, 'failed to match all allowed schemas');
    context.issues.push(...inner.issues);
  };

/** Several checks on one value. */
export const all =
  (...checks: Check[]): Check =>
  (value, pointer, context) => {
    for (const check of checks) check(value, pointer, context);
  };

/** A rule about an object that its single members cannot tell; returns the complaint, if any. */
export const rule =
  (broken: (value: Json, context: CheckContext) => string | undefined): Check =>
  (value, pointer, context) => {
    const message = isObject(value) ? broken(value, context) : undefined;
    if (message !== undefined) complain(context, pointer, message);
  };
