import { parseArgs } from 'node:util';
import { didYouMean } from '../../domain/nearest.ts';

const optionNames = ['account', 'region', 'rule', 'tag', 'status', 'since', 'sort', 'at', 'zone', 'quiet'] as const;
const flagNames = ['muted'] as const;
type OptionName = (typeof optionNames)[number];
type FlagName = (typeof flagNames)[number];

export interface Options {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<OptionName, readonly string[]>>;
  readonly flags: ReadonlySet<FlagName>;
}

/** Options may come anywhere and may be repeated; `--region=x` and `--region x` are the same. */
export function readOptions(
  args: readonly string[],
  allowed: readonly (OptionName | FlagName)[],
): Options | { readonly problem: string } {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([
      ...optionNames.map((name) => [name, { type: 'string' as const, multiple: true }]),
      ...flagNames.map((name) => [name, { type: 'boolean' as const }]),
    ]),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = Object.fromEntries(optionNames.map((name) => [name, []])) as unknown as Record<OptionName, string[]>;
  const flags = new Set<FlagName>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const name = allowed.find((each) => each === token.name);
    if (name === undefined)
      return {
        problem: `There is no option \`${token.rawName.slice(0, 80)}\`.${didYouMean(token.name, allowed).replace('`', '`--')}`,
      };
    if (isFlag(name)) {
      if (token.value !== undefined) return { problem: `The option \`--${name}\` takes no value.` };
      flags.add(name);
      continue;
    }
    if (token.value === undefined || token.value === '') return { problem: `The option \`--${name}\` needs a value.` };
    values[name].push(token.value);
  }
  return { positionals, values, flags };
}

const isFlag = (name: OptionName | FlagName): name is FlagName => flagNames.some((each) => each === name);
