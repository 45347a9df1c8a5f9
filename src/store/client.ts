import type { Cluster, Redis } from 'ioredis';

export type RedisClient = Redis | Cluster;

/** One hash tag for every key, so that a Redis Cluster keeps them together and scripts may touch several. */
export const key = (...parts: readonly string[]): string => `{aurora}:${parts.join(':')}`;

export const parse = <T>(text: string | null | undefined): T | undefined =>
  text === null || text === undefined ? undefined : (JSON.parse(text) as T);

/** MULTI/EXEC as one round trip. Throws the first error of any of its commands. */
export async function transact(
  redis: RedisClient,
  commands: readonly (readonly [string, ...(string | number)[]])[],
): Promise<unknown[]> {
  const results = (await redis.multi(commands.map((command) => [...command])).exec()) ?? [];
  return results.map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
}
