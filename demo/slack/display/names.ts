import type { ChannelBook } from '../state/channels.ts';
import type { Workspace } from '../workspace.ts';

/** What Slack's clients look up to turn ids into words. Each function gives undefined for an unknown id. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  userGroup(id: string): string | undefined;
  /** People and channels to choose from. */
  users(): { id: string; name: string }[];
  channels(): { id: string; name: string }[];
}

export function workspaceNames(workspace: Workspace, channels: ChannelBook): Names {
  const { app, users, userGroups } = workspace;
  return {
    user: (id) => (id === app.botUserId ? app.botName : users.find((user) => user.id === id)?.realName),
    channel: (id) => channels.find(id)?.name || undefined,
    userGroup: (id) => userGroups.find((group) => group.id === id)?.handle,
    users: () => users.filter((user) => user.deleted !== true).map(({ id, realName }) => ({ id, name: realName })),
    channels: () =>
      channels
        .all()
        .filter((each) => each.kind !== 'im' && !each.isArchived)
        .map(({ id, name }) => ({ id, name: `#${name}` })),
  };
}
