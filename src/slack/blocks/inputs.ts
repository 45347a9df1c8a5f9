import type { InputBlock } from '@slack/types';
import { type Choice, limits, option, plainText } from './limits.ts';

/** Boxes that are ticked from the start where `on` says so. At most ten; nothing has to be ticked. */
export function checkboxes(
  { block, action }: { readonly block: string; readonly action: string },
  label: string,
  choices: readonly Choice[],
  on: (choice: Choice) => boolean,
): InputBlock {
  const shown = choices.slice(0, limits.checkboxes);
  const ticked = shown.filter(on).map(option);
  return {
    type: 'input',
    block_id: block,
    optional: true,
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
