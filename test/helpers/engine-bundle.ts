import { cpSync, mkdirSync, readFileSync } from 'node:fs';
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
