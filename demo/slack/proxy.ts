import type { Clock } from './clock.ts';
import { createWorld } from './create-world.ts';
import { createCourier } from './delivery/courier.ts';
import { createHttpMode } from './delivery/http-mode.ts';
import { createIncoming, showTop } from './delivery/incoming.ts';
import { type Actions, createActions } from './delivery/on-action.ts';
import { afterCommand } from './delivery/on-command.ts';
import { createEventSender } from './delivery/on-event.ts';
import { afterSubmission, closeView, type Submission, submitView } from './delivery/on-view.ts';
import { responseUrl } from './delivery/payloads.ts';
import { createSocketMode } from './delivery/socket-mode.ts';
import type { Delivery } from './delivery/types.ts';
import { createFaults, type Faults } from './faults.ts';
import { asObject, asText, type Json } from './json.ts';
import { connectFeed, type LocalFeed } from './local/feed.ts';
import { type EnvelopeKind, linkToLocalSlack } from './local/link.ts';
import { createMirror } from './local/mirror.ts';
import { createRateLimiter } from './rate-limits.ts';
import type { LoggedRequest } from './request-log.ts';
import { createRoutes, listen } from './server.ts';
import { TRIGGER_LIFE_MS } from './state/triggers.ts';
import type { StoredView } from './state/views.ts';
import type { Workspace } from './workspace.ts';
import type { World } from './world.ts';

/** What an app usually asks for; `facts` of every Slack scope are in `web-api/scopes.ts`. */
export const DEFAULT_SCOPES = [
  'commands',
  'chat:write',
  'files:write',
  'usergroups:read',
  'users:read',
  'im:write',
] as const;

export interface SlackProxyOptions {
  /** Address of local Slack, without a slash at its end. */
  localSlackUrl: string;
  workspace: Workspace;
  /** How the bot is reached: over its Socket Mode connections (default) or by signed requests to `botUrl`. */
  mode?: 'socket' | 'http';
  /** The bot's request URL in HTTP mode; can also be set later with `setBotUrl`. */
  botUrl?: string;
  /** Default: a free port. */
  port?: number;
  /** Scopes of the bot token. Default: `DEFAULT_SCOPES`. */
  scopes?: readonly string[];
  /** Scopes of the app-level token. */
  appScopes?: readonly string[];
  /** Events the app subscribes to; default: all. */
  subscriptions?: readonly string[] | undefined;
  /** Slash commands the app has; default: any. */
  commands?: readonly string[] | undefined;
  /** Whether Slack's rate limits hold (HTTP 429); default: no. */
  rateLimits?: boolean;
  /** Time for the lives of triggers and response URLs; default: the real one. */
  clock?: Clock;
  /**
   * How long the bot has for an acknowledgement; Slack's 3,000 ms unless a test is in a hurry, or on a machine that is
   * too busy for them. Triggers live at least as long.
   */
  ackTimeoutMs?: number;
  /** How long messages may not show an uploaded picture yet; default: 500 ms. Slack takes some seconds. */
  fileDelayMs?: number;
  /** Gets what went wrong inside the proxy; default: written to stderr. */
  onError?: (error: unknown) => void;
}

/** What people do that local Slack cannot, done right here. */
export interface Hands extends Actions {
  submit(view: StoredView, values: Json): Promise<Submission>;
  close(view: StoredView): Promise<Delivery | undefined>;
}

