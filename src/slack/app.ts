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

export interface SlackAppOptions {
  readonly botToken: string;
  /** Socket Mode when set; HTTP with `signingSecret` otherwise. */
  readonly appToken: string | undefined;
  readonly signingSecret: string | undefined;
  readonly apiUrl: string | undefined;
  /** HTTP Mode listens here; with Socket Mode it serves the health routes only, and may be undefined. */
  readonly port: number | undefined;
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
export function createSlackApp({ botToken, appToken, signingSecret, apiUrl, port, deps }: SlackAppOptions): SlackApp {
  const logger = boltLogger(deps.logger.child({ room: 'slack' }));
  const clientOptions = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: interactiveTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(interactiveTimeoutMs) }),
  };
  const customRoutes = healthRoutes(deps);
  const receiver =
    appToken === undefined
      ? new HTTPReceiver({ signingSecret: signingSecret ?? '', endpoints: '/slack/events', customRoutes, logger })
      : new SocketModeReceiver({
          appToken,
          logger,
          installerOptions: { clientOptions, ...(port === undefined ? {} : { port }) },
          ...(port === undefined ? {} : { customRoutes }),
        });
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
  app.error(async (error) => deps.logger.error({ err: error }, 'unhandled error in a listener'));

  return {
    start: async () => {
      const begin = async () => {
        await app.init();
        await app.start(...(appToken === undefined ? [port ?? 3000] : []));
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

/** `/healthz`: the process lives. `/readyz`: it can take a command. */
const healthRoutes = ({ ready }: SlackDeps): CustomRoute[] => {
  const route = (path: string, isGood: () => boolean): CustomRoute => ({
    path,
    method: ['GET'],
    handler: (_request, response) => {
      const good = isGood();
      response
        .writeHead(good ? 200 : 503, { 'content-type': 'text/plain' })
        .end(good ? 'ok\n' : 'Redis is not connected\n');
    },
  });
  return [route('/healthz', () => true), route('/readyz', ready)];
};

const boltLogger = (logger: Logger): BoltLogger => ({
  debug: (...messages) => logger.debug(messages.join(' ')),
  info: (...messages) => logger.debug(messages.join(' ')),
  warn: (...messages) => logger.warn(messages.join(' ')),
  error: (...messages) => logger.error(messages.map(String).join(' ')),
  getLevel: () => LogLevel.INFO,
  setLevel: () => {},
  setName: () => {},
});
