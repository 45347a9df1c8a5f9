import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asObject, asText, type Json } from '../json.ts';
import { AFTERNOON, readerContext } from '../testing/contexts.ts';
import { ids } from '../workspace.ts';
import { displayBlock, displayBlocks } from './blocks.ts';

const context = readerContext();
const texts = (block: Json) => displayBlock(block, context).map((each) => asText(asObject(each.text).text));
const rich = (...elements: Json[]): Json => ({ type: 'rich_text', elements });
const text = (value: string, style: Json = {}): Json => ({ type: 'text', text: value, style });
const section = (...elements: Json[]): Json => ({ type: 'rich_text_section', elements });
const list = (style: string, indent: number, ...items: string[]): Json => ({
  type: 'rich_text_list',
  style,
  indent,
  elements: items.map((item) => section(text(item))),
});

describe('rich_text for the local UI', () => {
  it('draws every kind of inline element', () => {
    const all = rich(
      section(
        text('bold', { bold: true }),
        text(' and '),
        text('code', { code: true }),
        text(' '),
        { type: 'link', url: 'https://e.com', text: 'docs' },
        text(' '),
        { type: 'user', user_id: ids.bob },
        text(' '),
        { type: 'usergroup', usergroup_id: ids.dba },
        text(' '),
        { type: 'channel', channel_id: ids.general },
        text(' '),
        { type: 'broadcast', range: 'here' },
        text(' '),
        { type: 'emoji', name: 'fire', unicode: '1f525' },
        text(' '),
        { type: 'date', timestamp: AFTERNOON, format: '{time}', fallback: 'then' },
        text(' '),
        { type: 'color', value: '#ff0000' },
      ),
    );
    expect(texts(all)).toEqual([
      `*bold* and \`code\` <https://e.com|docs> <@${ids.bob}> @dba <#${ids.general}|general> @here 🔥 2:32 PM \`#ff0000\``,
    ]);
  });

  it('takes marks in its text literally', () => {
    expect(texts(rich(section(text('a*b*c `d` _e_ ~f~'))))).toEqual(['a∗b∗c ˋdˋ \u2060_e_ ∼f∼']);
  });

  it('keeps styles on the words, not on the spaces around them', () => {
    expect(texts(rich(section(text(' both \nlines ', { bold: true, italic: true }))))).toEqual([
      '\u00a0_*both*_ \n_*lines*_ ',
    ]);
  });

  it('draws lists with signs, nested ones as one text', () => {
    expect(
      texts(rich(list('bullet', 0, 'one', 'two'), list('ordered', 1, 'a', 'b'), list('bullet', 0, 'three'))),
    ).toEqual(['• one\n• two\n\u00a0\u00a0\u00a0\u00a0a. a\n\u00a0\u00a0\u00a0\u00a0b. b\n• three']);
  });

  it('draws preformatted text as one section of code lines', () => {
    const code = 'aws rds restore \\\n  --engine aurora-mysql\n\n{ "a": 1 }';
    expect(texts(rich({ type: 'rich_text_preformatted', elements: [text(code)] }))).toEqual([
      '`aws rds restore \\`\n`\u00a0\u00a0--engine aurora-mysql`\n\n`{ "a": 1 }`',
    ]);
  });

  it('draws quotes', () => {
    expect(texts(rich({ type: 'rich_text_quote', elements: [text('so\nit is')] }))).toEqual(['> so\n> it is']);
  });
});

