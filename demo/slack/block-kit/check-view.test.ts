import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { checkView } from './check-view.ts';

const x = (length: number) => 'x'.repeat(length);
const plain = (text: string) => ({ type: 'plain_text', text });
const section = { type: 'section', text: plain('a') };
const input = { type: 'input', label: plain('a'), element: { type: 'plain_text_input' } };
const modal = (more: Json = {}): Json => ({ type: 'modal', title: plain('Title'), blocks: [section], ...more });
const home = (more: Json = {}): Json => ({ type: 'home', blocks: [section], ...more });
const dividers = (count: number) => Array.from({ length: count }, () => ({ type: 'divider' }));
const number = { ...input, element: { type: 'number_input', is_decimal_allowed: true } };
const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
const alert = (length: number) => ({ type: 'alert', text: plain(x(length)) });
const card = { type: 'card', title: { type: 'mrkdwn', text: 'a' } };

const messages = (view: unknown, surface: 'modal' | 'home' = 'modal') =>
  checkView(view, surface)?.issues.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`) ?? [];

const modals: [string, Json, Json, string][] = [
  [
    'title',
    modal({ title: plain(x(24)) }),
    modal({ title: plain(x(25)) }),
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  [
    'submit',
    modal({ submit: plain(x(24)) }),
    modal({ submit: plain(x(25)) }),
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  [
    'close',
    modal({ close: plain(x(24)) }),
    modal({ close: plain(x(25)) }),
    'must be less than 25 characters [json-pointer:/view/close/text]',
  ],
  [
    'private_metadata',
    modal({ private_metadata: x(3000) }),
    modal({ private_metadata: x(3001) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    'callback_id',
    modal({ callback_id: x(255) }),
    modal({ callback_id: x(256) }),
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  [
    'external_id',
    modal({ external_id: x(255) }),
    modal({ external_id: x(256) }),
    'must be less than 256 characters [json-pointer:/view/external_id]',
  ],
  [
    'blocks',
    modal({ blocks: dividers(100) }),
    modal({ blocks: dividers(101) }),
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  [
    'submit of inputs',
    modal({ blocks: [input], submit: plain('Go') }),
    modal({ blocks: [input] }),
    'missing required field: submit [json-pointer:/view]',
  ],
  ['a title', modal(), modal({ title: undefined }), 'missing required field: title [json-pointer:/view]'],
  ['no table', modal(), modal({ blocks: [table] }), 'unsupported type: table [json-pointer:/view/blocks/0/type]'],
  ['no card', modal(), modal({ blocks: [card] }), 'unsupported type: card [json-pointer:/view/blocks/0/type]'],
  [
    'alert text',
    modal({ blocks: [alert(200)] }),
    modal({ blocks: [alert(201)] }),
    'must be less than 201 characters [json-pointer:/view/blocks/0/text/text]',
  ],
  [
    'known properties',
    modal({ submit: plain('Go') }),
    modal({ sumbit: plain('Go') }),
    'invalid additional property: sumbit [json-pointer:/view]',
  ],
];

describe('a modal', () => {
  it.each(modals)('%s', (_name, inside, outside, complaint) => {
    expect(messages(inside)).toEqual([]);
    expect(checkView(outside, 'modal')?.error).toBe('invalid_arguments');
    expect(messages(outside)[0]).toBe('failed to match all allowed schemas [json-pointer:/view]');
    expect(messages(outside)).toContain(complaint);
  });

  it('may ask for a number', () => {
    expect(messages(modal({ blocks: [number], submit: plain('Go') }))).toEqual([]);
  });

  it('is at most 250 kB', () => {
    const fat = { type: 'section', fields: Array.from({ length: 10 }, () => plain(x(2000))) };
    expect(checkView(modal({ blocks: Array.from({ length: 12 }, () => fat) }), 'modal')).toBeUndefined();
    expect(checkView(modal({ blocks: Array.from({ length: 13 }, () => fat) }), 'modal')?.error).toBe('view_too_large');
  });

  it('is not a Home tab, and the other way round', () => {
    expect(messages(home())).toEqual(['unsupported type: home [json-pointer:/view/type]']);
    expect(messages(modal(), 'home')).toEqual(['unsupported type: modal [json-pointer:/view/type]']);
    expect(messages('modal')).toEqual(['must provide an object [json-pointer:/view]']);
  });
});

describe('a Home tab', () => {
  it('has at most 100 blocks', () => {
    expect(messages(home({ blocks: dividers(100) }), 'home')).toEqual([]);
    expect(messages(home({ blocks: dividers(101) }), 'home')).toContain(
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    );
  });

  it.each([[alert(1)], [table], [number], [{ type: 'markdown', text: 'a' }]])('does not take %o', (block) => {
    expect(checkView(home({ blocks: [block] }), 'home')?.error).toBe('invalid_arguments');
  });

  it('takes cards and inputs', () => {
    expect(messages(home({ blocks: [card, input] }), 'home')).toEqual([]);
  });
});
