import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import stringify from 'safe-stable-stringify';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Estate, resolveAccounts } from './domain/accounts.ts';
import { crossFaults } from './domain/accounts-checks.ts';
import { AccountsFile } from './domain/accounts-schema.ts';
import { ConfigurationError } from './domain/errors.ts';
import { didYouMean } from './domain/nearest.ts';

type Path = readonly PropertyKey[];

/**
 * Reads accounts.yaml. `ruleIds` are the rules that exemptions and routes may name.
 * Throws a ConfigurationError that lists every fault as `file:line:column path: what is wrong`.
 */
export function loadEstate(file: string, ruleIds: readonly string[]): Estate {
  return parseEstate(readText(file), file, ruleIds);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new ConfigurationError([
      missing
        ? `${file}: no such file. Copy accounts.example.yaml there, or set AURORA_ACCOUNTS_FILE.`
        : `${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`,
    ]);
  }
}

export function parseEstate(text: string, file: string, ruleIds: readonly string[]): Estate {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const at = (offset: number, what: string) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col} ${what}`;
  };
  if (document.errors.length > 0) {
    throw new ConfigurationError(document.errors.map((error) => at(error.pos[0], error.message)));
  }
  if (document.contents === null) {
    throw new ConfigurationError([`${file}: the file is empty. accounts.example.yaml shows what belongs in it.`]);
  }
  const raw: unknown = document.toJS();
  const parsed = AccountsFile.safeParse(raw);
  const faults = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => explain(document, issue)),
    ...crossFaults(raw).map(({ path, message }) => faultAt(document, path, message)),
    ...(parsed.success ? [...unknownRules(parsed.data, ruleIds), ...unknownAccounts(parsed.data)] : []).map(
      ([path, what]) => faultAt(document, path, what),
    ),
  ].sort((a, b) => a.offset - b.offset);
  if (!parsed.success || faults.length > 0)
    throw new ConfigurationError(faults.map(({ offset, what }) => at(offset, what)));
  return {
    accounts: resolveAccounts(parsed.data),
    exemptions: parsed.data.defaults.exemptions,
    routes: parsed.data.routes,
    retentionDays: parsed.data.retentionDays,
    hash: createHash('sha256').update(stringify(parsed.data)).digest('hex').slice(0, 12),
  };
}

interface Fault {
  readonly offset: number;
  readonly what: string;
}

const faultAt = (document: Document, path: Path, what: string): Fault => ({
  offset: offsetOf(document, path),
  what: path.length === 0 ? what : `${print(path)}: ${what}`,
});

function explain(document: Document, issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      offset: keyOffset(document, issue.path, key),
      what: `${print([...issue.path, key])}: unknown key.${didYouMean(key, knownKeys())}`,
    }));
  }
  const candidates = issue.code === 'custom' ? (issue.params?.candidates as readonly string[] | undefined) : undefined;
  const suggestion = candidates === undefined ? '' : `.${didYouMean(String(document.getIn(issue.path)), candidates)}`;
  return [faultAt(document, issue.path, issue.message + suggestion)];
}

function unknownRules(file: AccountsFile, ruleIds: readonly string[]): [Path, string][] {
  const named: [Path, string | undefined][] = [
    ...file.defaults.exemptions.map(
      ({ rule }, index) => [['defaults', 'exemptions', index, 'rule'], rule] as [Path, string],
    ),
    ...file.routes.map(
      ({ match }, index) => [['routes', index, 'match', 'rule'], match.rule] as [Path, string | undefined],
    ),
  ];
  return named.flatMap(([path, rule]): [Path, string][] =>
    rule === undefined || ruleIds.includes(rule) ? [] : [[path, `unknown rule "${rule}".${didYouMean(rule, ruleIds)}`]],
  );
}

/** A route of an account that is not there would never match, and nobody would notice. */
function unknownAccounts({ accounts, routes }: AccountsFile): [Path, string][] {
  const known = accounts.flatMap(({ id, name }) => (name === undefined ? [id] : [name, id]));
  return routes.flatMap(({ match: { account } }, index): [Path, string][] =>
    account === undefined || known.includes(account)
      ? []
      : [[['routes', index, 'match', 'account'], `unknown account "${account}".${didYouMean(account, known)}`]],
  );
}

/** Every key that the schema knows, for suggestions. */
function knownKeys(): string[] {
  const keys = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('properties' in value) for (const key of Object.keys(value.properties as object)) keys.add(key);
    for (const each of Object.values(value)) walk(each);
  };
  walk(z.toJSONSchema(AccountsFile, { unrepresentable: 'any', io: 'input' }));
  return [...keys];
}

function offsetOf(document: Document, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(document: Document, parent: Path, key: string): number {
  const map = parent.length === 0 ? document.contents : document.getIn(parent, true);
  if (!isMap(map)) return offsetOf(document, parent);
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  return pair && isNode(pair.key) && pair.key.range ? pair.key.range[0] : offsetOf(document, parent);
}

const print = (path: Path): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