describe('other blocks for the local UI', () => {
  it('keeps the ids of blocks and actions', () => {
    const button = { type: 'button', action_id: 'go', value: 'v', text: { type: 'plain_text', text: 'R&amp;D' } };
    expect(displayBlock({ type: 'actions', block_id: 'b', elements: [button] }, context)).toEqual([
      { type: 'actions', block_id: 'b', elements: [{ ...button, text: { type: 'plain_text', text: 'R&D' } }] },
    ]);
  });

  it('shows uploaded images by an address without a token', () => {
    const image = { type: 'image', slack_file: { id: 'F1' }, alt_text: 'chart' };
    expect(displayBlock(image, context)[0]).toMatchObject({
      image_url: 'http://localhost/files/F1.png',
      alt_text: 'chart',
    });
  });

  it('draws Markdown', () => {
    const markdown =
      '# Title\n\n**bold** and *it* [docs](https://e.com)\n- [x] done\n1. `a*b*c`\n```sh\n  run\n```\n| a | b |\n|---|---|';
    expect(texts({ type: 'markdown', text: markdown })).toEqual([
      '*Title*\n\n*bold* and _it_ <https://e.com|docs>\n☑ done\n1. `a∗b∗c`\n`\u00a0\u00a0run`\n`| a | b |`\n',
    ]);
  });

  it('draws tables in columns', () => {
    const cell = (value: string) => ({ type: 'raw_text', text: value });
    const table = {
      type: 'data_table',
      caption: 'Findings',
      rows: [
        [cell('name'), cell('state')],
        [cell('ledger'), cell('fail')],
      ],
    };
    expect(texts(table)).toEqual([
      '*Findings*\n`name\u00a0\u00a0\u00a0\u00a0state`\n`ledger\u00a0\u00a0fail\u00a0`'.replace('fail\u00a0', 'fail '),
    ]);
  });

  it('turns menus that the UI does not know into ones it does', () => {
    const [shown] = displayBlock(
      { type: 'actions', elements: [{ type: 'users_select', action_id: 'who', initial_user: ids.bob }] },
      context,
    );
    expect(shown?.elements).toMatchObject([
      {
        type: 'static_select',
        action_id: 'who',
        placeholder: { text: 'Bob Brown' },
        options: [{ value: ids.alice }, { value: ids.bob }, {}, {}, {}],
      },
    ]);
  });

  it('marks boxes that are ticked from the start, because the UI cannot tick them', () => {
    const option = { value: 'now', text: { type: 'plain_text', text: 'start a backup' } };
    const element = { type: 'checkboxes', action_id: 'c', options: [option], initial_options: [option] };
    const [shown] = displayBlock(
      { type: 'input', label: { type: 'plain_text', text: 'Also' }, optional: true, element },
      context,
    );
    expect(shown).toMatchObject({
      label: { text: 'Also (optional)' },
      element: { type: 'checkboxes', options: [{ text: { text: 'start a backup (on; tick to leave out)' } }] },
    });
  });

  it('finds words in what it has never seen', () => {
    const card = {
      type: 'card',
      block_id: 'c',
      title: { type: 'mrkdwn', text: '*orders*' },
      actions: [{ type: 'button', text: { text: 'Go' } }],
    };
    expect(displayBlock(card, context)).toMatchObject([
      { type: 'section', text: { text: '*orders*' } },
      { type: 'actions', block_id: 'c', elements: [{ text: { text: 'Go' } }] },
    ]);
    expect(texts({ type: 'hologram' })).toEqual(['[hologram]']);
  });

  it('never throws, and loses no word of a rich_text', () => {
    const words = (value: string) => value.match(/[A-Za-z0-9]+/g) ?? [];
    const style = fc.record({ bold: fc.boolean(), italic: fc.boolean(), strike: fc.boolean(), code: fc.boolean() });
    const inline = fc.record({ type: fc.constant('text'), text: fc.lorem().map((words) => `${words} `), style });
    const part = fc.record({
      type: fc.constantFrom('rich_text_section', 'rich_text_quote', 'rich_text_preformatted'),
      elements: fc.array(inline, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), (parts) => {
        const said = parts.map(({ elements }) => elements.map((each) => each.text).join('')).join('\n');
        expect(words(texts(rich(...parts)).join('\n'))).toEqual(words(said));
      }),
    );
    const type = fc.constantFrom(
      'section',
      'actions',
      'input',
      'context',
      'rich_text',
      'table',
      'container',
      'image',
      'card',
      'header',
      'markdown',
    );
    const block = fc.record({
      type,
      text: fc.jsonValue(),
      elements: fc.jsonValue(),
      rows: fc.jsonValue(),
      element: fc.jsonValue(),
      title: fc.jsonValue(),
    });
    fc.assert(fc.property(fc.array(block), (blocks) => Array.isArray(displayBlocks(blocks, context))));
  });
});
