import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ConfigurationError } from './domain/errors.ts';

export interface ResolvedRedis {
  readonly url: string;
  /** What it is, for the log. */
  readonly what: string;
  readonly stop: () => Promise<void>;
}

export interface ResolveOptions {
  readonly url: string | undefined;
  readonly dataDir: string;
  /** Whether a Redis that forgets everything at exit will do. */
  readonly ephemeral: boolean;
}

/**
 * The Redis to use: the one named, else a redis-server or valkey-server of our own with its append-only file in
 * `dataDir`, else one inside this process that keeps nothing. Throws a ConfigurationError when there is none.
 */
export async function resolveRedis({ url, dataDir, ephemeral }: ResolveOptions): Promise<ResolvedRedis> {
  if (url !== undefined) return { url, what: 'the Redis of REDIS_URL', stop: async () => {} };
  const binary = onPath(['redis-server', 'valkey-server']);
  if (binary !== undefined) return ownServer(binary, resolve(dataDir));
  if (ephemeral) return inProcess();
  throw new ConfigurationError([
    'REDIS_URL is not set and neither redis-server nor valkey-server is on PATH. Install one, set REDIS_URL, or set AURORA_EPHEMERAL=1 to run with a Redis in memory that forgets everything at exit.',
  ]);
}

export function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A path of a Unix socket has room for about 100 bytes. */
function socketPath(dataDir: string): string {
  const beside = join(dataDir, 'redis.sock');
  if (Buffer.byteLength(beside) < 100) return beside;
  return join(tmpdir(), `aurora-keeper-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}.sock`);
}

async function ownServer(binary: string, dataDir: string): Promise<ResolvedRedis> {
  mkdirSync(dataDir, { recursive: true });
  const socket = socketPath(dataDir);
  const url = `unix://${socket}`;
  if (existsSync(socket) && (await answers(socket)))
    return { url, what: `the Redis that runs in ${dataDir}`, stop: async () => {} };

  const log = openSync(join(dataDir, 'redis.log'), 'a');
  const server = spawn(
    binary,
    [
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--unixsocketperm',
      '700',
      '--dir',
      dataDir,
      '--appendonly',
      'yes',
      '--save',
      '',
      '--maxmemory-policy',
      'noeviction',
    ],
    { stdio: ['ignore', log, log] },
  );
  let ended = false;
  const exited = new Promise<void>((done) => {
    server.once('exit', () => {
      ended = true;
      done();
    });
  });
  server.once('error', () => {
    ended = true;
  });
  for (let waited = 0; !(await answers(socket)); waited += 50) {
    if (ended || waited > 10_000)
      throw new ConfigurationError([`${binary} did not start; ${join(dataDir, 'redis.log')} says why.`]);
    await sleep(50);
  }
  return {
    url,
    what: `a Redis of its own, data in ${dataDir}`,
    stop: async () => {
      server.kill('SIGTERM');
      await exited;
    },
  };
}

async function answers(socket: string): Promise<boolean> {
  const probe = new Redis({
    path: socket,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
  });
  probe.on('error', () => {});
  try {
    await probe.connect();
    return (await probe.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    probe.disconnect();
  }
}

/** Real RESP and Lua in memory: good for a first look and for tests. */
async function inProcess(): Promise<ResolvedRedis> {
  const { createRedisMock } = await import('js-redis-server').catch(() => {
    throw new ConfigurationError([
      'AURORA_EPHEMERAL needs the development dependency js-redis-server, which this installation left out.',
    ]);
  });
  const server = await createRedisMock({ compatibility: 'redis-6.2' });
  const [address] = server.addresses();
  return {
    url: `redis://${address?.host}:${address?.port}`,
    what: 'a Redis in memory: everything is forgotten at exit',
    // It waits for its clients, and those may be processes that are gone.
    stop: async () => void (await Promise.race([server.close(), sleep(500)])),
  };
}
