import type { Cluster, Redis } from 'ioredis';
import { QueueUnavailable, QueueUncertain } from '../domain/errors.ts';

/** A listener has three seconds to answer Slack, so a job is either added within two or its fate is not known. */
export const addDeadlineMs = 2_000;

/**
 * Adds a job only over a connection that is up, and waits no longer than the deadline.
 * Throws QueueUnavailable (nothing was sent) or QueueUncertain (it may have been).
 */
export async function addInTime(connection: Redis | Cluster, add: () => Promise<unknown>): Promise<void> {
  if (connection.status !== 'ready') throw new QueueUnavailable(`Redis is ${connection.status}`);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new QueueUncertain(`Redis did not answer within ${addDeadlineMs} ms`)),
      addDeadlineMs,
    );
  });
  try {
    await Promise.race([add(), deadline]);
  } catch (error) {
    if (error instanceof QueueUncertain) throw error;
    throw new QueueUncertain(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}
