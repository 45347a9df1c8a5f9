import type { Filter } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../errors.ts';

/** By filter name: the values of an item that the filter accepts. */
export type FilterTable<Item> = Readonly<Record<string, (item: Item) => readonly (string | undefined)[]>>;

/**
 * Keeps the items that pass every filter, by any of its values; there are no wildcards. Throws for a filter that
 * the operation does not have, twice the same filter, or one without values.
 */
export function filtered<Item>(
  items: Iterable<Item>,
  filters: readonly Filter[] | undefined,
  table: FilterTable<Item>,
): Item[] {
  const names = (filters ?? []).map(({ Name }) => Name);
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const valuesOf = Object.hasOwn(table, Name) ? table[Name] : undefined;
    if (!valuesOf) throw invalidParameterValue(`Unrecognized filter name: ${Name}`);
    if (names.indexOf(Name) !== names.lastIndexOf(Name)) throw invalidParameterValue(`Filter ${Name} is given twice`);
    if (Values.length === 0) throw new AwsError('InvalidParameterCombination', `The filter ${Name} has no values.`);
    const wanted = new Set(Values);
    return (item: Item): boolean => valuesOf(item).some((value) => value !== undefined && wanted.has(value));
  });
  return [...items].filter((item) => tests.every((test) => test(item)));
}
