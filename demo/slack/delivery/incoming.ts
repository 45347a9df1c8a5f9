import { displayView } from '../display/message.ts';
import { pressedIn } from '../display/modal-buttons.ts';
import { asObject, asObjects, asText, type Json } from '../json.ts';
import type { EnvelopeHandler } from '../local/link.ts';
import type { ShownView } from '../local/screen.ts';
import type { StoredView } from '../state/views.ts';
import type { World } from '../world.ts';
import type { Courier } from './courier.ts';
import { type Actions, chosenValues, placedFor } from './on-action.ts';
import { afterCommand, sayUnknownCommand } from './on-command.ts';
import { completeEvent, type EventSender, subscriptionOf } from './on-event.ts';
import { closeView, submitView } from './on-view.ts';
import { slashCommand } from './payloads.ts';
import { escapeCommandText } from './slash-text.ts';
import { fromLocal, stateValue } from './state-values.ts';
import { stateAt, statefulElements, withState } from './stateful.ts';

/** A command that only makes local Slack mint a trigger id; it never reaches the bot. */
export const MINT_COMMAND = '/__trigger';

export interface IncomingOptions {
  world: World;
  courier: Courier;
  actions: Actions;
  events: EventSender;
  /** Events the app subscribes to (`message.channels`, `app_home_opened`, …); all when absent. */
  subscriptions?: readonly string[] | undefined;
  /** Commands the app has; any when absent. */
  commands?: readonly string[] | undefined;
}

/** A view as the local UI draws it. */
export const shownView = (world: World, view: StoredView): ShownView => ({
  viewId: view.id,
  user: view.user,
  view: displayView(view.wire, world.displayFor(view.user)),
});

/** Shows what is on top of a person's stack, or takes away the view that was there. */
export async function showTop(world: World, user: string, instead: string): Promise<void> {
  const top = world.views.stack(user).at(-1);
  if (top === undefined) await world.screen.hide(instead);
  else await world.screen.show(shownView(world, top));
}

/** Turns what happens in local Slack into what Slack would send to the bot, and the bot's answer into what shows. */
export function createIncoming({
  world,
  courier,
  actions,
  events,
  subscriptions,
  commands,
}: IncomingOptions): EnvelopeHandler {
  const command = async (payload: Json): Promise<undefined> => {
    const [user, channel, name] = [asText(payload.user_id), asText(payload.channel_id), asText(payload.command)];
    if (name === MINT_COMMAND) return undefined;
    if (commands !== undefined && !commands.includes(name))
      return void (await sayUnknownCommand(world, channel, user, name));
    const text = escapeCommandText(asText(payload.text), world.workspace, world.channels);
    await afterCommand(
      world,
      await courier.carry('slash_commands', slashCommand(world, { user, channel, command: name, text })),
    );
    return undefined;
  };

  const action = async (payload: Json): Promise<undefined> => {
    const did = asObjects(payload.actions)[0] ?? {};
    const user = asText(asObject(payload.user).id);
    const container = asObject(payload.container);
    const message = world.messages.find(asText(container.channel_id), asText(container.message_ts));
    if (message !== undefined) {
      const placed = placedFor(message.blocks, did);
      if (placed === undefined) return undefined;
      await actions.onMessage(user, message, placed, chosenValues(placed, did, actions.chosen(user, message, placed)));
      return undefined;
    }
    const home = asText(container.channel_id) === '' ? world.views.home(user) : undefined;
    const placed = home === undefined ? undefined : placedFor(asObjects(home.wire.blocks), did);
    if (home !== undefined && placed !== undefined) await actions.onView(home, placed, chosenValues(placed, did, []));
    return undefined;
  };

  const nowOnTop = (user: string): Json => {
    const top = world.views.stack(user).at(-1);
    const next = top === undefined ? undefined : shownView(world, top);
    world.screen.replaced(next);
    if (next === undefined) return {};
    return {
      response_action: 'update',
      view: { ...next.view, private_metadata: next.viewId, notify_on_close: true },
    };
  };

  const submission = async (view: StoredView, local: Json): Promise<Json> => {
    const pressed = pressedIn(view.wire, local, world.displayFor(view.user));
    if (pressed !== undefined) {
      await actions.onView(view, pressed.placed, pressed.values);
      return nowOnTop(view.user);
    }
    let values: Json = {};
    for (const placed of statefulElements(asObjects(view.wire.blocks))) {
      if (placed.block.type !== 'input') continue;
      values = withState(values, placed, stateValue(placed.element, fromLocal(placed.element, stateAt(local, placed))));
    }
    const { errors } = await submitView(world, courier, view, values);
    if (errors !== undefined) return { response_action: 'errors', errors };
    return nowOnTop(view.user);
  };

  const interactive = async (payload: Json): Promise<Json | undefined> => {
    if (payload.type === 'block_actions') return action(payload);
    const local = asObject(payload.view);
    const view = world.views.find(asText(local.private_metadata));
    if (view === undefined) return undefined;
    if (payload.type === 'view_submission') return submission(view, asObject(asObject(local.state).values));
    if (payload.type !== 'view_closed' || world.screen.current() !== view.id) return undefined;
    world.screen.cleared();
    await closeView(world, courier, view);
    await showTop(world, view.user, view.id);
    return undefined;
  };

  return async (kind, payload) => {
    world.screen.rememberTrigger(asText(payload.trigger_id));
    if (kind === 'slash_commands') return command(payload);
    if (kind === 'interactive') return interactive(payload);
    const completed = completeEvent(world, payload);
    const wanted = subscriptions?.includes(subscriptionOf(asObject(completed.event))) ?? true;
    if (wanted) void events.send(completed);
    return undefined;
  };
}
