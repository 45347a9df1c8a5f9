import type { NormalizedSchema } from '@smithy/core/schema';
import { fromTimestamp } from './timestamp.ts';

/**
 * Reads plain JSON or YAML data by a schema. Timestamps may be epoch seconds or ISO 8601. Throws an `Error`
 * naming the path of what does not fit, also for members that the schema does not know.
 */
export function fromPlain(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isListSchema()) return listFrom(schema, value, path);
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    const entries = Object.entries(asObject(value, path));
    return Object.fromEntries(entries.map(([key, entry]) => [key, fromPlain(item, entry, `${path}.${key}`)]));
  }
  if (schema.isStructSchema()) return structFrom(schema, asObject(value, path), path);
  return scalarFrom(schema, value, path);
}

/** The same data as JSON carries it: timestamps as epoch seconds, blobs as base64, unknown members left out. */
export function toPlain(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return (value as readonly unknown[]).map((entry) => toPlain(item, entry));
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    return Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, toPlain(item, entry)]));
  }
  if (schema.isStructSchema()) {
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const child: unknown = (value as Record<string, unknown>)[name];
      if (child !== undefined && child !== null) result[jsonName(member) ?? name] = toPlain(member, child);
    }
    return result;
  }
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}

function listFrom(schema: NormalizedSchema, value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${path} must be a list`);
  return value.map((entry, index) => fromPlain(schema.getValueSchema(), entry, `${path}[${index}]`));
}

function structFrom(schema: NormalizedSchema, value: Record<string, unknown>, path: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const unread = new Set(Object.keys(value));
  for (const [name, member] of schema.structIterator()) {
    const key = jsonName(member) ?? name;
    if (value[key] !== undefined && value[key] !== null) result[name] = fromPlain(member, value[key], `${path}.${key}`);
    unread.delete(key);
  }
  const [extra] = unread;
  if (extra !== undefined) throw new Error(`${path}.${extra} is not a member of ${schema.getName()}`);
  return result;
}

function scalarFrom(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isDocumentSchema()) return value;
  if (schema.isTimestampSchema()) return timeFrom(value) ?? fail(path, 'an ISO 8601 time');
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), 'base64'));
  if (schema.isStringSchema()) return typeof value === 'string' ? value : fail(path, 'a string');
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : fail(path, 'true or false');
  return typeof value === 'number' ? value : fail(path, 'a number');
}

function timeFrom(value: unknown): Date | undefined {
  if (value instanceof Date) return value;
  return typeof value === 'number' ? new Date(Math.round(value * 1000)) : fromTimestamp(String(value));
}

function asObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${path} must be an object`);
  return value as Record<string, unknown>;
}

function jsonName(schema: NormalizedSchema): string | undefined {
  return schema.getMergedTraits().jsonName;
}

function fail(path: string, expected: string): never {
  throw new Error(`${path} must be ${expected}`);
}
