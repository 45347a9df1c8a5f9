import { auditBesideBareSdk } from './audit-beside-bare-sdk.ts';
import { demo } from './demo.ts';
import { type Benchmark, figuresTable } from './lib/figures.ts';
import { sourceFiles } from './source-files.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = { files: sourceFiles, audit: auditBesideBareSdk, demo };

/** `npm run bench` prints every figure; `npm run bench -- audit demo` only those. */
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.\n`,
  );
  process.exit(1);
}
for (const [name, { title, run }] of Object.entries(benchmarks)) {
  if (names.length > 0 && !names.includes(name)) continue;
  process.stdout.write(`\n${name}: ${title}\n`);
  process.stdout.write(`${figuresTable(await run())}\n`);
}
