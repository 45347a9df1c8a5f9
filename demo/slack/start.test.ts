import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { freePort } from './local/free-port.ts';
import { startDemoSlack } from './start.ts';
import { createWorkspace, ids } from './workspace.ts';

describe('the whole Slack', () => {
  it('comes up on the ports it is given and goes away again', async () => {
    const uiPort = await freePort();
    const workspace = createWorkspace({ name: 'Mine' });
    const demo = await startDemoSlack({ uiPort, workspace });
    expect(demo.uiUrl).toBe(`http://localhost:${uiPort}`);
    expect(demo.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/$/);
    expect(demo.env).toEqual({
      SLACK_API_URL: demo.apiUrl,
      SLACK_BOT_TOKEN: workspace.app.botToken,
      SLACK_APP_TOKEN: workspace.app.appToken,
    });
    expect(await (await fetch(demo.uiUrl)).text()).toContain('<html');
    const said = await demo.slack.say(ids.alice, ids.general, 'good morning');
    expect(demo.slack.messages(ids.general)).toEqual([said]);
    await expect(demo.slack.waitForMessage(ids.general, () => false, 30)).rejects.toThrow('good morning');
    await expect(demo.slack.waitForView(ids.alice, undefined, 30)).rejects.toThrow('(no view)');
    await demo.close();
    await expect(fetch(demo.uiUrl)).rejects.toThrow();
    await expect(fetch(demo.apiUrl)).rejects.toThrow();
  });

  it('offers a signing secret in HTTP mode', async () => {
    const demo = await startDemoSlack({ mode: 'http' });
    expect(Object.keys(demo.env)).toEqual(['SLACK_API_URL', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
    await demo.close();
  });

  it('leaves nothing running when it cannot start', async () => {
    const taken = createServer((_request, response) => response.end('{}'));
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', () => resolve()));
    await expect(startDemoSlack({ uiPort: port })).rejects.toThrow(`Port ${port} is taken`);
    taken.close();
  });
});
