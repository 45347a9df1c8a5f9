import type { AddressInfo } from 'node:net';
import { App, type AppOptions, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { type DemoSlack, type DemoSlackOptions, startDemoSlack } from '../start.ts';

/** A Slack with a real Web API client of the bot, and with as many Bolt apps as a test wants. */
export interface Rig extends DemoSlack {
  client: WebClient;
  /** A client with another token, or other settings. */
  clientWith(token: string | undefined, options?: WebClientOptions): WebClient;
  /** Starts a Bolt app in the rig's mode; it is stopped with the rig. */
  bolt(listen: (app: App) => void, options?: AppOptions): Promise<App>;
  /** What the Bolt apps and the Web API clients logged as warnings and errors. */
  logged: string[];
}

function quietLogger(lines: string[]): Logger {
  const keep = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '));
  const drop = () => undefined;
  return {
    debug: drop,
    info: drop,
    warn: keep,
    error: keep,
    setLevel: drop,
    getLevel: () => LogLevel.WARN,
    setName: drop,
  };
}

const impatient: WebClientOptions = {
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logLevel: LogLevel.ERROR,
};

/** Brings up a rig. `afterEach`/`afterAll` must call its `close`. */
export async function startRig(options: DemoSlackOptions = {}): Promise<Rig> {
  const demo = await startDemoSlack(options);
  const { app: secrets } = demo.workspace;
  const apps: App[] = [];
  const logged: string[] = [];
  const logger = quietLogger(logged);
  const clientOptions = { ...impatient, slackApiUrl: demo.apiUrl, logger };
  const clientWith = (token: string | undefined, more: WebClientOptions = {}) =>
    new WebClient(token, { ...clientOptions, ...more });
  const bolt: Rig['bolt'] = async (listen, more = {}) => {
    const common = { token: secrets.botToken, clientOptions, logger, convoStore: false } as const;
    const isHttp = options.mode === 'http';
    const receiver = isHttp
      ? { receiver: new HTTPReceiver({ signingSecret: secrets.signingSecret, logger }) }
      : { socketMode: true, appToken: secrets.appToken };
    const app = new App({ ...common, ...receiver, ...more });
    listen(app);
    apps.push(app);
    const server = await app.start(0);
    if (isHttp && server !== null && typeof server === 'object' && 'address' in server) {
      const { port } = (server.address as () => AddressInfo)();
      demo.proxy.setBotUrl(`http://127.0.0.1:${port}/slack/events`);
    }
    return app;
  };
  return {
    ...demo,
    client: clientWith(secrets.botToken),
    clientWith,
    bolt,
    logged,
    close: async () => {
      await demo.proxy.close();
      await Promise.all(apps.map((app) => app.stop().catch(() => undefined)));
      await demo.local.stop();
    },
  };
}

/** Slack's error name of a call that must fail, with the rest of the answer. */
export async function refusal(call: Promise<unknown>): Promise<{ error: string; data: Record<string, unknown> }> {
  try {
    const answer = await call;
    return { error: `no error: ${JSON.stringify(answer)}`, data: {} };
  } catch (error) {
    const data =
      typeof error === 'object' && error !== null && 'data' in error ? (error.data as Record<string, unknown>) : {};
    return { error: typeof data.error === 'string' ? data.error : String(error), data };
  }
}
