import { describe, expect, it } from 'vitest';
import {
  actions,
  button,
  confirmed,
  input,
  type LimitCase,
  messages,
  mrkdwn,
  option,
  options,
  overflow,
  plain,
  problem,
  section,
  select,
  withOption,
  x,
} from '../testing/block-samples.ts';

const limits: LimitCase[] = [
  [
    'button text',
    actions(button({ text: plain(x(75)) })),
    actions(button({ text: plain(x(76)) })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'button value',
    actions(button({ value: x(2000) })),
    actions(button({ value: x(2001) })),
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'button url',
    actions(button({ url: `https://e.com/${x(2986)}` })),
    actions(button({ url: `https://e.com/${x(2987)}` })),
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'button style',
    actions(button({ style: 'danger' })),
    actions(button({ style: 'warning' })),
    'unsupported value: warning [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'action_id',
    actions(button({ action_id: x(255) })),
    actions(button({ action_id: x(256) })),
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'accessibility_label',
    actions(button({ accessibility_label: x(75) })),
    actions(button({ accessibility_label: x(76) })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]',
  ],
  [
    'option text',
    withOption({ text: plain(x(75)) }),
    withOption({ text: plain(x(76)) }),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'option value',
    withOption({ value: x(75) }),
    withOption({ value: x(76) }),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'option description',
    withOption({ description: plain(x(75)) }),
    withOption({ description: plain(x(76)) }),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/description/text]',
  ],
  [
    'select options',
    select({ options: options(100) }),
    select({ options: options(101) }),
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'one source of options',
    select({ options: options(1) }),
    select({}),
    'must provide exactly one of options or option_groups [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'initial option',
    select({ options: options(2), initial_option: option(1) }),
    select({ options: options(2), initial_option: option(2) }),
    'initial option must match one of the options [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'overflow, five',
    actions(overflow(5)),
    actions(overflow(6)),
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'overflow, one',
    actions(overflow(1)),
    actions(overflow(0)),
    'no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'checkboxes',
    actions({ type: 'checkboxes', options: options(10) }),
    actions({ type: 'checkboxes', options: options(11) }),
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'radio buttons',
    actions({ type: 'radio_buttons', options: options(10) }),
    actions({ type: 'radio_buttons', options: options(11) }),
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'confirm title',
    confirmed({ title: plain(x(100)) }),
    confirmed({ title: plain(x(101)) }),
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'confirm text',
    confirmed({ text: mrkdwn(x(300)) }),
    confirmed({ text: mrkdwn(x(301)) }),
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'confirm button',
    confirmed({ confirm: plain(x(30)) }),
    confirmed({ confirm: plain(x(31)) }),
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
  ],
  [
    'confirm shape',
    confirmed({}),
    confirmed({ text: 'Sure?' }),
    'must provide an object [json-pointer:/blocks/0/elements/0/confirm/text]',
  ],
  [
    'confirm title type',
    confirmed({ title: plain('t') }),
    confirmed({ title: mrkdwn('t') }),
    'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/confirm/title/type]',
  ],
  [
    'placeholder',
    select({ options: options(1), placeholder: plain(x(150)) }),
    select({ options: options(1), placeholder: plain(x(151)) }),
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
  ],
  [
    'input label',
    input({ label: plain(x(2000)) }),
    input({ label: plain(x(2001)) }),
    'must be less than 2001 characters [json-pointer:/blocks/0/label/text]',
  ],
  [
    'input hint',
    input({ hint: plain(x(2000)) }),
    input({ hint: plain(x(2001)) }),
    'must be less than 2001 characters [json-pointer:/blocks/0/hint/text]',
  ],
  [
    'text input length',
    input({}, { max_length: 3000 }),
    input({}, { max_length: 3001 }),
    'must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]',
  ],
  [
    'button text is plain text',
    actions(button()),
    actions(button({ text: mrkdwn('a') })),
    'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]',
  ],
  [
    'elements of the surface',
    input(),
    input({ element: { type: 'number_input', is_decimal_allowed: false } }),
    'unsupported type: number_input [json-pointer:/blocks/0/element/type]',
  ],
  [
    'elements of the place',
    { ...section('a'), accessory: button() },
    { ...section('a'), accessory: { type: 'plain_text_input' } },
    'unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]',
  ],
];

describe('limits of elements', () => {
  it.each(limits)('%s', (_name, inside, outside, complaint) => {
    expect(messages(inside)).toEqual([]);
    expect(problem(outside)?.error).toBe('invalid_blocks');
    expect(messages(outside)).toContain(complaint);
  });
});
