import type { RedisClient } from './client.ts';

/** Every field of a hash once, without holding Redis up. */
export async function* scanHash(
  redis: RedisClient,
  hash: string,
): AsyncGenerator<readonly [field: string, value: string]> {
  let cursor = '0';
  const seen = new Set<string>();
  do {
    const [next, entries] = await redis.hscan(hash, cursor, 'COUNT', 200);
    cursor = next;
    for (let index = 0; index + 1 < entries.length; index += 2) {
      const field = entries[index] ?? '';
      if (seen.has(field)) continue;
      seen.add(field);
      yield [field, entries[index + 1] ?? ''];
    }
  } while (cursor !== '0');
}
