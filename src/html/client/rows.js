/**
 * @typedef {{ title: string, filter?: true, order?: string[], hidden?: true }} Column
 * @typedef {{ columns: Column[], rows: string[][], packed: number }} Data
 * @typedef {{ column: number, down: boolean }} Sorting
 * @typedef {{ text: string, chosen: readonly (readonly [column: number, value: string])[], sorting: Sorting | undefined }} Wish
 */

/** The rows of the table, known by their number. @param {Data} data */
export function createRows({ columns, rows }) {
  const cell = (/** @type {number} */ row, /** @type {number} */ column) => rows[row]?.[column] ?? '';

  /** @type {string[] | undefined} */
  let texts;
  /** Each row in small letters, made at the first search. @param {number} row */
  const textOf = (row) => {
    texts ??= rows.map((cells) => cells.join('\n').toLowerCase());
    return texts[row] ?? '';
  };

  /** The values of a column in their order. @param {number} column */
  const valuesOf = (column) => {
    const present = new Set(rows.map((cells) => cells[column] ?? ''));
    const order = columns[column]?.order;
    const { compare } = new Intl.Collator('en', { numeric: true });
    return order === undefined ? [...present].sort(compare) : order.filter((value) => present.has(value));
  };

  /** @type {Map<number, Map<string, number>>} Sorting by rank is sorting by numbers. */
  const ranks = new Map();
  const rankIn = (/** @type {number} */ column) => {
    const rank = ranks.get(column) ?? new Map(valuesOf(column).map((value, position) => [value, position]));
    ranks.set(column, rank);
    return (/** @type {number} */ row) => rank.get(cell(row, column)) ?? 0;
  };

  /** Numbers of the rows that are wished for, in the order wished for. @param {Wish} wish */
  const select = ({ text, chosen, sorting }) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = [...rows.keys()].filter(
      (row) =>
        chosen.every(([column, value]) => cell(row, column) === value) &&
        words.every((word) => textOf(row).includes(word)),
    );
    if (sorting === undefined) return matching;
    const rank = rankIn(sorting.column);
    const sign = sorting.down ? -1 : 1;
    return matching.sort((a, b) => sign * (rank(a) - rank(b)) || a - b);
  };

  return { cell, valuesOf, select, count: rows.length };
}
