import { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';

export interface ConnectOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly cluster: boolean;
  /** A listener rather fails than lets Slack wait; a worker rather waits than fails. */
  readonly for: 'listener' | 'worker';
  readonly logger: Logger;
}

const reconnectMs = (attempt: number): number => Math.min(100 * 2 ** Math.min(attempt, 5), 3_000);

const listener = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 2_000, connectTimeout: 2_000 };
const worker = { enableOfflineQueue: true, maxRetriesPerRequest: null };

export function connectRedis({ url, cluster, for: purpose, logger }: ConnectOptions): Redis | Cluster {
  const options = { ...(purpose === 'listener' ? listener : worker), retryStrategy: reconnectMs };
  const connection = cluster
    ? new Cluster([url], {
        redisOptions: { maxRetriesPerRequest: options.maxRetriesPerRequest },
        enableOfflineQueue: options.enableOfflineQueue,
        clusterRetryStrategy: reconnectMs,
      })
    : url.startsWith('unix://')
      ? new Redis({ ...options, path: new URL(url).pathname })
      : new Redis(url, options);
  tellOnce(connection, logger);
  return connection;
}

/** ioredis reports every attempt to reconnect; one line when Redis goes and one when it is back are enough. */
function tellOnce(connection: Redis | Cluster, logger: Logger): void {
  let lost = false;
  connection.on('error', (error: Error) => {
    if (lost) return;
    lost = true;
    logger.warn({ err: error }, 'Redis cannot be reached; trying on');
  });
  connection.on('ready', () => {
    if (lost) logger.info('Redis is back');
    lost = false;
  });
}

/** Waits until Redis can be used, for as long as `patienceMs`; a process that starts without it goes on, and says so. */
export async function untilReady(connection: Redis | Cluster, patienceMs: number): Promise<void> {
  if (connection.status === 'ready') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    connection.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
