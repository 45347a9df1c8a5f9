import type { Json } from '../json.ts';
import type { Workspace } from '../workspace.ts';

/**
 * The configuration file of local Slack for a workspace.
 *
 * Deactivated people and archived channels are left out, because its UI would let one act as them. The app is always
 * in Socket Mode: the proxy is the one connection, whichever way the bot itself is reached.
 */
export function localSlackConfig(workspace: Workspace): Json {
  const { app } = workspace;
  return {
    workspace: { name: workspace.name, domain: workspace.domain, teamId: workspace.teamId },
    apps: [
      {
        appId: app.appId,
        botUserId: app.botUserId,
        botName: app.botName,
        botToken: app.botToken,
        appToken: app.appToken,
        signingSecret: app.signingSecret,
        mode: 'socket',
      },
    ],
    users: workspace.users
      .filter((user) => user.deleted !== true)
      .map((user) => ({
        id: user.id,
        name: user.name,
        real_name: user.isRestricted === true ? `${user.realName} (guest)` : user.realName,
        email: user.email,
        tz: user.tz,
      })),
    channels: workspace.channels
      .filter((channel) => !channel.isArchived)
      .map(({ id, name, isPrivate, members }) => ({ id, name, is_private: isPrivate, members })),
  };
}
