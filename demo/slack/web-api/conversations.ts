import { asText, isTrue, type Json } from '../json.ts';
import { wireMessage } from '../post.ts';
import { SlackRefusal } from '../refusal.ts';
import type { Conversation } from '../state/channels.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { World } from '../world.ts';
import { openIm, readableConversation } from './find-conversation.ts';
import type { Methods } from './method.ts';
import { page } from './paging.ts';

const typeNames = { public: 'public_channel', private: 'private_channel', im: 'im' } as const;

function describe(world: World, conversation: Conversation): Json {
  const { id, name, kind, isArchived, members, user } = conversation;
  if (kind === 'im') return { id, is_im: true, is_channel: false, is_group: false, is_archived: false, user };
  const isPrivate = kind === 'private';
  const isMember = world.channels.isMember(conversation, world.workspace.app.botUserId);
  const flags = { is_channel: !isPrivate, is_group: isPrivate, is_im: false, is_mpim: false, is_private: isPrivate };
  return { id, name, ...flags, is_archived: isArchived, is_member: isMember, num_members: members.length };
}

function listed(world: World, args: Json, onlyMember: boolean): Conversation[] {
  const types = (asText(args.types) || 'public_channel').split(',').map((type) => type.trim());
  const bot = world.workspace.app.botUserId;
  return world.channels.all().filter((each) => {
    const isMember = world.channels.isMember(each, bot);
    const visible = onlyMember ? isMember : each.kind === 'public' || isMember;
    return visible && types.includes(typeNames[each.kind]) && !(isTrue(args.exclude_archived) && each.isArchived);
  });
}

function visibleMessages(world: World, conversation: Conversation): StoredMessage[] {
  const bot = world.workspace.app.botUserId;
  if (!world.channels.isMember(conversation, bot)) throw new SlackRefusal('not_in_channel');
  return world.messages
    .all()
    .filter((each) => each.channel === conversation.id && !each.deleted && each.ephemeralTo === undefined);
}

/** Between `oldest` and `latest`, both left out unless `inclusive`. */
function within(messages: readonly StoredMessage[], args: Json): StoredMessage[] {
  const [oldest, latest] = [Number(args.oldest ?? 0), Number(args.latest ?? Number.POSITIVE_INFINITY)];
  return messages.filter(({ ts }) =>
    isTrue(args.inclusive) ? Number(ts) >= oldest && Number(ts) <= latest : Number(ts) > oldest && Number(ts) < latest,
  );
}

/** Metadata are shown to whoever asks for them. */
function shown(world: World, message: StoredMessage, args: Json): Json {
  const { metadata, ...rest } = wireMessage(world, message);
  return metadata === undefined || !isTrue(args.include_all_metadata) ? rest : { ...rest, metadata };
}

/** `conversations.*` and `users.conversations`, answered from the workspace: local Slack shows every channel to every bot. */
export const conversations: Methods = {
  'conversations.info': (args, world) => ({
    channel: describe(world, readableConversation(world, args.channel, 'read')),
  }),

  'conversations.list': (args, world) => {
    const { items, response_metadata } = page(listed(world, args, false), args);
    return { channels: items.map((each) => describe(world, each)), response_metadata };
  },

  'users.conversations': (args, world) => {
    const { items, response_metadata } = page(listed(world, args, true), args);
    return { channels: items.map((each) => describe(world, each)), response_metadata };
  },

  'conversations.members': (args, world) => {
    const { items, response_metadata } = page(readableConversation(world, args.channel, 'read').members, args);
    return { members: items, response_metadata };
  },

  'conversations.open': async (args, world) => {
    const users = asText(args.users)
      .split(',')
      .filter((each) => each !== '');
    if (users.length === 0) throw new SlackRefusal('users_list_not_supplied');
    if (users.length > 1)
      throw new SlackRefusal('not_enough_users', { note: 'group messages are not part of the demo' });
    const conversation = await openIm(world, users[0] ?? '');
    return { channel: isTrue(args.return_im) ? describe(world, conversation) : { id: conversation.id } };
  },

  'conversations.history': (args, world) => {
    const conversation = readableConversation(world, args.channel, 'history');
    const roots = within(visibleMessages(world, conversation), args).filter((each) => each.threadTs === undefined);
    const { items, response_metadata } = page(roots.reverse(), { limit: args.limit ?? 100, cursor: args.cursor });
    return {
      messages: items.map((each) => shown(world, each, args)),
      has_more: response_metadata.next_cursor !== '',
      response_metadata,
    };
  },

  'conversations.replies': (args, world) => {
    const conversation = readableConversation(world, args.channel, 'history');
    const ts = asText(args.ts);
    const thread = visibleMessages(world, conversation).filter((each) => each.ts === ts || each.threadTs === ts);
    if (thread.length === 0) throw new SlackRefusal('thread_not_found');
    const { items, response_metadata } = page(thread, args);
    return {
      messages: items.map((each) => shown(world, each, args)),
      has_more: response_metadata.next_cursor !== '',
      response_metadata,
    };
  },
};
