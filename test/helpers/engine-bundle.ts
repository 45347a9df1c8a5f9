import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = new URL('../../', import.meta.url);

/** CommonJS packages find `require` in a module. */
const require =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

/** Queue and cron keep real time where a worker's clock runs fast: they wait in Redis and by timers, which nobody speeds up. */
const realTime: Plugin = {
  name: 'real-time',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/node_modules\/(bullmq|node-cron)\/.*\.js$|\/src\/queue\/.*\.ts$/ }, ({ path }) => ({
      contents: `const Date = globalThis.RealDate ?? globalThis.Date;\n${readFileSync(path, 'utf8')}`,
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

/**
 * A worker made for tests and all that it imports as one file in `dir`. It is started dozens of times, and so it
 * starts in half a second instead of three. Rules are looked for beside the file: it knows those that it is given alone.
 */
export async function bundleEngineWorker(dir: string, name = 'engine-worker'): Promise<URL> {
  const outfile = join(dir, 'worker', `${name}.js`);
  mkdirSync(join(dir, 'worker'));
  cpSync(new URL('package.json', root), join(dir, 'package.json'));
  await build({
    entryPoints: [new URL(`test/fakes/${name}.ts`, root).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // AWS clients are told apart by the names of their classes.
    keepNames: true,
    // A binary, loaded when a picture is drawn, which no fix does.
    external: ['@resvg/resvg-js'],
    banner: { js: require },
    plugins: [realTime],
    logLevel: 'error',
  });
  return pathToFileURL(outfile);
}

/** Rules that are found in their folders, each file of them that is there. */
const ruleFiles = (): string[] =>
  readdirSync(new URL('src/rules/', root), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^[^/]+\/(meta|rule|remediation)\.ts$/.test(file),
  );

/** The worker of `test/fakes/quick-worker.ts`, with every rule and everything else that ships, for the same reason. */
export async function bundleQuickWorker(dir: string): Promise<URL> {
  const sources = new URL('src/rules/', root).pathname;
  cpSync(new URL('package.json', root), join(dir, 'package.json'));
  // Fonts and the rasteriser stay where they are.
  symlinkSync(new URL('node_modules', root), join(dir, 'node_modules'));
  await build({
    entryPoints: [
      { in: new URL('test/fakes/quick-worker.ts', root).pathname, out: 'rules/worker' },
      ...ruleFiles().map((file) => ({ in: join(sources, file), out: `rules/${file.replace(/\.ts$/, '')}` })),
    ],
    outdir: dir,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    external: ['@resvg/resvg-js'],
    banner: { js: require },
    logLevel: 'error',
  });
  return pathToFileURL(join(dir, 'rules', 'worker.js'));
}
