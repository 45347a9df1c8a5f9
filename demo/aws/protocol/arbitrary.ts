import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { requiredMembers } from './model.ts';

/** Any text of whole Unicode characters. */
export const anyText = fc.string({ unit: 'binary', maxLength: 8 });

/** Text that XML 1.0 can carry and the SDK's parser keeps; it drops text of blanks that holds a line feed. */
export const xmlText = anyText.filter(
  (text) =>
    !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text) &&
    !(text.trim() === '' && /[\r\n]/.test(text)),
);

const pathText = anyText.filter((text) => text !== '' && text !== '.' && text !== '..');
const time = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });

/**
 * Values of a schema's shape; structures and maps always hold something, since empty ones leave no trace in a query.
 * In EC2's dialect empty lists leave none either, so lists can be told to hold something, too.
 */
export function valuesOf(schema: NormalizedSchema, text: fc.Arbitrary<string>, leastItems = 0): fc.Arbitrary<unknown> {
  if (schema.isListSchema()) {
    return fc.array(valuesOf(schema.getValueSchema(), text, leastItems), { minLength: leastItems, maxLength: 3 });
  }
  if (schema.isMapSchema()) {
    const values = valuesOf(schema.getValueSchema(), text, leastItems);
    return fc.dictionary(text, values, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  }
  if (schema.isUnitSchema()) return fc.constant({});
  if (schema.isStructSchema()) return structuresOf(schema, text, leastItems);
  if (schema.isTimestampSchema()) return time;
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isBlobSchema()) return fc.uint8Array({ maxLength: 8 });
  if (schema.isNumericSchema()) return fc.integer();
  return schema.getMergedTraits().httpLabel ? pathText : text;
}

function structuresOf(schema: NormalizedSchema, text: fc.Arbitrary<string>, leastItems: number): fc.Arbitrary<object> {
  const members = [...schema.structIterator()].filter(
    ([, member]) => !member.isStructSchema() || Object.keys(member.getMemberSchemas()).length > 0,
  );
  const model = Object.fromEntries(members.map(([name, member]) => [name, valuesOf(member, text, leastItems)]));
  const tokens = members.filter(([, member]) => member.isIdempotencyToken()).map(([name]) => name);
  const first = members.slice(0, 1).map(([name]) => name);
  const requiredKeys = [...new Set([...requiredMembers(schema), ...tokens, ...first])];
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}
