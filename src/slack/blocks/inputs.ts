import type { InputBlock } from '@slack/types';
import { type Choice, limits, option, plainText } from './limits.ts';
import { truncate } from './mrkdwn.ts';

export interface Checkboxes {
  readonly block: string;
  readonly action: string;
  readonly label: string;
  /** False: Slack itself wants at least one ticked. */
  readonly optional: boolean;
  /** At most ten. */
  readonly choices: readonly Choice[];
  /** Ticked from the start. */
  readonly on: (choice: Choice) => boolean;
}

export function checkboxes({ block, action, label, optional, choices, on }: Checkboxes): InputBlock {
  const shown = choices.slice(0, limits.checkboxes);
  const ticked = shown.filter(on).map(option);
  return {
    type: 'input',
    block_id: block,
    optional,
    label: plainText(label, limits.inputLabel),
    element: {
      type: 'checkboxes',
      action_id: action,
      options: shown.map(option),
      ...(ticked.length === 0 ? {} : { initial_options: ticked }),
    },
  };
}

export interface TextInput {
  readonly label: string;
  readonly optional: boolean;
  readonly multiline?: boolean;
  readonly hint?: string;
  /** Characters; 3,000 at most. */
  readonly most?: number;
  /** What is in it from the start. */
  readonly initial?: string | undefined;
}

export const textInput = (
  blockId: string,
  { label, optional, multiline = false, hint, most = 1_000, initial = '' }: TextInput,
): InputBlock => ({
  type: 'input',
  block_id: blockId,
  optional,
  label: plainText(label, limits.inputLabel),
  element: {
    type: 'plain_text_input',
    action_id: blockId,
    multiline,
    max_length: Math.min(most, limits.inputText),
    ...(initial === '' ? {} : { initial_value: truncate(initial, Math.min(most, limits.inputText)) }),
  },
  ...(hint === undefined ? {} : { hint: plainText(hint, limits.inputLabel) }),
});

/** A menu whose choice the bot hears of at once. Its block and action have the same id. */
export const menuInput = (
  actionId: string,
  label: string,
  choices: readonly Choice[],
  chosen: Choice | undefined,
): InputBlock => ({
  type: 'input',
  block_id: actionId,
  dispatch_action: true,
  label: plainText(label, limits.inputLabel),
  element: {
    type: 'static_select',
    action_id: actionId,
    options: choices.slice(0, limits.selectOptions).map(option),
    ...(chosen === undefined ? {} : { initial_option: option(chosen) }),
  },
});

/** A day, as an ISO date, that the bot hears of at once. */
export const dayInput = (actionId: string, label: string, chosen: string): InputBlock => ({
  type: 'input',
  block_id: actionId,
  dispatch_action: true,
  label: plainText(label, limits.inputLabel),
  element: { type: 'datepicker', action_id: actionId, initial_date: chosen },
});
