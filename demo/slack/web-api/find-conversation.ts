import { asText } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import type { Conversation } from '../state/channels.ts';
import type { World } from '../world.ts';
import { requireScope } from './scopes.ts';

const prefix = { public: 'channels', private: 'groups', im: 'im' } as const;

/** Opens (or finds) the direct message with a person. @throws SlackRefusal `user_not_found`, `user_disabled` */
export async function openIm(world: World, user: string): Promise<Conversation> {
  const found = world.workspace.users.find((each) => each.id === user);
  if (found === undefined) throw new SlackRefusal('user_not_found');
  if (found.deleted === true) throw new SlackRefusal('user_disabled');
  const { channel } = await world.local.call('conversations.open', { users: user });
  const id = typeof channel === 'object' && channel !== null && 'id' in channel ? asText(channel.id) : '';
  return world.channels.addIm(id, user);
}

/**
 * A conversation the bot may know of.
 *
 * @throws SlackRefusal `channel_not_found`: no such id, or private and without the bot
 */
export function knownConversation(world: World, id: unknown): Conversation {
  const found = world.channels.find(asText(id));
  const visible =
    found !== undefined && (found.kind === 'public' || world.channels.isMember(found, world.workspace.app.botUserId));
  if (!visible) throw new SlackRefusal('channel_not_found');
  return found;
}

/** The same, for reading: the scope must fit the kind. @throws SlackRefusal `channel_not_found`, `missing_scope` */
export function readableConversation(world: World, id: unknown, right: 'read' | 'history'): Conversation {
  const found = knownConversation(world, id);
  requireScope([`${prefix[found.kind]}:${right}`], world.scopes.bot);
  return found;
}

/**
 * Where a message may go: an id, a name (`#general`), or a person's id for a direct message.
 *
 * @throws SlackRefusal `channel_not_found`, `is_archived`, `not_in_channel` (a public channel without the bot, unless
 *   the token has `chat:write.public`)
 */
export async function postableConversation(world: World, reference: unknown): Promise<Conversation> {
  const name = asText(reference);
  const isPerson = /^[UW][A-Z0-9]+$/.test(name) && world.channels.find(name) === undefined;
  if (isPerson) return openIm(world, name).catch(() => Promise.reject(new SlackRefusal('channel_not_found')));
  const id = world.channels.find(name)?.id ?? world.channels.findByName(name)?.id;
  const found = knownConversation(world, id);
  if (found.isArchived) throw new SlackRefusal('is_archived');
  const isMember = world.channels.isMember(found, world.workspace.app.botUserId);
  if (!isMember && !world.scopes.bot.includes('chat:write.public')) throw new SlackRefusal('not_in_channel');
  return found;
}
