import type { ScopeRequest } from '../../domain/scope.ts';
import type { Options } from './options.ts';

export function readScopeRequest({
  positionals,
  values,
}: Pick<Options, 'positionals' | 'values'>): ScopeRequest | { readonly problem: string } {
  const tags: [string, string][] = [];
  for (const text of values.tag) {
    const at = text.indexOf('=');
    if (at <= 0) return { problem: `Write a tag as \`--tag key=value\`, not \`${text.slice(0, 80)}\`.` };
    tags.push([text.slice(0, at), text.slice(at + 1)]);
  }
  const accounts = positionals.filter((word) => word.toLowerCase() !== 'all');
  return { accounts, regions: values.region, rules: values.rule, tags: Object.fromEntries(tags) };
}
