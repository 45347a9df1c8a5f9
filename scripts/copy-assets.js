// What the product reads beside its code, and so the build carries along: rules' READMEs (`aurora explain` prints them)
// and the script and style of the HTML report.
import { cpSync, readdirSync } from 'node:fs';

const from = new URL('../src/', import.meta.url);
const to = new URL('../dist/', import.meta.url);
for (const entry of readdirSync(new URL('rules/', from), { withFileTypes: true })) {
  if (!entry.isDirectory()) continue;
  const readme = `rules/${entry.name}/README.md`;
  cpSync(new URL(readme, from), new URL(readme, to));
}
cpSync(new URL('html/client/', from), new URL('html/client/', to), { recursive: true });
