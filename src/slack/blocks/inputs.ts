import type { InputBlock } from '@slack/types';
import { type Choice, limits, option, plainText } from './limits.ts';

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
}

export const textInput = (
  blockId: string,
  { label, optional, multiline = false, hint, most = 1_000 }: TextInput,
): InputBlock => ({
  type: 'input',
  block_id: blockId,
  optional,
  label: plainText(label, limits.inputLabel),
  element: { type: 'plain_text_input', action_id: blockId, multiline, max_length: Math.min(most, limits.inputText) },
  ...(hint === undefined ? {} : { hint: plainText(hint, limits.inputLabel) }),
});
