import { createSlackDriver, type SlackDriver } from './client.ts';
import { type LocalSlack, startLocalSlack } from './local-slack.ts';
import { type SlackProxy, type SlackProxyOptions, startSlackProxy } from './proxy.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface DemoSlackOptions extends Omit<SlackProxyOptions, 'localSlackUrl' | 'workspace' | 'port'> {
  /** Port of local Slack's UI; default: a free one. */
  uiPort?: number;
  workspace?: Workspace;
}

/** A whole Slack for the demo and for tests. */
export interface DemoSlack {
  /** For people. */
  uiUrl: string;
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  workspace: Workspace;
  local: LocalSlack;
  proxy: SlackProxy;
  slack: SlackDriver;
  /** Environment variables that connect a bot to it, for either mode. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Brings up local Slack and the proxy on free ports. */
export async function startDemoSlack(options: DemoSlackOptions = {}): Promise<DemoSlack> {
  const { uiPort, workspace = createWorkspace(), ...rest } = options;
  const local = await startLocalSlack({ workspace, ...(uiPort === undefined ? {} : { port: uiPort }) });
  try {
    const proxy = await startSlackProxy({ ...rest, workspace, localSlackUrl: local.url });
    const { botToken, appToken, signingSecret } = workspace.app;
    const mode = options.mode === 'http' ? { SLACK_SIGNING_SECRET: signingSecret } : { SLACK_APP_TOKEN: appToken };
    return {
      uiUrl: local.uiUrl,
      apiUrl: proxy.apiUrl,
      workspace,
      local,
      proxy,
      slack: createSlackDriver(proxy),
      env: { SLACK_API_URL: proxy.apiUrl, SLACK_BOT_TOKEN: botToken, ...mode },
      close: async () => {
        await proxy.close();
        await local.stop();
      },
    };
  } catch (error) {
    await local.stop();
    throw error;
  }
}
