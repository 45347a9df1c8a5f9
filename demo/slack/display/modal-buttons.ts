import { elementsOf, type Placed, placedElements } from '../block-kit/ids.ts';
import { asObject, asObjects, asText, type Json } from '../json.ts';
import { plainElement } from '../plain/elements.ts';
import { choicesOf } from './choices.ts';
import type { DisplayContext } from './context.ts';
import { displayPlain } from './mrkdwn.ts';

/** Block and action id of the menu that stands for a modal's buttons. */
export const PRESS = 'press_in_modal';

/** Something that can be done in a modal without submitting it. */
export interface Press {
  label: string;
  placed: Placed;
  values: string[];
}

const textOf = (value: unknown): string => displayPlain(asText(asObject(value).text));

/** Every button of a modal, and every choice of a menu that is not an input. */
export function pressesOf(view: Json, context: DisplayContext): Press[] {
  const outside = placedElements(asObjects(view.blocks)).filter(({ block }) => block.type !== 'input');
  return outside.flatMap((placed): Press[] => {
    const { element } = placed;
    if (element.type === 'button') return [{ label: textOf(element.text), placed, values: [] }];
    const lead = textOf(element.placeholder);
    return choicesOf(element, context).map(({ label, value }) => ({
      label: `${lead === '' ? '' : `${lead}: `}${displayPlain(label)}`,
      placed,
      values: [value],
    }));
  });
}

function quiet(block: Json, context: DisplayContext): Json {
  if (block.type === 'input' || elementsOf(block).length === 0) return block;
  if (block.type === 'section') return { ...block, accessory: undefined };
  const text = elementsOf(block)
    .map((element) => plainElement(element, context))
    .join('  ');
  return { type: 'context', block_id: block.block_id, elements: [{ type: 'plain_text', text }] };
}

/**
 * A modal without buttons in its body: the local UI draws them but they do nothing there. They become one menu at the
 * end; choosing from it and submitting presses the button instead of submitting.
 */
export function withPressMenu(view: Json, context: DisplayContext): Json {
  const presses = pressesOf(view, context);
  if (view.type !== 'modal' || presses.length === 0) return view;
  const submit = view.submit ?? { type: 'plain_text', text: 'Press' };
  const menu = {
    type: 'input',
    block_id: PRESS,
    optional: false,
    label: { type: 'plain_text', text: `Buttons of this window: choose one, then “${textOf(submit)}”` },
    element: {
      type: 'static_select',
      action_id: PRESS,
      options: presses.map(({ label }, at) => ({ text: { type: 'plain_text', text: label }, value: String(at) })),
    },
  };
  return { ...view, submit, blocks: [...asObjects(view.blocks).map((block) => quiet(block, context)), menu] };
}

/** The button that was chosen from the menu, out of the `state.values` of the local UI. */
export function pressedIn(view: Json, localValues: Json, context: DisplayContext): Press | undefined {
  const state = asObject(asObject(localValues[PRESS])[PRESS]);
  const at = asText(asObject(state.selected_option).value);
  return at === '' ? undefined : pressesOf(view, context)[Number(at)];
}
