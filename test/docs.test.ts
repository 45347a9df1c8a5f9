import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { marked, type Token, type Tokens } from 'marked';
import { beforeAll, describe, expect, it } from 'vitest';
import { manifestScopes } from '../demo/manifest-scopes.ts';
import { applyCapabilities, planFormats } from '../src/cli-options.ts';
import { Environment } from '../src/config.ts';
import { capabilities, riskLevels } from '../src/domain/capability.ts';
import { loadMeta } from '../src/rules/registry.ts';
import { usage } from '../src/slack/blocks/help.ts';
import { readSource, root } from './helpers/imports.ts';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'demo/aws/README.md',
  'demo/slack/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Of the tests of faults, where they are read. */
const settingsOfFaults = readdirSync(join(root, 'test/faults'))
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => readSource(`test/faults/${name}`).match(/\bAURORA_FAULT_[A-Z]+\b/g) ?? []);

function tokensOf(file: string): Token[] {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(readSource(file)), (token) => void tokens.push(token));
  return tokens;
}
const ofType = <T extends Token>(file: string, type: T['type']): T[] =>
  tokensOf(file).filter((token): token is T => token.type === type);

/** Code between backticks, and the lines of blocks of shell. */
const commandsIn = (file: string): string[] => [
  ...ofType<Tokens.Codespan>(file, 'codespan').map(({ text }) => text),
  ...ofType<Tokens.Code>(file, 'code').flatMap(({ lang, text }) => (lang === 'sh' ? text.split(/\n|&&/) : [])),
];
const codeIn = (file: string): string[] => ofType<Tokens.Codespan>(file, 'codespan').map(({ text }) => text);

/** Rows of the tables whose first heading is this, each cell as it is written. */
const rowsOf = (file: string, heading: string): string[][] =>
  ofType<Tokens.Table>(file, 'table')
    .filter(({ header }) => header[0]?.text === heading)
    .flatMap(({ rows }) => rows.map((row) => row.map(({ text }) => text)));

