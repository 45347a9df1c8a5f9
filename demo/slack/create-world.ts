import type { Clock } from './clock.ts';
import { MINT_COMMAND } from './delivery/incoming.ts';
import type { SocketMode } from './delivery/socket-mode.ts';
import { workspaceNames } from './display/names.ts';
import { createLocalApi } from './local/api.ts';
import type { LocalFeed } from './local/feed.ts';
import { createScreen } from './local/screen.ts';
import { createChannelBook } from './state/channels.ts';
import { createFileShelf } from './state/files.ts';
import { createMessageStore } from './state/messages.ts';
import { createResponseUrlBook } from './state/response-urls.ts';
import { createTriggerBook } from './state/triggers.ts';
import { createViewBook } from './state/views.ts';
import type { Workspace } from './workspace.ts';
import type { World } from './world.ts';

export interface WorldOptions {
  workspace: Workspace;
  clock: Clock;
  /** How long a trigger lives; milliseconds. */
  triggerLifeMs: number;
  scopes: World['scopes'];
  sockets: SocketMode;
  localSlackUrl: string;
  fileDelayMs: number;
  /** The feed, which is connected after the world is there. */
  feed: () => LocalFeed;
}

/** An empty state for a workspace. `url` is filled in when the proxy listens. */
export function createWorld({
  workspace,
  clock,
  triggerLifeMs,
  scopes,
  sockets,
  localSlackUrl,
  fileDelayMs,
  feed,
}: WorldOptions): World {
  const local = createLocalApi(localSlackUrl, workspace);
  const channels = createChannelBook(workspace);
  const files = createFileShelf();
  const names = workspaceNames(workspace, channels);
  const [channel] = workspace.channels;
  const [user] = workspace.users;
  const mint = () =>
    local.control('command', { channel: channel?.id, user: user?.id, command: MINT_COMMAND, text: '' });
  return {
    workspace,
    clock,
    url: '',
    scopes,
    local,
    screen: createScreen(local, feed, mint),
    sockets,
    channels,
    messages: createMessageStore(),
    views: createViewBook(workspace, clock),
    triggers: createTriggerBook(clock, triggerLifeMs),
    responseUrls: createResponseUrlBook(clock),
    files,
    fileDelayMs,
    displayFor: (reader) => ({
      names,
      timeZone: workspace.users.find((each) => each.id === reader)?.tz ?? workspace.tz,
      now: clock(),
      fileUrl: (reference) => files.find(reference)?.publicUrl,
    }),
  };
}
