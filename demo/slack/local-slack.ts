import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findLocalSlack } from './local/binary.ts';
import { localSlackConfig } from './local/config.ts';
import { freePort } from './local/free-port.ts';
import type { Workspace } from './workspace.ts';

/** A running local Slack. `url` is for us (127.0.0.1), `uiUrl` for people. */
export interface LocalSlack {
  url: string;
  uiUrl: string;
  port: number;
  pid: number;
  /** What the binary has printed so far. */
  output(): string;
  /** Ends the process and removes its files; safe to call twice. */
  stop(): Promise<void>;
}

export interface LocalSlackOptions {
  workspace: Workspace;
  /** Default: a free one. */
  port?: number;
  /** Milliseconds until the binary must answer. */
  timeoutMs?: number;
  env?: NodeJS.ProcessEnv;
}

// A shell stands between us and the binary: it ends the binary and removes its files as soon as our end of its stdin
// closes, which also happens when this process is killed with SIGKILL.
const GUARD = `
dir=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
( read -r _ <&3; kill "$child" ) >/dev/null 2>&1 &
watcher=$!
wait "$child"; code=$?
kill "$watcher" 2>/dev/null
rm -rf "$dir"
exit "$code"
`;

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_control/state`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

const hasExited = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function stopGuard(child: ChildProcess): Promise<void> {
  if (hasExited(child)) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}

/**
 * Starts local Slack for a workspace and waits until it answers.
 *
 * Note that local Slack 0.1.8 listens on every interface and offers no way to change that.
 *
 * @throws Error when the binary is missing, ends early or does not answer in time; carries the binary's output
 */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const binary = findLocalSlack(options.env);
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  if (await answers(url)) throw new Error(`Port ${port} is taken: something already answers at ${url}.`);
  const dir = await mkdtemp(join(tmpdir(), 'local-slack-'));
  const config = join(dir, 'config.json');
  await writeFile(config, JSON.stringify(localSlackConfig(options.workspace)), { mode: 0o600 });
  const flags = ['--config', config, '--port', String(port), '--base-host', 'localhost'];
  const command = [binary, ...flags, '--files-dir', join(dir, 'files')];
  const child = spawn('/bin/sh', ['-c', GUARD, 'local-slack', dir, ...command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const deadline = Date.now() + (options.timeoutMs ?? 60_000);
  while (!(await answers(url))) {
    const late = Date.now() > deadline;
    if (!late && !hasExited(child)) {
      await sleep(20);
      continue;
    }
    const what = late ? 'did not answer in time' : `ended with code ${child.exitCode ?? child.signalCode}`;
    await stopGuard(child);
    await rm(dir, { recursive: true, force: true });
    throw new Error(`Local Slack (${binary}) ${what}. It printed:\n${output.trim() || '(nothing)'}`);
  }
  return {
    url,
    uiUrl: `http://localhost:${port}`,
    port,
    pid: child.pid ?? 0,
    output: () => output,
    stop: async () => {
      await stopGuard(child);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
