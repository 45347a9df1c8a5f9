import { drawDetails } from './details.js';
import { byId, make } from './dom.js';
import { createRows } from './rows.js';

/** @type {import('./rows.js').Data} */
const data = JSON.parse(byId('data').textContent ?? '');
const rows = createRows(data);
const columns = data.columns.flatMap((column, index) => (column.hidden ? [] : [{ column, index }]));
const pageSize = 100;

const table = /** @type {HTMLTableElement} */ (byId('findings'));
const body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);
const search = /** @type {HTMLInputElement} */ (byId('search'));
const previous = /** @type {HTMLButtonElement} */ (byId('previous'));
const next = /** @type {HTMLButtonElement} */ (byId('next'));

/** @type {Map<number, HTMLSelectElement>} The filter of each column that has one. */
const filters = new Map();
/** @type {Map<number, HTMLTableRowElement>} What has been opened, by row. */
const opened = new Map();
/** @type {import('./rows.js').Sorting | undefined} */
let sorting;
let page = 0;
/** @type {number[]} Rows that match, in the order they are shown in. */
let matching = [];

const written = (/** @type {number} */ number) => number.toLocaleString('en-US');

function select() {
  const chosen = [...filters].flatMap(([column, { value }]) =>
    value === '' ? [] : [/** @type {const} */ ([column, value])],
  );
  matching = rows.select({ text: search.value, chosen, sorting });
  page = 0;
  draw();
}

/** @param {number} row */
function drawRow(row) {
  const cells = columns.map(({ column, index }, position) => {
    const value = rows.cell(row, index);
    const shown = column.title === 'Status' ? make('span', { class: 'badge', 'data-standing': value }, value) : value;
    return make('td', { 'data-title': column.title }, position === 0 ? openButton(row) : '', shown);
  });
  return make('tr', { 'data-row': String(row) }, ...cells);
}

/** @param {number} row */
function openButton(row) {
  const name = rows.cell(row, 1);
  return make('button', {
    type: 'button',
    class: 'open',
    'aria-expanded': String(opened.has(row)),
    'aria-controls': `opened-${row}`,
    'aria-label': `Details of ${name}`,
  });
}

/** @param {HTMLTableRowElement} line */
function toggle(line) {
  const row = Number(line.dataset.row);
  const known = opened.get(row);
  if (known === undefined) {
    const into = make('td', { colspan: String(columns.length) });
    const details = make('tr', { id: `opened-${row}`, class: 'details' }, into);
    opened.set(row, details);
    line.after(details);
    void drawDetails(row, data.packed, into);
  } else {
    opened.delete(row);
    known.remove();
  }
  line.querySelector('.open')?.setAttribute('aria-expanded', String(known === undefined));
}

/** @param {boolean} [all] everything that matches, for paper */
function draw(all = false) {
  const from = all ? 0 : page * pageSize;
  const shown = all ? matching : matching.slice(from, from + pageSize);
  body.replaceChildren(...shown.flatMap((row) => [drawRow(row), opened.get(row) ?? []].flat()));
  const pages = Math.max(1, Math.ceil(matching.length / pageSize));
  const range = shown.length < matching.length ? `${written(from + 1)}–${written(from + shown.length)} of ` : '';
  byId('shown').textContent = `${range}${sum()}`;
  byId('page').textContent = `Page ${written(page + 1)} of ${written(pages)}`;
  byId('pages').hidden = pages === 1;
  previous.disabled = page === 0;
  next.disabled = page + 1 >= pages;
  const status = filters.get(0)?.value;
  for (const button of document.querySelectorAll('.count'))
    button.setAttribute('aria-pressed', String(button instanceof HTMLElement && button.dataset.standing === status));
}

function sum() {
  const found = matching.length;
  const noun = found === 1 ? 'finding' : 'findings';
  if (found === rows.count) return `${written(found)} ${noun}`;
  return found === 0
    ? `No finding matches (${written(rows.count)} in all)`
    : `${written(found)} matching ${noun} (${written(rows.count)} in all)`;
}

/** @param {number} by */
function turn(by) {
  page += by;
  draw();
  byId('filters').scrollIntoView();
}

function buildFilters() {
  const form = byId('filters');
  for (const { column, index } of columns) {
    if (!column.filter) continue;
    const filter = make(
      'select',
      {},
      make('option', { value: '' }, 'All'),
      ...rows.valuesOf(index).map((value) => make('option', { value }, value)),
    );
    filters.set(index, filter);
    form.append(make('label', {}, column.title, filter));
  }
  form.append(make('button', { type: 'reset' }, 'Clear'));
  form.addEventListener('input', select);
  form.addEventListener('reset', () => setTimeout(select));
  form.addEventListener('submit', (event) => event.preventDefault());
}

function buildHead() {
  const heads = columns.map(({ column, index }) => {
    const button = make('button', { type: 'button' }, column.title);
    const head = make('th', { scope: 'col', class: column.title.toLowerCase() }, button);
    button.addEventListener('click', () => {
      sorting =
        sorting?.column === index
          ? sorting.down
            ? undefined
            : { column: index, down: true }
          : { column: index, down: false };
      for (const each of heads) each.removeAttribute('aria-sort');
      if (sorting !== undefined) head.setAttribute('aria-sort', sorting.down ? 'descending' : 'ascending');
      select();
    });
    return head;
  });
  table.tHead?.append(make('tr', {}, ...heads));
}

buildFilters();
buildHead();
body.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || event.target.closest('.details') !== null) return;
  const line = event.target.closest('tr');
  const selecting = String(document.getSelection()) !== '' && event.target.closest('.open') === null;
  if (line !== null && !selecting) toggle(line);
});
for (const button of document.querySelectorAll('.count')) {
  button.addEventListener('click', () => {
    const filter = filters.get(0);
    if (filter === undefined || !(button instanceof HTMLElement)) return;
    const { standing = '' } = button.dataset;
    filter.value = filter.value === standing ? '' : standing;
    select();
  });
}
previous.addEventListener('click', () => turn(-1));
next.addEventListener('click', () => turn(1));
addEventListener('beforeprint', () => draw(true));
addEventListener('afterprint', () => draw());
select();
