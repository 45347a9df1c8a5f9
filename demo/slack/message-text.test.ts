import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { messageText, viewText } from './message-text.ts';
import { AFTERNOON, readerContext } from './testing/contexts.ts';
import { ids } from './workspace.ts';

const context = readerContext();
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (text: string) => ({ type: 'button', text: plain(text) });
const option = (text: string) => ({ text: plain(text), value: text });
const overflow = { type: 'overflow', options: [option('Mute…'), option('Not mine')] };
const read = (...blocks: Json[]) => messageText({ blocks }, context);

describe('a message as plain text', () => {
  it('has its controls in brackets', () => {
    expect(
      read(
        { type: 'header', text: plain('2 databases at risk') },
        { type: 'section', text: mrkdwn('*ledger* · payments-prod\nNot in any plan'), accessory: overflow },
        { type: 'divider' },
        { type: 'actions', elements: [button('Review &amp; approve'), button('Details'), overflow] },
        { type: 'context', elements: [mrkdwn(`asked by <@${ids.alice}>`), mrkdwn('3.2 s')] },
      ),
    ).toBe(
      [
        '2 databases at risk',
        'ledger · payments-prod  [⋯ Mute… | Not mine]',
        'Not in any plan',
        '────────',
        '[Review & approve]  [Details]  [⋯ Mute… | Not mine]',
        'asked by @Alice Adams  3.2 s',
      ].join('\n'),
    );
  });

  it('reads marks, links and dates aloud', () => {
    expect(
      messageText(
        { text: `_due_ <!date^${AFTERNOON}^{date_num}|x> <https://e.com|here> a_b_c 2*3*4 \`x &lt; y\`` },
        context,
      ),
    ).toBe('due 2026-11-21 here (https://e.com) a_b_c 2*3*4 `x < y`');
    expect(messageText({ text: '```\nrun\n  it\n```' }, context)).toBe('run\n  it');
  });

  it('reads rich text, tables and files', () => {
    const list = {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
    };
    expect(read({ type: 'rich_text', elements: [list] })).toBe('1. one');
    expect(
      read({
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'a' },
            { type: 'raw_text', text: 'b' },
          ],
        ],
      }),
    ).toBe('a | b');
    expect(messageText({ text: 'see', files: [{ name: 'f.csv', title: 'All' }] })).toBe('see\n(file f.csv: All)');
  });

  it('reads a modal with its title and buttons', () => {
    const box = { type: 'checkboxes', options: [option('now'), option('later')], initial_options: [option('now')] };
    const view = {
      title: plain('Approve'),
      submit: plain('Go'),
      close: plain('Cancel'),
      blocks: [
        { type: 'input', label: plain('Reason'), element: { type: 'plain_text_input' } },
        { type: 'input', label: plain('Also'), element: box },
      ],
    };
    expect(viewText(view)).toBe('«Approve»\nReason: [____]\nAlso: [x] now\n[ ] later\n[Cancel]  [Go]');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom('type', 'text', 'elements', 'rows', 'element'), fc.jsonValue())),
        (blocks) => typeof messageText({ blocks }) === 'string',
      ),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof messageText({ text }) === 'string'));
  });
});
