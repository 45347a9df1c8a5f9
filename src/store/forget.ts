import { findingId } from '../domain/finding.ts';
import type { Life } from '../domain/life/life.ts';
import type { LatestTarget } from '../domain/ports.ts';
import { key, parse, type RedisClient } from './client.ts';
import { forgetVerdicts } from './forget-verdicts.ts';
import { auditedKey, findingsKey, livesKey, logKeys, namesKey, rulesKey, targetsKey } from './life-keys.ts';
import { forget } from './life-script.ts';
import { type LifeStoreOptions, oldestKept } from './lives.ts';
import { scanHash } from './scan-hash.ts';

const onceADaySeconds = 23 * 3_600;
const atOnce = 200;

/** KEYS: as of a commit. ARGV: `at` of the oldest transition to keep. Answers how many it forgot. */
const forgetLogScript = `
local oldest = ARGV[1]
${forget(String(atOnce))}
return forgotten`;

/** KEYS: a hash. ARGV: field, value. Not when somebody has written it anew. */
const dropScript = `if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then return redis.call('HDEL', KEYS[1], ARGV[1]) end return 0`;

/** KEYS: names, lives, findings. ARGV: member, ids of the resource's findings. */
const dropNameScript = `
for i = 2, #ARGV do
  if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 1 or redis.call('HEXISTS', KEYS[3], ARGV[i]) == 1 then return 0 end
end
return redis.call('ZREM', KEYS[1], ARGV[1])`;

/**
 * Once a day, in whichever worker comes first: forgets transitions, lives, verdicts and names that are older than
 * their time. What audits still come upon is never old.
 */
export const createForget = (options: LifeStoreOptions) => async (): Promise<void> => {
  const { redis } = options;
  if ((await redis.set(key('lives', 'forgotten'), '1', 'EX', onceADaySeconds, 'NX')) === null) return;
  const oldest = oldestKept(options);
  while (Number(await redis.eval(forgetLogScript, logKeys.length, ...logKeys, oldest)) >= atOnce);
  const drop = async (hash: string, isOld: (text: string, field: string) => boolean) => {
    for await (const [field, text] of scanHash(redis, hash))
      if (isOld(text, field)) await redis.eval(dropScript, 1, hash, field, text);
  };
  await drop(livesKey, (text) => (parse<Life>(text)?.seenAt ?? '') < oldest);
  await forgetVerdicts(options, oldest);
  await drop(targetsKey, (text) => (parse<LatestTarget>(text)?.scannedAt ?? '') < oldest);
  await drop(auditedKey, (_, at) => at < oldest);
  await forgetNames(redis);
};

async function forgetNames(redis: RedisClient): Promise<void> {
  const rules = await redis.hkeys(rulesKey);
  let cursor = '0';
  do {
    const [next, entries] = await redis.zscan(namesKey, cursor, 'COUNT', 200);
    cursor = next;
    for (let index = 0; index < entries.length; index += 2) {
      const member = entries[index] ?? '';
      const arn = member.slice(member.indexOf('\n') + 1);
      const ids = rules.map((ruleId) => findingId(ruleId, arn));
      await redis.eval(dropNameScript, 3, namesKey, livesKey, findingsKey, member, ...ids);
    }
  } while (cursor !== '0');
}
