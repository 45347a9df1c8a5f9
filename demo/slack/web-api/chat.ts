import { limits } from '../block-kit/limits.ts';
import { readContent } from '../content.ts';
import { asText, codePoints, type Json } from '../json.ts';
import { postMessage, removeMessage, replaceMessage, wireMessage } from '../post.ts';
import { SlackRefusal } from '../refusal.ts';
import type { MessageContent, StoredMessage } from '../state/messages.ts';
import type { World } from '../world.ts';
import { knownConversation, postableConversation } from './find-conversation.ts';
import type { Methods } from './method.ts';

function threadOf(world: World, channel: string, threadTs: unknown): string | undefined {
  const ts = asText(threadTs);
  if (ts === '') return undefined;
  const root = world.messages.find(channel, ts);
  if (root === undefined || root.ephemeralTo !== undefined) throw new SlackRefusal('thread_not_found');
  return root.threadTs ?? root.ts;
}

function ownMessage(world: World, args: Json, refusal: string): StoredMessage {
  const conversation = knownConversation(world, args.channel);
  if (conversation.isArchived)
    throw new SlackRefusal(refusal === 'cant_update_message' ? 'is_inactive' : 'is_archived');
  const message = world.messages.find(conversation.id, asText(args.ts));
  if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
  if (!message.isBot || message.origin === 'slackbot') throw new SlackRefusal(refusal);
  return message;
}

// chat.update: blocks stay only when neither they nor a text are given; attachments stay when they are not given.
function changeOf(world: World, args: Json, message: StoredMessage): Partial<MessageContent> {
  const keepsBlocks = args.blocks === undefined && args.text === undefined && args.markdown_text === undefined;
  if (keepsBlocks && args.attachments === undefined && args.metadata === undefined) throw new SlackRefusal('no_text');
  const known = { blocks: message.blocks, attachments: message.attachments, text: message.text };
  const content = readContent(
    world,
    {
      ...args,
      ...(keepsBlocks ? { blocks: known.blocks } : {}),
      ...(args.attachments === undefined ? { attachments: known.attachments } : {}),
      ...(args.text === undefined && args.markdown_text === undefined && keepsBlocks ? { text: known.text } : {}),
    },
    true,
  );
  return content;
}

/** `chat.*`. Errors are named where they arise; see `find-conversation.ts` and `content.ts` for the others. */
export const chat: Methods = {
  'chat.postMessage': async (args, world) => {
    const conversation = await postableConversation(world, args.channel);
    const content = readContent(world, args, true);
    const isCut = codePoints(content.text) > limits.postText;
    if (isCut) content.text = [...content.text].slice(0, limits.postText).join('');
    const threadTs = threadOf(world, conversation.id, args.thread_ts);
    const message = await postMessage(world, content, {
      channel: conversation.id,
      threadTs,
      origin: 'chat.postMessage',
    });
    const warning = isCut
      ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } }
      : {};
    return { channel: conversation.id, ts: message.ts, message: wireMessage(world, message), ...warning };
  },

  'chat.postEphemeral': async (args, world) => {
    const conversation = await postableConversation(world, args.channel);
    const user = asText(args.user);
    if (!world.workspace.users.some((each) => each.id === user)) throw new SlackRefusal('user_not_found');
    if (!world.channels.isMember(conversation, user)) throw new SlackRefusal('user_not_in_channel');
    const content = readContent(world, args, false);
    if (codePoints(content.text) > limits.postText) throw new SlackRefusal('msg_too_long');
    const threadTs = threadOf(world, conversation.id, args.thread_ts);
    const target = { channel: conversation.id, threadTs, ephemeralTo: user, origin: 'chat.postEphemeral' } as const;
    return { message_ts: (await postMessage(world, content, target)).ts };
  },

  'chat.update': async (args, world) => {
    const message = ownMessage(world, args, 'cant_update_message');
    if (Buffer.byteLength(asText(args.text)) > limits.updateTextBytes) throw new SlackRefusal('msg_too_long');
    await replaceMessage(world, message, changeOf(world, args, message));
    const { channel, ts, text } = message;
    return { channel, ts, text, message: wireMessage(world, message) };
  },

  'chat.delete': async (args, world) => {
    const message = ownMessage(world, args, 'cant_delete_message');
    await removeMessage(world, message);
    return { channel: message.channel, ts: message.ts };
  },

  'chat.getPermalink': async (args, world) => {
    const conversation = knownConversation(world, args.channel);
    const message = world.messages.find(conversation.id, asText(args.message_ts));
    if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
    const { permalink } = await world.local.call('chat.getPermalink', {
      channel: conversation.id,
      message_ts: message.ts,
    });
    return { channel: conversation.id, permalink };
  },
};
