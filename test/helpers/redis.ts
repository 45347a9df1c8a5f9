import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createRedisMock } from 'js-redis-server';
import { freePort } from '../../demo/slack/local/free-port.ts';
import { onPath } from '../../src/redis-server.ts';

export { freePort };

export type RedisKind = 'in-process' | 'redis-server';

export const redisBinary = onPath(['redis-server', 'valkey-server']);

/** The kinds of Redis that a suite runs on; global-setup.ts says when the real one is left out. */
export const redisKinds: readonly RedisKind[] =
  redisBinary === undefined ? ['in-process'] : ['in-process', 'redis-server'];

/** For suites about something else than records; the real one where there is one. */
export const oneRedis: readonly RedisKind[] = redisKinds.slice(-1);

export interface TestRedis {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface RealRedis extends TestRedis {
  /** Ends the server as a power cut would, and starts it again on its append-only file after `downMs`. */
  readonly restart: (downMs: number) => Promise<void>;
  readonly kill: () => Promise<void>;
  /** Stops the process without ending it: connections stay, nothing is answered. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly start: () => Promise<void>;
}

export const startRedis = (kind: RedisKind): Promise<TestRedis> =>
  kind === 'in-process' ? startInProcess() : startRealRedis();

async function startInProcess(): Promise<TestRedis> {
  const server = await createRedisMock({ compatibility: 'redis-6.2' });
  const [address] = server.addresses();
  return {
    url: `redis://${address?.host}:${address?.port}`,
    // It waits for clients to leave, and a test may have left one.
    stop: async () => {
      await Promise.race([server.close(), sleep(500)]);
    },
  };
}

/** A shell that ends the server when our end of its stdin closes, which also happens when a test run is killed. */
const endWithUs = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( read -r _ <&3; kill -9 "$server" ) >/dev/null 2>&1 &
watcher=$!
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--loglevel', 'warning'];

/** A redis-server with its append-only file in a folder of its own. Extra arguments go to the server. */
export async function startRealRedis(...args: readonly string[]): Promise<RealRedis> {
  const binary = redisBinary;
  if (binary === undefined) throw new Error('there is no redis-server on PATH');
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'aurora-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let server: { guard: ChildProcess; pid: number } | undefined;
  const start = async () => {
    const guard = spawn(
      '/bin/sh',
      ['-c', endWithUs, 'redis', binary, '--port', String(port), '--dir', dir, ...durable, ...args],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    server = { guard, pid: await processId(url, guard) };
  };
  const end = async () => {
    const { guard, pid } = server ?? {};
    server = undefined;
    if (guard === undefined || pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    const gone = once(guard, 'exit');
    guard.stdin?.end();
    await gone;
  };
  const signal = (name: NodeJS.Signals) => {
    if (server !== undefined) process.kill(server.pid, name);
  };
  await start();
  return {
    url,
    start,
    kill: end,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    restart: async (downMs) => {
      await end();
      await sleep(downMs);
      await start();
    },
    stop: async () => {
      await end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Waits until it answers. Throws when it ended instead. */
async function processId(url: string, guard: ChildProcess): Promise<number> {
  const probe = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  probe.on('error', () => {});
  const ended = once(guard, 'exit').then(([code]) => {
    throw new Error(`redis-server at ${url} ended with ${code}`);
  });
  const info = await Promise.race([probe.info('server'), ended]).finally(() => probe.disconnect());
  // Nobody waits for its end any more.
  ended.catch(() => {});
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}
