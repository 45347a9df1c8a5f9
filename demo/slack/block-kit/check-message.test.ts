import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actions,
  button,
  dataTable,
  image,
  many,
  messages,
  problem,
  section,
  table,
  x,
} from '../testing/block-samples.ts';
import { checkMessageBlocks } from './check-message.ts';

describe('blocks of a message', () => {
  it('are at most 50', () => {
    expect(problem(...many(50, () => ({ type: 'divider' })))).toBeUndefined();
    expect(messages(...many(51, () => ({ type: 'divider' })))).toEqual([
      'no more than 50 items allowed [json-pointer:/blocks]',
    ]);
  });

  it('count code points, not UTF-16 units', () => {
    expect(messages(section('🔥'.repeat(3000)))).toEqual([]);
    expect(messages(section('🔥'.repeat(3001)))).not.toEqual([]);
  });

  it('may carry raw angle brackets and ampersands: that is bad style, not an error', () => {
    expect(messages(section('a < b && c > d <nonsense'))).toEqual([]);
  });

  it('have unique block ids, and unique action ids in each block', () => {
    const divider = (id: string) => ({ type: 'divider', block_id: id });
    expect(messages(divider('a'), divider('b'))).toEqual([]);
    expect(messages(divider('a'), divider('a'))).toEqual([
      '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    ]);
    const press = (id: string) => button({ action_id: id });
    expect(messages(actions(press('a')), actions(press('a')))).toEqual([]);
    expect(messages(actions(press('a'), press('a')))).toEqual([
      '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ]);
  });

  it('hold one table and two charts', () => {
    const chart = { type: 'data_visualization' };
    expect(messages(table(1, 1), section('a'))).toEqual([]);
    expect(messages(table(1, 1), dataTable(2))).toEqual(['only_one_table_allowed [json-pointer:/blocks]']);
    expect(messages(chart, chart)).toEqual([]);
    expect(messages(chart, chart, chart)).toHaveLength(1);
  });

  it('hold 12,000 characters of Markdown in all', () => {
    const markdown = (length: number) => ({ type: 'markdown', text: x(length) });
    expect(messages(markdown(6000), markdown(6000))).toEqual([]);
    expect(messages(markdown(6000), markdown(6001))).toEqual([
      'markdown text must be less than 12001 characters in all [json-pointer:/blocks]',
    ]);
  });

  it('may be too long in all, but only where Slack counts', () => {
    const inside = many(4, () => section(x(3000)));
    const outside = [...inside, section(x(1201))];
    expect(checkMessageBlocks([...inside, section(x(1200))], { limitTotal: true })).toBeUndefined();
    expect(checkMessageBlocks(outside, { limitTotal: true })).toEqual({ error: 'msg_blocks_too_long', issues: [] });
    expect(checkMessageBlocks(outside)).toBeUndefined();
  });

  it('must be an array of objects', () => {
    expect(checkMessageBlocks('[{]')?.error).toBe('invalid_blocks_format');
    expect(checkMessageBlocks({})?.error).toBe('invalid_blocks_format');
    expect(checkMessageBlocks(['a'])?.error).toBe('invalid_blocks_format');
  });

  it('take uploaded images, not other files', () => {
    const isImageFile = (id: string) => ({ F1: true, F2: false })[id];
    const shown = (id: string) =>
      checkMessageBlocks([image({ image_url: undefined, slack_file: { id } })], { isImageFile });
    expect(shown('F1')).toBeUndefined();
    expect(shown('F2')?.issues[0]?.message).toBe('slack_file must be an image');
    expect(shown('F3')?.issues[0]?.message).toBe('invalid slack file');
  });

  it('never make the checker throw', () => {
    fc.assert(fc.property(fc.array(fc.jsonValue()), (blocks) => void checkMessageBlocks(blocks)));
    const type = fc.constantFrom('section', 'actions', 'input', 'context', 'rich_text', 'table', 'container', 'image');
    const block = fc.record({
      type,
      text: fc.jsonValue(),
      elements: fc.jsonValue(),
      rows: fc.jsonValue(),
      element: fc.jsonValue(),
    });
    fc.assert(fc.property(fc.array(block), (blocks) => void checkMessageBlocks(blocks)));
  });
});
