import Table from 'cli-table3';
import type { RuleMeta } from '../domain/rule.ts';
import type { Colors } from './colors.ts';

/** `aurora rules`: what is looked for. */
export function rulesTable(metas: readonly RuleMeta[], colors: Colors): string {
  const table = new Table({
    head: ['rule', 'pack', 'severity', 'also known as', 'what'].map((name) => colors.bold(name)),
    style: { head: [], border: [] },
  });
  table.push(
    ...metas.map(({ id, pack, severity, references, title }) => [id, pack, severity, references.join(', '), title]),
  );
  return `${table.toString()}\nAn account runs the packs that accounts.yaml names. \`aurora explain RULE\` tells the rest.\n`;
}
