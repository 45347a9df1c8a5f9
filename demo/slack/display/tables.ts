import { asObject, asText, codePoints, type Json } from '../json.ts';
import { codeLine } from './characters.ts';
import type { DisplayContext } from './context.ts';
import { displayRichText } from './rich-text.ts';

const cellText = (cell: unknown, context: DisplayContext): string => {
  const { type, text } = asObject(cell);
  return type === 'rich_text'
    ? displayRichText(asObject(cell), context)
        .join(' ')
        .replace(/[`*\n]/g, '')
    : asText(text);
};

/** A table as lines of code with columns of even width, under its caption. */
export function displayTable(table: Json, context: DisplayContext): string {
  const rows = (Array.isArray(table.rows) ? table.rows : []).map((row) =>
    (Array.isArray(row) ? row : []).map((cell) => cellText(cell, context).replace(/\n/g, ' ')),
  );
  const widths: number[] = [];
  for (const [at, cell] of rows.flatMap((row) => [...row.entries()])) {
    widths[at] = Math.max(widths[at] ?? 0, codePoints(cell));
  }
  const lines = rows.map((row) =>
    codeLine(row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - codePoints(cell))).join('  ')),
  );
  const caption = asText(table.caption);
  return [...(caption === '' ? [] : [`*${caption}*`]), ...lines].join('\n');
}
