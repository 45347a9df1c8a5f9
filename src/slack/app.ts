import {
  App,
  type Logger as BoltLogger,
  type CustomRoute,
  HTTPReceiver,
  LogLevel,
  SocketModeReceiver,
} from '@slack/bolt';
import type { Logger } from 'pino';
import { registerActions } from './actions/register.ts';
import { registerCommands } from './commands/register.ts';
import type { SlackDeps } from './deps.ts';
import { untilSlackAnswers } from './first-contact.ts';
import { registerHome } from './home.ts';
import { registerViews } from './views/register.ts';

export interface SlackAppOptions {
  readonly botToken: string;
  /** Socket Mode when set; HTTP with `signingSecret` otherwise. */
  readonly appToken: string | undefined;
  readonly signingSecret: string | undefined;
  readonly apiUrl: string | undefined;
  /** HTTP mode listens here. */
  readonly port: number;
  /** Paths that HTTP mode serves besides; each tells what is wrong, or nothing. */
  readonly health: Readonly<Record<string, () => string | undefined>>;
  readonly deps: SlackDeps;
}

export interface SlackApp {
  readonly start: () => Promise<void>;
  /** Stops listening and waits up to `timeoutMs` for listeners that are at work. */
  readonly stop: (timeoutMs: number) => Promise<void>;
}

/** A press or command waits for an answer; Slack gives it three seconds. */
const interactiveTimeoutMs = 2_500;

/**
 * The bot's side of Slack. Its client answers people, so it never waits: no retries, no queueing behind a rate limit
 * (one busy post would otherwise hold up a `views.open` until its trigger has expired).
 */
export function createSlackApp({
  botToken,
  appToken,
  signingSecret,
  apiUrl,
  port,
  health,
  deps,
}: SlackAppOptions): SlackApp {
  const logger = boltLogger(deps.logger.child({ room: 'slack' }));
  const clientOptions = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: interactiveTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(interactiveTimeoutMs) }),
  };
  const receiver =
    appToken === undefined
      ? new HTTPReceiver({
          signingSecret: signingSecret ?? '',
          endpoints: '/slack/events',
          customRoutes: routes(health),
          logger,
        })
      : new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions } });
  const app = new App({
    token: botToken,
    receiver,
    clientOptions,
    logger,
    deferInitialization: true,
    convoStore: false,
  });

  let inFlight = 0;
  app.use(async ({ next }) => {
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
    }
  });
  registerCommands(app, deps);
  registerActions(app, deps);
  registerViews(app, deps);
  registerHome(app, deps);
  app.error(async (error) => deps.logger.error({ err: error }, 'unhandled error in a listener'));

  return {
    start: async () => {
      const begin = async () => {
        await app.init();
        await app.start(...(appToken === undefined ? [port] : []));
      };
      await untilSlackAnswers(begin, deps.logger);
    },
    stop: async (timeoutMs) => {
      await app.stop();
      const deadline = Date.now() + timeoutMs;
      while (inFlight > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}

const routes = (checks: SlackAppOptions['health']): CustomRoute[] =>
  Object.entries(checks).map(([path, check]) => ({
    path,
    method: ['GET'],
    handler: (_request, response) => {
      const problem = check();
      response
        .writeHead(problem === undefined ? 200 : 503, { 'content-type': 'text/plain' })
        .end(`${problem ?? 'ok'}\n`);
    },
  }));

const boltLogger = (logger: Logger): BoltLogger => ({
  // Bolt's debug lines hold requests and answers, one-time socket addresses included.
  debug: () => {},
  info: (...messages) => logger.debug(messages.join(' ')),
  warn: (...messages) => logger.warn(messages.join(' ')),
  error: (...messages) => logger.error(messages.map(String).join(' ')),
  getLevel: () => LogLevel.INFO,
  setLevel: () => {},
  setName: () => {},
});
