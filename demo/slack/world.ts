import type { Clock } from './clock.ts';
import type { SocketMode } from './delivery/socket-mode.ts';
import type { DisplayContext } from './display/context.ts';
import type { LocalApi } from './local/api.ts';
import type { Screen } from './local/screen.ts';
import type { ChannelBook } from './state/channels.ts';
import type { FileShelf } from './state/files.ts';
import type { MessageStore } from './state/messages.ts';
import type { ResponseUrlBook } from './state/response-urls.ts';
import type { TriggerBook } from './state/triggers.ts';
import type { ViewBook } from './state/views.ts';
import type { Workspace } from './workspace.ts';

/** All that the proxy's parts share. */
export interface World {
  workspace: Workspace;
  clock: Clock;
  /** Address of the proxy, without a slash at its end. */
  url: string;
  /** Scopes of the bot token and of the app-level token. */
  scopes: { bot: readonly string[]; app: readonly string[] };
  local: LocalApi;
  screen: Screen;
  sockets: SocketMode;
  channels: ChannelBook;
  messages: MessageStore;
  views: ViewBook;
  triggers: TriggerBook;
  responseUrls: ResponseUrlBook;
  files: FileShelf;
  /** How long an uploaded file is looked into before messages may show it. */
  fileDelayMs: number;
  /** How to show things to this person, or to everybody. */
  displayFor(user?: string): DisplayContext;
}