/** What code between backticks in a cell says. */
const codes = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? '');

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe.each(documents)('%s', (file) => {
  it('links to what exists', () => {
    const hrefs = [...ofType<Tokens.Link>(file, 'link'), ...ofType<Tokens.Image>(file, 'image')].map(
      ({ href }) => href,
    );
    const broken = hrefs
      .filter((href) => !/^(https?|mailto):/.test(href))
      .filter((href) => {
        const [path = '', fragment] = href.split('#');
        const target = path === '' ? file : join(dirname(file), path);
        if (!existsSync(join(root, target))) return true;
        if (fragment === undefined) return false;
        return !ofType<Tokens.Heading>(target, 'heading').some(({ text }) => anchor(text) === fragment);
      });
    expect(broken).toEqual([]);
  });

  it('names files that exist', () => {
    const example = 'src/rules/aurora-cluster-copies-tags';
    const paths = codeIn(file).filter((text) => /^(src|test|demo|docs|bench|scripts|\.ci)\/[\w./-]+$/.test(text));
    expect(paths.filter((path) => !path.startsWith(example) && !existsSync(join(root, path)))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(readSource('package.json')) as { scripts: Record<string, string> };
    const named = commandsIn(file).flatMap((text) => [
      ...[...text.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name ?? ''),
      ...[...text.matchAll(/\bnpm (test|start)\b/g)].map(([, name]) => name ?? ''),
    ]);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('names settings that exist', () => {
    const named = codeIn(file).flatMap((text) => text.match(/\b(?:AURORA|SLACK|REDIS)_[A-Z_]+\b/g) ?? []);
    const known = [...Object.keys(Environment.shape), ...settingsOfFaults, 'AURORA_'];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the command line in the documents', () => {
  const help = new Map<string, string>();
  beforeAll(async () => {
    const paths = [
      'audit',
      'plan',
      'rules',
      'explain',
      'iam',
      'iam audit',
      'iam apply',
      'iam retire',
      'iam worker',
    ].map((line) => line.split(' '));
    for (const path of paths) {
      const { stdout } = await execa('node', [join(root, 'dist/cli.js'), ...path, '--help']);
      help.set(path.join(' '), stdout);
    }
  });

  it.each(documents)('%s: commands and options exist', (file) => {
    const faults = commandsIn(file).flatMap((text) => {
      const [, line] = /\bnpx aurora ([^>]*)/.exec(text) ?? [];
      if (line === undefined || line.startsWith('--')) return [];
      const name = /^iam \w+/.exec(line)?.[0] ?? line.split(' ', 1)[0] ?? '';
      const told = help.get(name);
      if (told === undefined) return [text];
      return [...line.matchAll(/--[a-z-]+/g)].filter(([option]) => !told.includes(`${option} `)).map(() => text);
    });
    expect(faults).toEqual([]);
  });

  it('README.md names the exit codes as the help does', () => {
    const told = /Exit codes: (.*)\./.exec(readSource('src/cli.ts'))?.[1]?.split('; ') ?? [];
    const rows = rowsOf('README.md', 'exit code').map(([code, when = '']) => `${code} ${when}`);
    expect(rows.map((row) => row.replaceAll('`', '').replace(/ \(.*?\)/, ''))).toEqual(told);
  });

  it('README.md names the formats and options of plan', () => {
    const [, told = ''] = /^(`--format` prints the plan.*)$/m.exec(readSource('README.md')) ?? [];
    const words = codes(told);
    expect(words.filter((word) => planFormats.some((format) => format === word)).sort()).toEqual(
      [...planFormats].sort(),
    );
    for (const option of words.filter((word) => word.startsWith('--'))) expect(help.get('plan')).toContain(option);
  });

  it('README.md names the options as the help does', () => {
    const options = rowsOf('README.md', 'option').flatMap(([names]) => codes(names));
    expect(options).toContain('--format');
    for (const option of options) expect(help.get('audit')).toContain(`${option} <`);
  });
});

describe('tables', () => {
  it('docs/operations.md has every setting, in order, with its default', () => {
    const rows = rowsOf('docs/operations.md', 'variable');
    expect(rows.flatMap(([name]) => codes(name))).toEqual(Object.keys(Environment.shape));
    const defaults: Readonly<Record<string, unknown>> = Environment.parse({});
    for (const [name, value] of rows) {
      const known = defaults[codes(name)[0] ?? ''];
      expect([name, codes(value)[0]]).toEqual([name, known === false ? '0' : known?.toString()]);
    }
  });

  it('docs/architecture.md has the rooms of test/rooms.test.ts', () => {
    const [, law = ''] = /const mayImport[^{]*\{([^}]*)\}/.exec(readSource('test/rooms.test.ts')) ?? [];
    const rooms = [...law.matchAll(/(\w+): \[(.*?)\]/g)].map(([, room, list = '']) => [
      room,
      [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name),
    ]);
    expect(rooms.length).toBeGreaterThan(5);
    expect(rowsOf('docs/architecture.md', 'room').map(([room, may]) => [codes(room)[0], codes(may)])).toEqual(rooms);
  });

  it('README.md has rules by their names', async () => {
    const metas = await loadMeta();
    const rows = rowsOf('README.md', 'rule');
    expect(rows.map(([rule]) => codes(rule)[0]).sort()).toEqual(metas.map(({ id }) => id).sort());
    for (const [rule, references] of rows) {
      const meta = metas.find(({ id }) => id === codes(rule)[0]);
      expect([rule, meta?.references.join(', ')]).toEqual([rule, references]);
    }
  });

  it('README.md says which rules are off by default: those after the first three', async () => {
    const packOf = new Map((await loadMeta()).map(({ id, pack }) => [id, pack]));
    const packs = rowsOf('README.md', 'rule').map(([rule]) => packOf.get(codes(rule)[0] ?? ''));
    expect(packs.lastIndexOf('recoverability')).toBe(2);
    expect(packs.indexOf('hygiene')).toBe(3);
  });

  it('README.md has every capability, and those without a stage have nothing to carry out', async () => {
    const stages = (await loadMeta()).flatMap(({ strategies = [] }) => strategies.flatMap((each) => each.stages));
    const rows = rowsOf('README.md', 'capability');
    expect(rows.flatMap(([names]) => codes(names))).toEqual([...capabilities]);
    for (const [names, what = ''] of rows)
      for (const name of codes(names)) {
        const used = stages.some(({ capability }) => capability === name);
        // `aurora iam retire` prints the role of the last.
        const hasRole = [...applyCapabilities, 'retire'].includes(name);
        expect([name, used, hasRole]).toEqual([name, !what.startsWith('nothing'), used]);
      }
  });

  it('docs/security.md has every risk, in its order', () => {
    const header = ofType<Tokens.Table>('docs/security.md', 'table')
      .map((table) => table.header.flatMap(({ text }) => codes(text)))
      .find((risks) => risks.length > 0);
    expect(header).toEqual([...riskLevels]);
  });

  it('docs/architecture.md has the entry points of test/rooms.test.ts', () => {
    const [, list = ''] = /const entryPoints = \[([^\]]*)\]/.exec(readSource('test/rooms.test.ts')) ?? [];
    const [, told = ''] = /^Entry points \(([^)]*)\)/m.exec(readSource('docs/architecture.md')) ?? [];
    expect(codes(told).sort()).toEqual([...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name ?? '').sort());
  });

  it('README.md has the commands that /aurora help tells', () => {
    const rows = rowsOf('README.md', 'in Slack').map(([command]) => codes(command)[0]);
    expect([...rows, '/aurora help']).toEqual(usage.map(([line]) => `/aurora ${line}`));
  });

  it('docs/security.md has the scopes of manifest.yml', () => {
    const [, , use] = rowsOf('docs/security.md', 'credential')[0] ?? [];
    expect(codes(use).sort()).toEqual(manifestScopes().sort());
  });
});

describe('.ci/run', () => {
  const script = readFileSync(join(root, '.ci/run'), 'utf8');

  it.each([
    'npm ci',
    'npm test',
    'npm run demo -- --script',
    'npm run test:e2e',
  ])('runs what README.md tells: %s', (command) => {
    expect(commandsIn('README.md').map((text) => text.trim())).toContain(command);
    expect(script).toMatch(new RegExp(`^(?!#).*\\b${command}`, 'm'));
  });
});
