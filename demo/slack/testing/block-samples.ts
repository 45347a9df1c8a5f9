import { checkMessageBlocks } from '../block-kit/check-message.ts';
import type { Json } from '../json.ts';

export const x = (length: number) => 'x'.repeat(length);
export const many = <Item>(count: number, item: (at: number) => Item) =>
  Array.from({ length: count }, (_none, at) => item(at));
export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const section = (text: string): Json => ({ type: 'section', text: mrkdwn(text) });
export const button = (more: Json = {}): Json => ({ type: 'button', text: plain('Go'), ...more });
export const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
export const option = (at: number, more: Json = {}): Json => ({ text: plain(`o${at}`), value: `v${at}`, ...more });
export const options = (count: number) => many(count, (at) => option(at));
export const overflow = (count: number): Json => ({ type: 'overflow', options: options(count) });
export const select = (more: Json): Json => actions({ type: 'static_select', ...more });
export const withOption = (more: Json) => select({ options: [option(0, more)] });
export const confirmed = (more: Json) => actions(button({ confirm: { text: plain('Sure?'), ...more } }));
export const image = (more: Json = {}): Json => ({
  type: 'image',
  image_url: 'https://example.com/a.png',
  alt_text: 'a',
  ...more,
});
export const input = (more: Json = {}, element: Json = {}): Json => ({
  type: 'input',
  label: plain('Reason'),
  element: { type: 'plain_text_input', ...element },
  ...more,
});
export const cell = (text = 'a') => ({ type: 'raw_text', text });
export const table = (rows: number, columns: number, text = 'a'): Json => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => cell(text))),
});
export const dataTable = (rows: number, more: Json = {}): Json => ({
  ...table(rows, 2),
  type: 'data_table',
  caption: 'c',
  ...more,
});
export const card = (more: Json = {}): Json => ({ type: 'card', title: mrkdwn('t'), ...more });
export const container = (more: Json): Json => ({
  type: 'container',
  title: plain('t'),
  child_blocks: [section('a')],
  ...more,
});

export function rich(elements: Json[]): Json {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** What the checker says about the blocks of a message. */
export const problem = (...blocks: unknown[]) => checkMessageBlocks(blocks);

/** The same, as Slack lists it. */
export const messages = (...blocks: unknown[]) =>
  problem(...blocks)?.issues.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`) ?? [];

/** Name, what is just inside, what is just outside, and where Slack would point. */
export type LimitCase = [string, unknown, unknown, string];