export interface SlackProxy {
  /** For `SLACK_API_URL`; ends in `/api/`. */
  apiUrl: string;
  /** Without a slash at its end. */
  url: string;
  workspace: Workspace;
  /** Every call of the bot, in order. */
  requests: LoggedRequest[];
  /** Everything sent to the bot, in order, with its answer. */
  deliveries: Delivery[];
  faults: Faults;
  world: World;
  hands: Hands;
  feed: LocalFeed;
  /** Calls of one method. */
  calls(method: string): LoggedRequest[];
  /** Sends any payload to the bot; a missing `trigger_id` or `response_url` is made up. */
  deliver(kind: EnvelopeKind, payload: Json): Promise<Delivery>;
  /** How many Socket Mode connections the bot has. */
  connections(): number;
  /** Sends `disconnect` to all of them, as Slack does every few hours. */
  refreshConnections(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void;
  setBotUrl(url: string): void;
  close(): Promise<void>;
}

/**
 * Starts the proxy between the bot and local Slack on 127.0.0.1: as strict as Slack towards the bot, and helpful
 * towards local Slack's UI, which cannot draw everything.
 */
export async function startSlackProxy(options: SlackProxyOptions): Promise<SlackProxy> {
  const { workspace, clock = Date.now, ackTimeoutMs = 3000, fileDelayMs = 500 } = options;
  const report = options.onError ?? ((error: unknown) => console.error('demo/slack:', error));
  const requests: LoggedRequest[] = [];
  const faults = createFaults();
  let { botUrl } = options;
  let feed: LocalFeed | undefined;
  const theFeed = (): LocalFeed => {
    if (feed === undefined) throw new Error('The feed of local Slack is not connected yet.');
    return feed;
  };
  const sockets = createSocketMode(workspace.app.appId, ackTimeoutMs);
  const scopes = { bot: options.scopes ?? DEFAULT_SCOPES, app: options.appScopes ?? ['connections:write'] };
  const world = createWorld({
    workspace,
    clock,
    scopes,
    sockets,
    localSlackUrl: options.localSlackUrl,
    fileDelayMs,
    feed: theFeed,
    triggerLifeMs: Math.max(TRIGGER_LIFE_MS, ackTimeoutMs),
  });

  const limiter = options.rateLimits === true ? createRateLimiter(clock) : undefined;
  const routes = createRoutes(world, faults, requests, report, limiter);
  const { server, url } = await listen(routes.fetch, options.port ?? 0);
  world.url = url;
  server.on('upgrade', sockets.upgrade);
  const http = createHttpMode({ url: () => botUrl, signingSecret: workspace.app.signingSecret, ackTimeoutMs, clock });
  const courier = createCourier(options.mode === 'http' ? http : sockets, faults, clock);
  const actions = createActions(world, courier);
  const events = createEventSender(courier);
  const { subscriptions, commands } = options;
  const incoming = createIncoming({ world, courier, actions, events, subscriptions, commands });
  let unlink: () => void = () => undefined;
  const close = async () => {
    events.close();
    unlink();
    feed?.close();
    sockets.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    const { channels, messages } = world;
    feed = await connectFeed(options.localSlackUrl, createMirror(channels, messages, workspace.app.botUserId));
    unlink = await linkToLocalSlack(world.local, (kind, payload) =>
      incoming(kind, payload).catch((error) => {
        report(error);
        return undefined;
      }),
    );
  } catch (error) {
    await close();
    throw error;
  }

  const submit = async (view: StoredView, values: Json): Promise<Submission> => {
    const submission = await submitView(world, courier, view, values);
    if (submission.errors === undefined) await showTop(world, view.user, view.id);
    return submission;
  };
  const closeModal = async (view: StoredView) => {
    const delivery = await closeView(world, courier, view);
    await showTop(world, view.user, view.id);
    return delivery;
  };
  const deliver = async (kind: EnvelopeKind, given: Json): Promise<Delivery> => {
    const user = asText(given.user_id) || asText(asObject(given.user).id);
    const channel = asText(given.channel_id) || asText(asObject(given.channel).id);
    const extras = {
      ...(user === '' || kind === 'events_api' ? {} : { trigger_id: world.triggers.issue(user) }),
      ...(user === '' || channel === '' ? {} : { response_url: responseUrl(world, channel, user) }),
    };
    const delivery = await courier.carry(kind, { ...extras, ...given });
    if (kind === 'slash_commands') await afterCommand(world, delivery);
    const view = world.views.find(asText(asObject(given.view).id));
    if (given.type === 'view_submission' && view !== undefined) {
      afterSubmission(world, view, delivery);
      await showTop(world, view.user, view.id);
    }
    return delivery;
  };

  return {
    apiUrl: `${url}/api/`,
    url,
    workspace,
    requests,
    deliveries: courier.log,
    faults,
    world,
    hands: { ...actions, submit, close: closeModal },
    feed: theFeed(),
    calls: (method) => requests.filter((each) => each.method === method),
    deliver,
    connections: sockets.connections,
    refreshConnections: (reason = 'refresh_requested') => sockets.refresh(reason),
    setBotUrl: (next) => {
      botUrl = next;
    },
    close,
  };
}
