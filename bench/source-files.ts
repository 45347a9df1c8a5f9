import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './lib/figures.ts';
import { median } from './lib/statistics.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Lines of each TypeScript file under some folders, tests apart. */
function lengths(folders: readonly string[]): { file: string; lines: number }[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .sort((one, other) => other.lines - one.lines);
}

export const sourceFiles: Benchmark = {
  title: 'how long the source files are',
  run: async () =>
    [['src'], ['demo']].flatMap((folders) => {
      const files = lengths(folders);
      const name = folders.join(', ');
      return [
        {
          what: `${name}: median of ${files.length} files`,
          value: `${median(files.map(({ lines }) => lines))} lines`,
          aim: '≤ 60',
        },
        { what: `${name}: largest, ${files[0]?.file}`, value: `${files[0]?.lines} lines`, aim: '≤ 400' },
      ];
    }),
};
