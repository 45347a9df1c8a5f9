import { randomUUID } from 'node:crypto';
import type { RedisClient } from './client.ts';

const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const unlockScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

export interface Held {
  /** What is stored under the key while it is ours. */
  readonly token: string;
  /** False once it may be somebody else's. */
  readonly mine: () => boolean;
}

/**
 * Runs `work` while nobody else holds the lock; does nothing when somebody does. It is renewed meanwhile and ends by
 * itself `ttlMs` after its holder has died.
 */
export async function locked(
  redis: RedisClient,
  lockKey: string,
  ttlMs: number,
  work: (held: Held) => Promise<void>,
): Promise<void> {
  const token = randomUUID();
  if ((await redis.set(lockKey, token, 'PX', ttlMs, 'NX')) === null) return;
  let mine = true;
  const renewing = setInterval(async () => {
    mine &&= (await redis.eval(renewScript, 1, lockKey, token, ttlMs).catch(() => 0)) === 1;
  }, ttlMs / 3);
  try {
    await work({ token, mine: () => mine });
  } finally {
    clearInterval(renewing);
    await redis.eval(unlockScript, 1, lockKey, token);
  }
}
