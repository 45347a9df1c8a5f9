import type { Workspace } from '../workspace.ts';

/** A conversation as the bot may know it. `user` is the other side of a direct message. */
export interface Conversation {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  isArchived: boolean;
  members: string[];
  user?: string;
}

export interface ChannelBook {
  all(): Conversation[];
  find(id: string): Conversation | undefined;
  findByName(name: string): Conversation | undefined;
  /** Remembers a direct message between a person and the bot. */
  addIm(id: string, user: string): Conversation;
  isMember(conversation: Conversation, user: string): boolean;
}

/** The conversations of a workspace, to which direct messages are added as they are opened. */
export function createChannelBook(workspace: Workspace): ChannelBook {
  const byId = new Map<string, Conversation>(
    workspace.channels.map(({ id, name, isPrivate, isArchived, members }) => [
      id,
      { id, name, kind: isPrivate ? 'private' : 'public', isArchived, members },
    ]),
  );
  return {
    all: () => [...byId.values()],
    find: (id) => byId.get(id),
    findByName: (name) => [...byId.values()].find((each) => each.kind !== 'im' && each.name === name.replace(/^#/, '')),
    addIm: (id, user) => {
      const members = [user, workspace.app.botUserId];
      const found: Conversation = byId.get(id) ?? { id, name: '', kind: 'im', isArchived: false, members, user };
      byId.set(id, found);
      return found;
    },
    isMember: (conversation, user) => conversation.members.includes(user),
  };
}
