import type { Delivery } from '../slack/delivery/types.ts';
import type { Entries } from '../slack/driver/views.ts';
import { waitFor } from '../slack/driver/wait.ts';
import type { StoredMessage } from '../slack/state/messages.ts';
import { ids } from '../slack/workspace.ts';
import type { DemoWorld } from '../world.ts';
import type { Transcript } from './transcript.ts';

/** Long enough for a slow machine; the story waits for what it expects and no longer. */
const patienceMs = 60_000;

const names: Readonly<Record<string, string>> = { [ids.alice]: 'Alice', [ids.bob]: 'Bob', [ids.carol]: 'Carol' };

/** The people of the story at work in #databases. Each throws when Slack or the bot does not do what the story tells. */
export interface People {
  /** Types `/aurora …` and returns the answer that only this person sees. */
  readonly types: (user: string, text: string, expected: RegExp) => Promise<string>;
  /** `about` is what the blocks around the button speak of, where several buttons are called alike. */
  readonly presses: (user: string, message: StoredMessage, button: string, about?: string) => Promise<void>;
  readonly chooses: (user: string, message: StoredMessage, menu: string, option: string) => Promise<void>;
  /** Waits for a message that reads like this, and prints it. */
  readonly sees: (what: string, expected: RegExp, lines?: number) => Promise<StoredMessage>;
  /** Waits for a modal that reads like this, prints it and closes it. */
  readonly seesModal: (user: string, expected: RegExp, lines?: number) => Promise<void>;
  /** The same, but the modal stays open, for `submits`. */
  readonly reads: (user: string, expected: RegExp, lines?: number) => Promise<void>;
  /** Presses the button at the foot of the open modal and prints what comes in its place. */
  readonly submits: (user: string, button: string, expected: RegExp, entries?: Entries) => Promise<void>;
  /** For `submits`: every box of the open modal that has to be ticked. */
  readonly everyBox: (user: string) => Entries;
  /** Waits for a Home tab that reads like this, and prints what follows from where it does. */
  readonly seesHome: (user: string, expected: RegExp, lines?: number) => Promise<void>;
  /** Waits for a direct message to this person, and prints it. */
  readonly receives: (user: string, expected: RegExp, lines?: number) => Promise<StoredMessage>;
  /** Waits until what is on screen reads like this; nothing is printed. */
  readonly waits: (expected: RegExp) => Promise<StoredMessage>;
}

interface Acknowledged {
  readonly element?: { readonly action_id?: string; readonly options?: readonly { readonly value: string }[] };
}

/** What the bot wrote to one person alone, oldest first. */
function directMessages({ slack }: DemoWorld, user: string): StoredMessage[] {
  const { channels, messages } = slack.proxy.world;
  return messages
    .all()
    .filter((each) => channels.find(each.channel)?.kind === 'im' && channels.find(each.channel)?.user === user);
}

const typed = (entries: Entries = {}): string =>
  Object.values(entries)
    .map((entry) =>
      typeof entry === 'string' ? ` and has entered “${entry}”` : ` and has ticked ${entry.length} boxes`,
    )
    .join('');

export function people(world: DemoWorld, transcript: Transcript): People {
  const { slack } = world.slack;
  const name = (user: string) => names[user] ?? user;
  const insist = (text: string, expected: RegExp): string => {
    if (!expected.test(text)) throw new Error(`Expected ${expected} in:\n${text}`);
    return text;
  };
  const acked = ({ answer }: Delivery) => {
    if (answer.status !== 'acked') throw new Error(`The bot did not answer within three seconds: ${answer.status}`);
    return answer.payload;
  };
  const reads = async (user: string, expected: RegExp, lines?: number): Promise<void> => {
    const view = await slack.waitForView(user, (each) => expected.test(slack.read(each, user)), patienceMs);
    transcript.shows(`a modal for ${name(user)}`, slack.read(view, user), lines);
  };

  return {
    types: async (user, text, expected) => {
      transcript.does(name(user), `types /aurora ${text}`);
      const delivery = await slack.command(user, ids.databases, '/aurora', text);
      const said = slack.read(acked(delivery) as Parameters<typeof slack.read>[0], user);
      insist(said, expected);
      if (said !== '') transcript.shows(`only ${name(user)} sees`, said, 24);
      return said;
    },
    presses: async (user, message, button, about = '') => {
      transcript.does(name(user), `presses [${button}]${about === '' ? '' : ` of ${about}`}`);
      const blocks = message.blocks.filter((block) => JSON.stringify(block).includes(about));
      acked(await slack.click(user, { ...message, blocks }, { text: button }));
    },
    chooses: async (user, message, menu, option) => {
      transcript.does(name(user), `chooses [${option}]`);
      acked(await slack.select(user, message, menu, option));
    },
    sees: async (what, expected, lines) => {
      const message = await slack.waitForMessage(ids.databases, (each) => expected.test(slack.read(each)), patienceMs);
      transcript.shows(what, slack.read(message), lines);
      return message;
    },
    seesModal: async (user, expected, lines) => {
      await reads(user, expected, lines);
      await slack.closeView(user);
    },
    reads,
    submits: async (user, button, expected, entries) => {
      transcript.does(name(user), `presses [${button}]${typed(entries)}`);
      const { ok, errors } = await slack.submitView(user, entries);
      if (!ok) throw new Error(`The form was not taken: ${JSON.stringify(errors)}`);
      await reads(user, expected);
      await slack.closeView(user);
    },
    seesHome: async (user, expected, lines) => {
      const read = () => slack.read(slack.home(user) ?? { blocks: [] }, user);
      await waitFor(
        () => expected.test(read()) || undefined,
        `Home of ${name(user)} like ${expected}`,
        patienceMs,
        read,
      );
      transcript.shows(`Home of ${name(user)}, from there on`, read().slice(read().search(expected)), lines);
    },
    everyBox: (user) => {
      const blocks = (slack.openViews(user).at(-1)?.blocks ?? []) as readonly Acknowledged[];
      return Object.fromEntries(
        blocks.flatMap(({ element: { action_id: id = '', options = [] } = {} }) =>
          id.startsWith('acknowledge.') ? [[id, options.map(({ value }) => value)]] : [],
        ),
      );
    },
    receives: async (user, expected, lines) => {
      const message = await waitFor(
        () => directMessages(world, user).findLast((each) => expected.test(slack.read(each, user))),
        `direct message to ${name(user)} like ${expected}`,
        patienceMs,
        () =>
          directMessages(world, user)
            .map((each) => slack.read(each, user))
            .join('\n--\n'),
      );
      transcript.shows(`a direct message to ${name(user)}`, slack.read(message, user), lines);
      return message;
    },
    waits: (expected) => slack.waitForMessage(ids.databases, (each) => expected.test(slack.read(each)), patienceMs),
  };
}
