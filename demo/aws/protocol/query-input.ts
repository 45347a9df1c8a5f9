import type { NormalizedSchema } from '@smithy/core/schema';
import { type QueryNode, queryTree } from './query-tree.ts';
import { fromTimestamp } from './timestamp.ts';

/** How a dialect of the protocol names members and writes lists. */
export interface QueryDialect {
  readonly keyOf: (member: NormalizedSchema, name: string) => string;
  readonly isFlat: (list: NormalizedSchema) => boolean;
}

const awsQuery: QueryDialect = {
  keyOf: (member, name) => member.getMergedTraits().xmlName ?? name,
  isFlat: (list) => Boolean(list.getMergedTraits().xmlFlattened),
};

/**
 * Reads the parameters of an awsQuery request by the operation's input schema: lists (`Filters.Filter.1`),
 * structures, maps, `xmlName` locations. Throws an `Error` naming the parameter that does not fit, also
 * for parameters that the schema does not know, which AWS would silently ignore.
 */
export function readQueryInput(
  schema: NormalizedSchema,
  parameters: Iterable<readonly [string, string]>,
  dialect: QueryDialect = awsQuery,
): Record<string, unknown> {
  return readStruct(schema, queryTree(parameters), '', dialect);
}

function readNode(schema: NormalizedSchema, node: QueryNode, path: string, dialect: QueryDialect): unknown {
  if (schema.isListSchema()) return readList(schema, node, path, dialect);
  if (schema.isMapSchema()) return readMap(schema, node, path, dialect);
  if (schema.isStructSchema()) return readStruct(schema, node, path, dialect);
  const [extra] = node.children.keys();
  if (extra !== undefined || node.value === undefined) throw new Error(`Unexpected parameter ${path}.${extra ?? ''}`);
  return readScalar(schema, node.value, path);
}

function readStruct(
  schema: NormalizedSchema,
  node: QueryNode,
  path: string,
  dialect: QueryDialect,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const unread = new Set(node.children.keys());
  for (const [name, member] of schema.structIterator()) {
    const key = dialect.keyOf(member, name);
    const child = node.children.get(key);
    if (child) result[name] = readNode(member, child, join(path, key), dialect);
    unread.delete(key);
  }
  const [extra] = unread;
  if (extra !== undefined) throw new Error(`Unexpected parameter ${join(path, extra)}`);
  return result;
}

function readList(schema: NormalizedSchema, node: QueryNode, path: string, dialect: QueryDialect): unknown[] {
  const item = schema.getValueSchema();
  const items = numbered(dialect.isFlat(schema), node, path, item.getMergedTraits().xmlName ?? 'member');
  return items.map(([itemPath, child]) => readNode(item, child, itemPath, dialect));
}

function readMap(
  schema: NormalizedSchema,
  node: QueryNode,
  path: string,
  dialect: QueryDialect,
): Record<string, unknown> {
  const [keySchema, valueSchema] = [schema.getKeySchema(), schema.getValueSchema()];
  const keyName = keySchema.getMergedTraits().xmlName ?? 'key';
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const entries = numbered(dialect.isFlat(schema), node, path, 'entry').map(([entryPath, entry]): [string, unknown] => {
    const [key, value] = [entry.children.get(keyName), entry.children.get(valueName)];
    if (key?.value === undefined || !value) throw new Error(`Incomplete entry ${entryPath}`);
    return [key.value, readNode(valueSchema, value, join(entryPath, valueName), dialect)];
  });
  return Object.fromEntries(entries);
}

/** The children `<path>.<name>.1`, `.2`, … in order; flattened lists have no `<name>` level. */
function numbered(flat: boolean, node: QueryNode, path: string, name: string): [string, QueryNode][] {
  if (node.value === '' && node.children.size === 0) return [];
  const list = flat ? node : node.children.get(name);
  const listPath = flat ? path : join(path, name);
  if (!list || (!flat && node.children.size !== 1)) throw new Error(`Expected a list at ${listPath}`);
  return [...list.children.keys()]
    .sort((one, other) => Number(one) - Number(other))
    .map((key, index) => {
      const child = list.children.get(key);
      if (!child || key !== String(index + 1)) throw new Error(`Expected ${join(listPath, String(index + 1))}`);
      return [join(listPath, key), child];
    });
}

function readScalar(schema: NormalizedSchema, text: string, path: string): unknown {
  if (schema.isStringSchema()) return text;
  if (schema.isBooleanSchema()) return text === 'true' || (text !== 'false' && fail(path, text, 'true or false'));
  if (schema.isTimestampSchema()) return fromTimestamp(text) ?? fail(path, text, 'an ISO 8601 time');
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  if (schema.isBigIntegerSchema()) return /^-?\d+$/.test(text) ? BigInt(text) : fail(path, text, 'a whole number');
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? fail(path, text, 'a number') : number;
}

function fail(path: string, text: string, expected: string): never {
  throw new Error(`The parameter ${path} must be ${expected}, not "${text}"`);
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}
