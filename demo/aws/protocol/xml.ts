import type { NormalizedSchema } from '@smithy/core/schema';
import { toTimestamp } from './timestamp.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
  '\u0085': '&#x85;',
  '\u2028': '&#x2028;',
};
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Escapes text for an XML element; what XML 1.0 cannot carry becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"'\t\n\r\u0085\u2028]/g, (found) => ESCAPES[found] ?? found);
}

/** Serialises `value` by its schema as the element `name`. Members that the schema does not know are left out. */
export function xmlElement(name: string, schema: NormalizedSchema, value: unknown): string {
  if (schema.isListSchema()) return xmlList(name, schema, value as readonly unknown[]);
  if (schema.isMapSchema()) return xmlMap(name, schema, value as Readonly<Record<string, unknown>>);
  if (schema.isStructSchema()) return `<${name}>${xmlMembers(schema, value as object)}</${name}>`;
  return `<${name}>${escapeXml(xmlText(schema, value))}</${name}>`;
}

/** The members of a structure, without an element around them, in the schema's order. */
export function xmlMembers(schema: NormalizedSchema, value: object): string {
  let xml = '';
  for (const [name, member] of schema.structIterator()) {
    const child: unknown = (value as Record<string, unknown>)[name];
    if (child !== undefined && child !== null) xml += xmlElement(xmlName(member) ?? name, member, child);
  }
  return xml;
}

function xmlList(name: string, schema: NormalizedSchema, values: readonly unknown[]): string {
  const item = schema.getValueSchema();
  if (schema.getMergedTraits().xmlFlattened) return values.map((value) => xmlElement(name, item, value)).join('');
  const itemName = xmlName(item) ?? 'member';
  return `<${name}>${values.map((value) => xmlElement(itemName, item, value)).join('')}</${name}>`;
}

function xmlMap(name: string, schema: NormalizedSchema, values: Readonly<Record<string, unknown>>): string {
  const [keySchema, valueSchema] = [schema.getKeySchema(), schema.getValueSchema()];
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const entryName = flat ? name : 'entry';
  const entries = Object.entries(values).map(
    ([key, value]) =>
      `<${entryName}>${xmlElement(xmlName(keySchema) ?? 'key', keySchema, key)}` +
      `${xmlElement(xmlName(valueSchema) ?? 'value', valueSchema, value)}</${entryName}>`,
  );
  return flat ? entries.join('') : `<${name}>${entries.join('')}</${name}>`;
}

function xmlText(schema: NormalizedSchema, value: unknown): string {
  if (value instanceof Date) return toTimestamp(value);
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64');
  return String(value);
}

function xmlName(schema: NormalizedSchema): string | undefined {
  return schema.getMergedTraits().xmlName;
}
