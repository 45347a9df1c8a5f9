import { type Placed, placedElements } from '../block-kit/ids.ts';
import { asObject, asText, type Json } from '../json.ts';
import { stateValue, untouched } from './state-values.ts';

const STATELESS = new Set(['button', 'workflow_button', 'overflow', 'image', 'icon_button', 'feedback_buttons']);

/** The elements that appear in `state.values`. */
export const statefulElements = (blocks: readonly Json[]): Placed[] =>
  placedElements(blocks).filter(({ element }) => !STATELESS.has(asText(element.type)));

/** The state of one element in `state.values`. */
export const stateAt = (values: Json, { block, element }: Placed): Json =>
  asObject(asObject(values[asText(block.block_id)])[asText(element.action_id)]);

/** `state.values` with one element's state replaced. */
export const withState = (values: Json, { block, element }: Placed, state: Json): Json => {
  const [blockId, actionId] = [asText(block.block_id), asText(element.action_id)];
  return { ...values, [blockId]: { ...asObject(values[blockId]), [actionId]: state } };
};

/** `state.values` of every element, from what is known and what was there from the start. */
export function fullState(blocks: readonly Json[], known: Json): Json {
  let values: Json = {};
  for (const placed of statefulElements(blocks)) {
    const state = stateAt(known, placed);
    const isKnown = state.type === placed.element.type;
    values = withState(values, placed, isKnown ? state : stateValue(placed.element, untouched(placed.element)));
  }
  return values;
}
