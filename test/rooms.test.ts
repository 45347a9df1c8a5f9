import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, packageOf, readSource, resolveImport, sourceFiles } from './helpers/imports.ts';

/** The law of docs/architecture.md: which room may import which, and which packages belong to one room alone. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  rules: ['domain'],
  jobs: ['domain'],
  slack: ['domain'],
  aws: ['domain'],
  store: ['domain'],
  terminal: ['domain'],
  charts: ['domain'],
  html: ['domain'],
  queue: ['domain', 'jobs'],
};

/** Files directly in src/: the entry points, which may import anything, and what only they use. */
const entryPoints = ['start', 'bot', 'worker', 'run-worker', 'cli', 'cli-audit', 'cli-estate', 'cli-iam', 'cli-plan'];

const ownedPackages: Readonly<Record<string, readonly string[]>> = {
  bullmq: ['queue'],
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack'],
  '@slack/types': ['slack'],
  'rate-limiter-flexible': ['store'],
  '@resvg/resvg-js': ['charts'],
  'd3-scale': ['charts'],
  'd3-shape': ['charts'],
  ghtml: ['html'],
  'cli-table3': ['terminal'],
  'cli-progress': ['terminal'],
  commander: ['cli'],
  yaml: ['accounts-file', 'cli-iam'],
};

const roomOf = (file: string): string => {
  const [, first = '', second] = file.split('/');
  return second === undefined ? first.replace(/\.ts$/, '') : first;
};

type Read = (file: string) => string;

/** Every breach of the table, as `file → import`. */
function breaches(files: readonly string[], read: Read): string[] {
  return files.flatMap((file) =>
    importsOf(read(file)).flatMap(({ specifier }) => {
      const room = roomOf(file);
      const target = resolveImport(file, specifier);
      const bad =
        target === undefined
          ? ownedPackages[packageOf(specifier)] !== undefined && !ownedPackages[packageOf(specifier)]?.includes(room)
          : isForbidden(room, roomOf(target));
      return bad ? [`${file} → ${specifier}`] : [];
    }),
  );
}

function isForbidden(room: string, target: string): boolean {
  if (room === target || entryPoints.includes(room)) return false;
  const allowed = mayImport[room];
  // What is neither room nor entry point (config, logger, …) may use domain and its own kind.
  return allowed === undefined ? target !== 'domain' && mayImport[target] !== undefined : !allowed.includes(target);
}

/** What is loaded at run time from a file on, packages included. `loadMeta` reads every rule's meta.ts. */
function loadedFrom(entry: string, read: Read): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    if (file === 'src/rules/registry.ts')
      for (const meta of sourceFiles('src/rules').filter((each) => each.endsWith('/meta.ts'))) visit(meta);
    for (const { specifier, typeOnly } of importsOf(read(file))) {
      if (typeOnly) continue;
      const target = resolveImport(file, specifier);
      if (target === undefined) packages.add(packageOf(specifier));
      else visit(target);
    }
  };
  visit(entry);
  return { files, packages };
}

const isAws = (name: string): boolean => /^@(aws-sdk|smithy)\//.test(name);

const files = sourceFiles('src');

describe('rooms', () => {
  it('are all seen', () => {
    expect(files.length).toBeGreaterThan(90);
    for (const room of Object.keys(mayImport))
      expect(files.filter((file) => roomOf(file) === room).length, room).toBeGreaterThan(2);
    for (const entry of entryPoints) expect(files).toContain(`src/${entry}.ts`);
    expect(files.flatMap((file) => importsOf(readSource(file))).length).toBeGreaterThan(300);
  });

  it('import only what the table allows', () => {
    expect(breaches(files, readSource)).toEqual([]);
  });

  it.each([
    ['src/domain/target.ts', "import { x } from '../store/audits.ts';"],
    ['src/slack/notifier.ts', "import { x } from '../aws/sessions.ts';"],
    ['src/slack/app.ts', "import type { x } from '../rules/registry.ts';"],
    ['src/jobs/scan.ts', "import { Queue } from 'bullmq';"],
    ['src/jobs/scan.ts', "export { x } from '../queue/producer.ts';"],
    ['src/aws/sessions.ts', "const x = await import('../store/audits.ts');"],
    ['src/config.ts', "import '../src/slack/app.ts';"],
    ['src/store/audits.ts', "import {\n  a,\n  b,\n} from '@slack/web-api';"],
  ])('a breach would be noticed: %s with %s', (file, line) => {
    expect(breaches([file], () => line)).toHaveLength(1);
  });

  it('have no cycles', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'open') cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (state.has(file)) return;
      state.set(file, 'open');
      for (const { specifier } of importsOf(readSource(file))) {
        const target = resolveImport(file, specifier);
        if (target !== undefined) visit(target, [...path, file]);
      }
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
    expect(state.size).toBe(files.length);
  });
});

describe('the bot', () => {
  const bot = loadedFrom('src/bot.ts', readSource);

  it('never loads the AWS SDK', () => {
    expect([...bot.packages].filter(isAws)).toEqual([]);
    expect([...bot.files].filter((file) => roomOf(file) === 'aws')).toEqual([]);
  });

  it('never draws', () => {
    expect([...bot.files].filter((file) => roomOf(file) === 'charts')).toEqual([]);
    expect([...bot.packages]).not.toContain('@resvg/resvg-js');
    expect([...loadedFrom('src/charts/draw-open-findings.ts', readSource).packages]).toContain('@resvg/resvg-js');
  });

  it('is walked whole: rules, Slack, queue and store are in it', () => {
    expect(bot.files.size).toBeGreaterThan(60);
    expect([...bot.files]).toEqual(
      expect.arrayContaining([
        'src/rules/aurora-backtrack-enabled/meta.ts',
        'src/slack/app.ts',
        'src/queue/producer.ts',
      ]),
    );
    expect([...bot.packages]).toEqual(expect.arrayContaining(['@slack/bolt', 'bullmq', 'ioredis']));
  });

  it('would be caught loading it: the worker does', () => {
    expect([...loadedFrom('src/worker.ts', readSource).packages].filter(isAws)).not.toEqual([]);
    const planted: Read = (file) =>
      file.endsWith('/meta.ts') ? `import '@aws-sdk/client-rds';\n${readSource(file)}` : readSource(file);
    expect([...loadedFrom('src/bot.ts', planted).packages].filter(isAws)).toEqual(['@aws-sdk/client-rds']);
  });
});

describe('the command line', () => {
  it('starts without Slack, queue or AWS: each command loads what it needs', () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      for (const statement of readSource(file).matchAll(/^import\s+(?!type)[^'"]*['"]([^'"]+)['"]/gm)) {
        const target = resolveImport(file, statement[1] ?? '');
        if (target === undefined) seen.add(packageOf(statement[1] ?? ''));
        else if (!seen.has(target)) {
          seen.add(target);
          visit(target);
        }
      }
    };
    visit(join('src', 'cli.ts'));
    expect(
      [...seen].filter((name) => isAws(name) || ['bullmq', 'ioredis', '@slack/bolt', 'zod'].includes(name)),
    ).toEqual([]);
    expect([...seen]).toContain('commander');
  });
});
