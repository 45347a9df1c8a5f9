import type { ActionsBlock, ContextBlock, DividerBlock, HeaderBlock, RichTextBlock, SectionBlock } from '@slack/types';
import { lengthOf, truncate } from './mrkdwn.ts';

/**
 * Slack's limits; counts are code points. https://docs.slack.dev/reference/block-kit/blocks and the pages of each
 * block and element. `messageText` was seen, not documented: more text than that in one message is `msg_blocks_too_long`.
 */
export const limits = {
  messageBlocks: 50,
  modalBlocks: 100,
  section: 3_000,
  header: 150,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  optionText: 75,
  optionValue: 75,
  overflowOptions: 5,
  selectOptions: 100,
  checkboxes: 10,
  inputText: 3_000,
  inputLabel: 2_000,
  confirmText: 300,
  modalTitle: 24,
  /** Also of the labels of submit and close. */
  privateMetadata: 3_000,
  /** A view has at most 250 kB. */
  viewBytes: 230_000,
  /** `chat.update` refuses more than 4,000 bytes; a code point has at most four. */
  fallbackText: 990,
  messageText: 12_000,
  preformatted: 3_000,
} as const;

/** Constructors that cannot make a block Slack would refuse. Text is mrkdwn and already escaped, unless said otherwise. */
export const header = (plainText: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: truncate(plainText.trim() || '-', limits.header), emoji: false },
});

export const section = (mrkdwn: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: truncate(mrkdwn.trim() || '-', limits.section) },
});

export function context(...mrkdwn: readonly string[]): ContextBlock {
  const texts = mrkdwn.filter((text) => text.trim() !== '').slice(0, limits.contextElements);
  const shown = texts.length === 0 ? ['-'] : texts;
  return { type: 'context', elements: shown.map((text) => ({ type: 'mrkdwn', text: truncate(text, limits.section) })) };
}

export const divider = (): DividerBlock => ({ type: 'divider' });

type ActionElement = ActionsBlock['elements'][number];

export const actions = (blockId: string, elements: readonly ActionElement[]): ActionsBlock => ({
  type: 'actions',
  block_id: blockId.slice(0, 255),
  elements: elements.slice(0, limits.actionElements),
});

export interface ButtonLook {
  readonly style?: 'primary' | 'danger';
  /** Asked before the press counts; plain text. */
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
}

export const plainText = (text: string, most: number) => ({
  type: 'plain_text' as const,
  text: truncate(text.trim() || '-', most),
  emoji: false,
});

/** `label` is plain text; `describes` is what a screen reader says, since many buttons share a label. */
export function button(
  actionId: string,
  label: string,
  value: string,
  describes: string,
  { style, confirm }: ButtonLook = {},
): ActionElement {
  if (lengthOf(value) > limits.buttonValue)
    throw new RangeError(`a button's value has at most ${limits.buttonValue} characters`);
  return {
    type: 'button',
    action_id: actionId,
    text: plainText(label, limits.buttonText),
    value,
    accessibility_label: truncate(describes, limits.buttonText),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            title: plainText(confirm.title, 100),
            text: plainText(confirm.text, limits.confirmText),
            confirm: plainText(confirm.yes, 30),
            deny: plainText('Go back', 30),
          },
        }),
  };
}

export interface Choice {
  readonly text: string;
  readonly value: string;
}

export const option = ({ text, value }: Choice) => {
  if (lengthOf(value) > limits.optionValue)
    throw new RangeError(`an option's value has at most ${limits.optionValue} characters`);
  return { text: plainText(text, limits.optionText), value };
};

/** The `⋯` of a row. */
export const overflow = (actionId: string, choices: readonly Choice[]): ActionElement => ({
  type: 'overflow',
  action_id: actionId,
  options: choices.slice(0, limits.overflowOptions).map(option),
});

export function select(
  actionId: string,
  placeholder: string,
  choices: readonly Choice[],
  chosen?: Choice,
): ActionElement {
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: { type: 'plain_text', text: truncate(placeholder, 150), emoji: false },
    options: choices.map(option),
    ...(chosen === undefined ? {} : { initial_option: option(chosen) }),
  };
}

/** Text shown as it is, with a copy button in Slack; long text becomes several blocks, cut between lines. */
export const preformatted = (text: string): RichTextBlock[] =>
  chunkLines(text, limits.preformatted).map((chunk) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: chunk }] }],
  }));

/** Splits text into pieces of at most `most` code points, between lines where possible. */
export function chunkLines(text: string, most: number): string[] {
  const chunks: string[] = [];
  let current = '';
  for (const line of text.split('\n').flatMap((each) => pieces(each, most))) {
    const joined = current === '' ? line : `${current}\n${line}`;
    if (lengthOf(joined) <= most) {
      current = joined;
    } else {
      chunks.push(current);
      current = line;
    }
  }
  return [...chunks, current].map((chunk) => (chunk === '' ? ' ' : chunk));
}

function pieces(line: string, most: number): string[] {
  const points = [...line];
  if (points.length <= most) return [line];
  return Array.from({ length: Math.ceil(points.length / most) }, (_, index) =>
    points.slice(index * most, (index + 1) * most).join(''),
  );
}

/** Long mrkdwn as several sections, cut between lines. */
export const sections = (mrkdwn: string): SectionBlock[] => chunkLines(mrkdwn, limits.section).map(section);
