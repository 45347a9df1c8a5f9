import type { Delivery } from './delivery/types.ts';
import { type ElementRef, findChoice, findElement } from './driver/find-element.ts';
import { createViewDriver, type ViewDriver } from './driver/views.ts';
import { waitFor } from './driver/wait.ts';
import { asObject, asObjects, asText, type Json } from './json.ts';
import { messageText, viewText } from './message-text.ts';
import type { SlackProxy } from './proxy.ts';
import type { StoredFile } from './state/files.ts';
import type { StoredMessage } from './state/messages.ts';

const WAIT_MS = 60_000;

/** People at work, for tests and for the scripted demo. Ids are Slack ids; see `ids` in `workspace.ts`. */
export interface SlackDriver extends ViewDriver {
  /** Types a command and waits until the bot has acknowledged it or had its time for that (3 seconds). */
  command(user: string, channel: string, command: string, text?: string): Promise<Delivery>;
  /** Writes a message. */
  say(user: string, channel: string, text: string, threadTs?: string): Promise<StoredMessage>;
  /** What is in a channel now, oldest first, as it was sent: newest state, replies too, no ephemeral messages. */
  messages(channel: string): StoredMessage[];
  /** Ephemeral messages that this person sees, oldest first. */
  ephemerals(user: string): StoredMessage[];
  /** @throws Error after `timeoutMs`, with what is in the channel */
  waitForMessage(
    channel: string,
    predicate: (message: StoredMessage) => boolean,
    timeoutMs?: number,
  ): Promise<StoredMessage>;
  /** @throws Error after `timeoutMs`, with what the person sees */
  waitForEphemeral(
    user: string,
    predicate?: (message: StoredMessage) => boolean,
    timeoutMs?: number,
  ): Promise<StoredMessage>;
  /** Presses a button of a message, through local Slack. */
  click(user: string, message: StoredMessage, control: ElementRef): Promise<Delivery>;
  /** Chooses in a menu of a message, through local Slack. */
  select(user: string, message: StoredMessage, control: ElementRef, option: string): Promise<Delivery>;
  /** Uploaded files with their bytes. */
  files(): StoredFile[];
  /** A message or view as this person (or everybody) reads it. */
  read(shown: StoredMessage | Json, user?: string): string;
}

const isMessage = (shown: StoredMessage | Json): shown is StoredMessage => 'origin' in shown && 'earlier' in shown;

/** A driver for the people of a workspace. */
export function createSlackDriver(proxy: SlackProxy): SlackDriver {
  const { world, deliveries } = proxy;
  const views = createViewDriver(proxy);
  const messages = (channel: string) =>
    world.messages.all().filter((each) => each.channel === channel && !each.deleted && each.ephemeralTo === undefined);
  const ephemerals = (user: string) =>
    world.messages.all().filter((each) => each.ephemeralTo === user && !each.deleted);
  const read = (shown: StoredMessage | Json, user?: string) =>
    isMessage(shown) ? messageText(shown, world.displayFor(user)) : viewText(shown, world.displayFor(user));
  const list = (found: readonly StoredMessage[]) => found.map((each) => read(each)).join('\n--\n') || '(nothing)';

  // Local Slack answers its control API when the bot has acknowledged, so the delivery is there by then. Each delivery
  // is claimed once, so that many people can act at the same time.
  const claimed = new WeakSet<Delivery>();
  const through = async (path: string, body: Json, isIt: (payload: Json) => boolean): Promise<Delivery> => {
    const before = deliveries.length;
    await world.local.control(path, body);
    const made = deliveries.slice(before).find((each) => !each.duplicate && !claimed.has(each) && isIt(each.payload));
    if (made === undefined) throw new Error(`Nothing was sent to the bot for ${path} ${JSON.stringify(body)}.`);
    claimed.add(made);
    // Local Slack itself waits no longer than three seconds.
    return waitFor(
      () => (made.answered ? made : undefined),
      `answer of the bot to ${path}`,
      WAIT_MS,
      () => JSON.stringify(made.payload),
    );
  };
  const act = (user: string, message: StoredMessage, action: Json) =>
    through(
      'interact',
      { channel: message.channel, messageTs: message.ts, user, action },
      (payload) =>
        asObject(payload.user).id === user &&
        asObject(payload.container).message_ts === message.ts &&
        asObjects(payload.actions)[0]?.action_id === action.action_id,
    );

  return {
    ...views,
    command: (user, channel, command, text = '') =>
      through(
        'command',
        { user, channel, command, text },
        (payload) => payload.user_id === user && payload.channel_id === channel && payload.command === command,
      ),
    say: async (user, channel, text, threadTs) => {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      const answer = await world.local.control('message', { user, channel, text, ...thread });
      const ts =
        typeof answer.message === 'object' && answer.message !== null && 'ts' in answer.message
          ? asText(answer.message.ts)
          : '';
      return waitFor(
        () => world.messages.find(channel, ts),
        'message',
        WAIT_MS,
        () => list(messages(channel)),
      );
    },
    messages,
    ephemerals,
    waitForMessage: (channel, predicate, timeoutMs = WAIT_MS) =>
      waitFor(
        () => messages(channel).findLast(predicate),
        `message in ${channel}`,
        timeoutMs,
        () => list(messages(channel)),
      ),
    waitForEphemeral: (user, predicate = () => true, timeoutMs = WAIT_MS) =>
      waitFor(
        () => ephemerals(user).findLast(predicate),
        `ephemeral message for ${user}`,
        timeoutMs,
        () => list(ephemerals(user)),
      ),
    click: async (user, message, control) => {
      const { block, element } = findElement(message.blocks, control);
      const { type, action_id, value, text } = element;
      return act(user, message, { type, action_id, block_id: block.block_id, value, text });
    },
    select: async (user, message, control, option) => {
      const placed = findElement(message.blocks, control);
      const value = findChoice(placed, option, world.displayFor(user));
      const { type, action_id } = placed.element;
      const chosen = { value, text: { type: 'plain_text', text: option } };
      return act(user, message, { type, action_id, block_id: placed.block.block_id, selected_option: chosen });
    },
    files: () => world.files.all().filter((file) => file.uploaded),
    read,
  };
}
