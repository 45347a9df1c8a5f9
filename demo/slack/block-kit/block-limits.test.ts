import { describe, expect, it } from 'vitest';
import {
  actions,
  button,
  card,
  container,
  dataTable,
  image,
  type LimitCase,
  many,
  messages,
  mrkdwn,
  plain,
  problem,
  rich,
  section,
  table,
  x,
} from '../testing/block-samples.ts';

const limits: LimitCase[] = [
  [
    'section text',
    section(x(3000)),
    section(x(3001)),
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['empty text', section('x'), section(''), 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'fields',
    { type: 'section', fields: many(10, () => mrkdwn('a')) },
    { type: 'section', fields: many(11, () => mrkdwn('a')) },
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'field text',
    { type: 'section', fields: [mrkdwn(x(2000))] },
    { type: 'section', fields: [mrkdwn(x(2001))] },
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'header',
    { type: 'header', text: plain(x(150)) },
    { type: 'header', text: plain(x(151)) },
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'context elements',
    { type: 'context', elements: many(10, () => mrkdwn('a')) },
    { type: 'context', elements: many(11, () => mrkdwn('a')) },
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'actions elements',
    actions(...many(25, () => button())),
    actions(...many(26, () => button())),
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  ['no actions', actions(button()), actions(), 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
  [
    'block_id',
    { type: 'divider', block_id: x(255) },
    { type: 'divider', block_id: x(256) },
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'image alt_text',
    image({ alt_text: x(2000) }),
    image({ alt_text: x(2001) }),
    'must be less than 2001 characters [json-pointer:/blocks/0/alt_text]',
  ],
  [
    'image needs alt_text',
    image(),
    image({ alt_text: undefined }),
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'image title',
    image({ title: plain(x(2000)) }),
    image({ title: plain(x(2001)) }),
    'must be less than 2001 characters [json-pointer:/blocks/0/title/text]',
  ],
  [
    'image source',
    image(),
    image({ image_url: undefined }),
    'must provide exactly one of image_url or slack_file [json-pointer:/blocks/0]',
  ],
  [
    'image that Slack can reach',
    image(),
    image({ image_url: 'http://localhost/a.png' }),
    'downloading image failed [json-pointer:/blocks/0]',
  ],
  ['table rows', table(100, 2), table(101, 2), 'no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
  ['table columns', table(2, 20), table(2, 21), 'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
  [
    'table text',
    table(100, 10, x(10)),
    table(100, 10, x(11)),
    'must be less than 10001 characters [json-pointer:/blocks/0]',
  ],
  ['data_table rows', dataTable(201), dataTable(202), 'no more than 201 items allowed [json-pointer:/blocks/0/rows]'],
  [
    'data_table needs two rows',
    dataTable(2),
    dataTable(1),
    'no fewer than 2 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'data_table caption',
    dataTable(2),
    dataTable(2, { caption: undefined }),
    'missing required field: caption [json-pointer:/blocks/0]',
  ],
  [
    'data_table page',
    dataTable(2, { page_size: 100 }),
    dataTable(2, { page_size: 101 }),
    'must be between 1 and 100 [json-pointer:/blocks/0/page_size]',
  ],
  [
    'card title',
    card({ title: mrkdwn(x(150)) }),
    card({ title: mrkdwn(x(151)) }),
    'must be less than 151 characters [json-pointer:/blocks/0/title/text]',
  ],
  [
    'card body',
    card({ body: mrkdwn(x(200)) }),
    card({ body: mrkdwn(x(201)) }),
    'must be less than 201 characters [json-pointer:/blocks/0/body/text]',
  ],
  [
    'card buttons',
    card({ actions: many(3, () => button()) }),
    card({ actions: many(4, () => button()) }),
    'no more than 3 items allowed [json-pointer:/blocks/0/actions]',
  ],
  [
    'carousel',
    { type: 'carousel', elements: many(10, () => card()) },
    { type: 'carousel', elements: many(11, () => card()) },
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'container',
    container({ child_blocks: many(10, () => section('a')) }),
    container({ child_blocks: many(11, () => section('a')) }),
    'no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]',
  ],
  [
    'container child',
    container({}),
    container({ child_blocks: [card()] }),
    'unsupported type: card [json-pointer:/blocks/0/child_blocks/0/type]',
  ],
  [
    'chart title',
    { type: 'data_visualization', title: x(50) },
    { type: 'data_visualization', title: x(51) },
    'must be less than 51 characters [json-pointer:/blocks/0/title]',
  ],
  [
    'header is plain text',
    { type: 'header', text: plain('a') },
    { type: 'header', text: mrkdwn('a') },
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a section says something',
    section('a'),
    { type: 'section' },
    'missing required field: text [json-pointer:/blocks/0]',
  ],
  [
    'known properties',
    section('a'),
    { ...section('a'), txt: 'a' },
    'invalid additional property: txt [json-pointer:/blocks/0]',
  ],
  ['known blocks', section('a'), { type: 'sektion' }, 'unsupported type: sektion [json-pointer:/blocks/0/type]'],
  [
    'blocks of the surface',
    { type: 'divider' },
    { type: 'alert', text: plain('a') },
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'rich text has no empty text',
    rich([{ type: 'text', text: 'a' }]),
    rich([{ type: 'text', text: '' }]),
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
];

describe('limits of blocks', () => {
  it.each(limits)('%s', (_name, inside, outside, complaint) => {
    expect(messages(inside)).toEqual([]);
    expect(problem(outside)?.error).toBe('invalid_blocks');
    expect(messages(outside)).toContain(complaint);
  });
});
