import { type Placed, placedElements } from '../block-kit/ids.ts';
import { isMultiple } from '../display/choices.ts';
import { asObject, asObjects, asText, type Json } from '../json.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { StoredView } from '../state/views.ts';
import type { World } from '../world.ts';
import type { Courier } from './courier.ts';
import { messageAction, viewAction } from './payloads.ts';
import { stateValue } from './state-values.ts';
import { fullState, stateAt, withState } from './stateful.ts';
import type { Delivery } from './types.ts';

/** What a person does to controls. `values` are plain strings: an option's value, an id, a text; none for a button. */
export interface Actions {
  onMessage(user: string, message: StoredMessage, placed: Placed, values: readonly string[]): Promise<Delivery>;
  onView(view: StoredView, placed: Placed, values: readonly string[]): Promise<Delivery>;
  /** What is chosen in a menu of a message that this person sees. */
  chosen(user: string, message: StoredMessage, placed: Placed): string[];
}

const stringsIn = (state: Json): string[] =>
  Object.entries(state).flatMap(([name, value]) => {
    if (name === 'type' || value === null) return [];
    if (Array.isArray(value)) return value.map((each) => asText(each) || asText(asObject(each).value));
    return [asText(value) || asText(asObject(value).value)];
  });

const markFailure = (delivery: Delivery): Delivery => {
  if (delivery.answer.status !== 'acked') delivery.problem = 'operation_timeout';
  return delivery;
};

/** Sends `block_actions`, and keeps what each person has chosen in each message: Slack sends it as `state.values`. */
export function createActions(world: World, courier: Courier): Actions {
  const states = new Map<string, Json>();
  const keyOf = (user: string, { channel, ts }: StoredMessage) => `${channel} ${ts} ${user}`;
  const stateOf = (user: string, message: StoredMessage) =>
    fullState(message.blocks, states.get(keyOf(user, message)) ?? {});
  return {
    chosen: (user, message, placed) => stringsIn(stateAt(stateOf(user, message), placed)),
    onMessage: async (user, message, placed, values) => {
      const changed = withState(stateOf(user, message), placed, stateValue(placed.element, values));
      states.set(keyOf(user, message), changed);
      const did = { user, message, placed, values, state: fullState(message.blocks, changed) };
      return markFailure(await courier.carry('interactive', messageAction(world, did)));
    },
    onView: async (view, placed, values) => {
      const blocks = asObjects(view.wire.blocks);
      const known = asObject(asObject(view.wire.state).values);
      const state = fullState(blocks, withState(known, placed, stateValue(placed.element, values)));
      view.wire = { ...view.wire, state: { values: state } };
      return markFailure(await courier.carry('interactive', viewAction(world, view, placed, values)));
    },
  };
}

/** The element that an action of the local UI is about. */
export function placedFor(blocks: readonly Json[], action: Json): Placed | undefined {
  const named = placedElements(blocks).filter(({ element }) => element.action_id === action.action_id);
  return named.find(({ block }) => block.block_id === action.block_id) ?? named[0];
}

/** What was chosen in the local UI. A menu that stands for boxes to tick switches one of them. */
export function chosenValues(placed: Placed, action: Json, before: readonly string[]): string[] {
  const date = asText(action.selected_date);
  const option = asText(asObject(action.selected_option).value);
  const value = date || option;
  if (!isMultiple(placed.element)) return value === '' ? [] : [value];
  return before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
}
