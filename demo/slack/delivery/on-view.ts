import { checkView } from '../block-kit/check-view.ts';
import { asObject, asObjects, asText, codePoints, isObject, type Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import { isImageFile } from '../state/files.ts';
import type { StoredView } from '../state/views.ts';
import type { World } from '../world.ts';
import type { Courier } from './courier.ts';
import { viewClosed, viewSubmission } from './payloads.ts';
import { isEmpty } from './state-values.ts';
import { fullState, stateAt, statefulElements } from './stateful.ts';
import type { Delivery } from './types.ts';

/** What Slack's client says when an answer to a view is late or wrong. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

/** What became of a submission. Without `errors` it went through; `delivery` is absent when the bot was not asked. */
export interface Submission {
  errors?: Record<string, string>;
  delivery?: Delivery;
}

const inputsOf = (view: StoredView) =>
  statefulElements(asObjects(view.wire.blocks)).filter(({ block }) => block.type === 'input');

function clientErrors(view: StoredView, values: Json): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const placed of inputsOf(view)) {
    const state = stateAt(values, placed);
    const { min_length: min, max_length: max } = placed.element;
    const length = codePoints(asText(state.value));
    const id = asText(placed.block.block_id);
    if (isEmpty(state)) {
      if (placed.block.optional !== true) errors[id] = 'Please complete this required field.';
    } else if (typeof max === 'number' && length > max) errors[id] = `Please enter at most ${max} characters.`;
    else if (typeof min === 'number' && length < min) errors[id] = `Please enter at least ${min} characters.`;
  }
  return errors;
}

function applyAnswer(world: World, view: StoredView, answer: unknown): Record<string, string> | undefined {
  if (!isObject(answer) || answer.response_action === undefined) {
    world.views.close(view);
    return undefined;
  }
  const checked = (): Json => {
    const problem = checkView(answer.view, 'modal', {
      isImageFile: (each) => isImageFile(world.files, each, world.clock()),
    });
    if (problem !== undefined) throw new SlackRefusal('invalid_view_response');
    return asObject(answer.view);
  };
  switch (answer.response_action) {
    case 'clear':
      world.views.closeAll(view.user);
      return undefined;
    case 'update':
      world.views.update(view, checked());
      return undefined;
    case 'push':
      world.views.push(view.user, checked());
      return undefined;
    case 'errors': {
      const blocks = inputsOf(view).map(({ block }) => block.block_id);
      const errors = Object.entries(asObject(answer.errors)).filter(([id]) => blocks.includes(id));
      if (errors.length === 0) throw new SlackRefusal('invalid_view_response');
      return Object.fromEntries(errors.map(([id, text]) => [id, asText(text)]));
    }
    default:
      throw new SlackRefusal('invalid_view_response');
  }
}

/** Applies the bot's answer to a submission: `errors`, `update`, `push`, `clear`, or none, which closes the view. */
export function afterSubmission(world: World, view: StoredView, delivery: Delivery): Submission {
  const first = asText(inputsOf(view)[0]?.block.block_id);
  try {
    if (delivery.answer.status !== 'acked') throw new SlackRefusal('operation_timeout');
    const errors = applyAnswer(world, view, delivery.answer.payload);
    if (errors === undefined) return { delivery };
    delivery.errors = errors;
    return { delivery, errors };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    delivery.problem = error.message;
    return { delivery, errors: { [first]: TROUBLE } };
  }
}

/**
 * A person presses the submit button. Slack's client refuses by itself what breaks an input's own rules; then the bot
 * has 3 seconds.
 *
 * @param values what was entered, as `state.values`; what is missing has its initial value
 */
export async function submitView(world: World, courier: Courier, view: StoredView, values: Json): Promise<Submission> {
  const state = fullState(asObjects(view.wire.blocks), values);
  const errors = clientErrors(view, state);
  if (Object.keys(errors).length > 0) return { errors };
  view.wire = { ...view.wire, state: { values: state } };
  return afterSubmission(world, view, await courier.carry('interactive', viewSubmission(world, view)));
}

/** A person closes a modal: `view_closed` goes out if the view asked for it. `clear_on_close` takes all of them. */
export async function closeView(world: World, courier: Courier, view: StoredView): Promise<Delivery | undefined> {
  const isCleared = view.wire.clear_on_close === true;
  const closing = isCleared ? world.views.stack(view.user) : [view];
  if (isCleared) world.views.closeAll(view.user);
  else world.views.close(view);
  let last: Delivery | undefined;
  for (const each of closing) {
    if (each.wire.notify_on_close === true)
      last = await courier.carry('interactive', viewClosed(world, each, isCleared));
  }
  return last;
}
