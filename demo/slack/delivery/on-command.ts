import { readContent } from '../content.ts';
import { asObject, isObject, type Json } from '../json.ts';
import { postMessage } from '../post.ts';
import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Delivery } from './types.ts';

async function slackbotSays(world: World, channel: string, user: string, text: string): Promise<void> {
  const content = { text, blocks: [], attachments: [] };
  await postMessage(world, content, { channel, ephemeralTo: user, origin: 'slackbot', username: 'Slackbot' });
}

/** What the person reads when a command came to nothing. */
export const commandFailure = (command: string, problem: string): string =>
  `${command} failed with the error "${problem}"`;

/** What the person reads when no app has the command. */
export const sayUnknownCommand = (world: World, channel: string, user: string, command: string): Promise<void> =>
  slackbotSays(
    world,
    channel,
    user,
    `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`,
  );

function problemOf(delivery: Delivery): string | undefined {
  switch (delivery.answer.status) {
    case 'acked':
      return undefined;
    case 'timeout':
      return 'operation_timeout';
    case 'unreachable':
      return 'dispatch_failed';
    case 'http-error':
      return 'http_service_error';
  }
}

async function postAnswer(world: World, answer: unknown, channel: string, user: string): Promise<void> {
  const body: Json = typeof answer === 'string' ? { text: answer } : asObject(answer);
  const hasContent = ['text', 'blocks', 'attachments'].some((name) => body[name] !== undefined && body[name] !== '');
  if (!hasContent) return;
  const ephemeralTo = body.response_type === 'in_channel' ? undefined : user;
  await postMessage(world, readContent(world, body, false), { channel, ephemeralTo, origin: 'ack' });
}

/**
 * What follows the bot's answer to a command: its message, for the person alone unless `response_type` is
 * `in_channel`; or the line that Slack writes about a failure (`operation_timeout` after 3 seconds, `dispatch_failed`
 * when nobody is there, `http_service_error`, `invalid_command_response` for a message that breaks a rule).
 */
export async function afterCommand(world: World, delivery: Delivery): Promise<void> {
  const { channel_id, user_id, command } = delivery.payload;
  const [channel, user] = [String(channel_id), String(user_id)];
  let problem = problemOf(delivery);
  if (delivery.answer.status === 'acked') {
    const { payload } = delivery.answer;
    const valid = payload === undefined || payload === null || typeof payload === 'string' || isObject(payload);
    try {
      if (valid) await postAnswer(world, payload, channel, user);
      else problem = 'invalid_command_response';
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      problem = 'invalid_command_response';
    }
  }
  if (problem === undefined) return;
  delivery.problem = problem;
  await slackbotSays(world, channel, user, commandFailure(String(command), problem));
}
