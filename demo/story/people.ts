import type { Delivery } from '../slack/delivery/types.ts';
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
  readonly presses: (user: string, message: StoredMessage, button: string) => Promise<void>;
  readonly chooses: (user: string, message: StoredMessage, menu: string, option: string) => Promise<void>;
  /** Waits for a message that reads like this, and prints it. */
  readonly sees: (what: string, expected: RegExp, lines?: number) => Promise<StoredMessage>;
  /** Waits for a modal that reads like this, prints it and closes it. */
  readonly seesModal: (user: string, expected: RegExp, lines?: number) => Promise<void>;
}

export function people({ slack: { slack } }: DemoWorld, transcript: Transcript): People {
  const name = (user: string) => names[user] ?? user;
  const insist = (text: string, expected: RegExp): string => {
    if (!expected.test(text)) throw new Error(`Expected ${expected} in:\n${text}`);
    return text;
  };
  const acked = ({ answer }: Delivery) => {
    if (answer.status !== 'acked') throw new Error(`The bot did not answer within three seconds: ${answer.status}`);
    return answer.payload;
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
    presses: async (user, message, button) => {
      transcript.does(name(user), `presses [${button}]`);
      acked(await slack.click(user, message, { text: button }));
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
      const view = await slack.waitForView(user, (each) => expected.test(slack.read(each, user)), patienceMs);
      transcript.shows(`a modal for ${name(user)}`, slack.read(view, user), lines);
      await slack.closeView(user);
    },
  };
}
