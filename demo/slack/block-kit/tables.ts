import { asObjects, type Json } from '../json.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { all, byType, type Check, flag, list, number, oneOf, rule, shape, text, whole } from './schema.ts';
import { textLength } from './text-length.ts';

const cell: Check = (value, pointer, context) =>
  byType(() => ({
    raw_text: shape({ text: text(Number.MAX_SAFE_INTEGER, 1) }),
    raw_number: shape({ value: number, text: text(Number.MAX_SAFE_INTEGER, 1) }),
    rich_text: richText,
  }))(value, pointer, context);

const size = (max: number) =>
  rule((table: Json) => (textLength(table.rows) > max ? `must be less than ${max + 1} characters` : undefined));

const rows = (min: number, max: number, columns: number) => list(list(cell, 1, columns), min, max);
const blockId = { block_id: text(limits.blockId) };

const column: Check = shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag });
const { table: small, dataTable: large } = limits;

export const table = all(
  shape(
    { rows: rows(small.rows[0], small.rows[1], small.columns) },
    { ...blockId, column_settings: list(column, 0, small.columns) },
  ),
  size(small.characters),
);

export const dataTable = all(
  shape(
    { rows: rows(large.rows[0], large.rows[1], large.columns), caption: text(limits.text, 1) },
    { ...blockId, page_size: whole(1, large.pageSize), row_header_column_index: whole(0, large.columns - 1) },
  ),
  size(large.characters),
);

/** How many blocks of the table family there are. Slack takes one a message (`only_one_table_allowed`). */
export const countTables = (blocks: unknown): number =>
  asObjects(blocks).filter((block) => block.type === 'table' || block.type === 'data_table').length;
