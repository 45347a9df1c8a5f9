// A rule's README is part of the product (`aurora explain` prints it), so the build carries it along.
import { cpSync, readdirSync } from 'node:fs';

const from = new URL('../src/rules/', import.meta.url);
const to = new URL('../dist/rules/', import.meta.url);
for (const entry of readdirSync(from, { withFileTypes: true })) {
  if (entry.isDirectory()) cpSync(new URL(`${entry.name}/README.md`, from), new URL(`${entry.name}/README.md`, to));
}
