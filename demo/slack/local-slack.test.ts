import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { findLocalSlack } from './local/binary.ts';
import { freePort } from './local/free-port.ts';
import { startLocalSlack } from './local-slack.ts';
import { createWorkspace, ids } from './workspace.ts';

const workspace = createWorkspace();

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function answersNoMore(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (!(await fetch(url).catch(() => undefined))) return true;
    await sleep(50);
  }
  return false;
}

describe('the local Slack process', () => {
  it('comes up on a free port with the workspace, and leaves nothing behind', async () => {
    const local = await startLocalSlack({ workspace });
    const state = (await (await fetch(`${local.url}/_control/state`)).json()) as {
      users: { id: string }[];
      channels: { id: string }[];
    };
    expect(state.users.map((user) => user.id)).toContain(ids.alice);
    expect(state.users.map((user) => user.id)).not.toContain(ids.gone);
    expect(state.channels.map((channel) => channel.id)).not.toContain(ids.archived);
    expect(local.output()).toContain('local-slack is running');
    await local.stop();
    await local.stop();
    expect(isAlive(local.pid)).toBe(false);
    expect(await answersNoMore(local.url)).toBe(true);
    const files = /Files:\s+(\S+)/.exec(local.output())?.[1] ?? '';
    expect(files).toMatch(/local-slack-\w+\/files$/);
    expect(existsSync(dirname(files))).toBe(false);
  });

  it('uses the port it is given and says so when it is taken', async () => {
    const port = await freePort();
    const local = await startLocalSlack({ workspace, port });
    expect(local.uiUrl).toBe(`http://localhost:${port}`);
    await expect(startLocalSlack({ workspace, port })).rejects.toThrow(`Port ${port} is taken`);
    await local.stop();
  });

  it('shows what the binary printed when it does not come up', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, () => resolve()));
    await expect(startLocalSlack({ workspace, port })).rejects.toThrow(/ended with code 1.*port/is);
    server.close();
  });

  it('names both places when the binary is missing', () => {
    const missing = '/nowhere/local-slack';
    expect(() => findLocalSlack({ LOCAL_SLACK_BIN: missing })).toThrow(missing);
    expect(() => findLocalSlack({ LOCAL_SLACK_BIN: missing })).toThrow('node_modules/local-slack-linux-x64');
    expect(existsSync(findLocalSlack({}))).toBe(true);
  });

  it('dies with its parent, even when that is killed outright', async () => {
    const script = `
      import { startLocalSlack } from ${JSON.stringify(new URL('./local-slack.ts', import.meta.url).href)};
      import { createWorkspace } from ${JSON.stringify(new URL('./workspace.ts', import.meta.url).href)};
      const local = await startLocalSlack({ workspace: createWorkspace() });
      console.log(local.url);
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (chunk) => resolve(`${chunk}`.trim())),
    );
    expect((await fetch(url)).ok).toBe(true);
    parent.kill('SIGKILL');
    expect(await answersNoMore(url)).toBe(true);
  });
});
