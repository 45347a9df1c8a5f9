import { withIds } from './block-kit/ids.ts';
import { displayMessage } from './display/message.ts';
import { asText, type Json } from './json.ts';
import type { MessageContent, MessageOrigin, StoredMessage } from './state/messages.ts';
import { botId } from './workspace.ts';
import type { World } from './world.ts';

/** Where a message of the bot goes, and by which way it came. */
export interface PostTarget {
  channel: string;
  origin: MessageOrigin;
  threadTs?: string | undefined;
  ephemeralTo?: string | undefined;
  /** Shown instead of the bot's name. */
  username?: string;
}

// The local UI shows ephemeral messages to everybody, so it says whom they are for.
function shownName({ workspace }: World, { username, ephemeralTo }: PostTarget): Json {
  const name = username ?? workspace.app.botName;
  const reader = workspace.users.find((each) => each.id === ephemeralTo)?.realName;
  return reader === undefined ? {} : { username: `${name} → ${reader}` };
}

/** Shows a message in the local UI and keeps what was really sent. */
export async function postMessage(world: World, content: MessageContent, target: PostTarget): Promise<StoredMessage> {
  const blocks = withIds(content.blocks);
  const shown = displayMessage({ ...content, blocks }, world.displayFor(target.ephemeralTo));
  const method = target.ephemeralTo === undefined ? 'chat.postMessage' : 'chat.postEphemeral';
  const answer = await world.local.call(method, {
    ...shown,
    channel: target.channel,
    ...(target.threadTs === undefined ? {} : { thread_ts: target.threadTs }),
    ...(target.ephemeralTo === undefined ? {} : { user: target.ephemeralTo }),
    ...shownName(world, target),
  });
  return world.messages.add({
    ...content,
    blocks,
    channel: target.channel,
    ts: asText(answer.ts) || asText(answer.message_ts),
    user: world.workspace.app.botUserId,
    isBot: true,
    origin: target.origin,
    threadTs: target.threadTs,
    ephemeralTo: target.ephemeralTo,
  });
}

/** Replaces what a message says, in the local UI and in the store. */
export async function replaceMessage(
  world: World,
  message: StoredMessage,
  change: Partial<MessageContent>,
): Promise<void> {
  const blocks = change.blocks === undefined ? message.blocks : withIds(change.blocks);
  const content = { ...message, ...change, blocks };
  const shown = displayMessage(content, world.displayFor(message.ephemeralTo));
  await world.local.call('chat.update', { ...shown, channel: message.channel, ts: message.ts });
  world.messages.replace(message, { ...change, blocks });
}

/** Deletes a message in the local UI and marks it in the store. */
export async function removeMessage(world: World, message: StoredMessage): Promise<void> {
  await world.local.call('chat.delete', { channel: message.channel, ts: message.ts });
  world.messages.remove(message);
}

/** The message object that Slack's answers and payloads carry. */
export function wireMessage(world: World, message: StoredMessage): Json {
  const { blocks, attachments, files, metadata, threadTs } = message;
  const author = message.isBot ? { bot_id: botId(world.workspace), app_id: world.workspace.app.appId } : {};
  return {
    type: 'message',
    ...(message.origin === 'file' ? { subtype: 'file_share' } : {}),
    user: message.user,
    ...author,
    team: world.workspace.teamId,
    ts: message.ts,
    text: message.text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(message.edits > 0 && message.blocks.length === 0 ? { edited: { user: message.user, ts: message.ts } } : {}),
  };
}
